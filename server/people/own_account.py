"""What a person changes about their own account. What matters asks for the password once more: the
session may be one that was left open.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from persistence.people import accounts, credentials, leaving, notices, screen_names
from persistence.people.accounts import Credentials
from rooms.actor import Actor
from rooms.commands import ChangeName, LeaveCommunity
from rooms.ids import AccountId, TreeId, new_public_id
from rooms.refusals import Code, Refusal, refuse
from server.parts import Parts
from server.people import guesses
from server.people.admission import clean_email, weak
from server.people.caller import Caller
from server.people.consent import CONSENT_VERSION
from server.people.recovery_codes import code_hash, new_code

Changed = TypeVar("Changed")


async def change_password(
    parts: Parts, caller: Caller, actor: Actor, old: str, new: str
) -> Refusal | None:
    """A new password; every session but this one ends. Refused with `wrong_login`,
    `weak_password`, `too_many_tries` or `busy`."""
    name = await parts.database.read(screen_names.at_joining, actor.account)
    if refused := weak(new, name):
        return refused
    confirmed = await _confirmed(parts, caller, actor.account, old)
    if isinstance(confirmed, Refusal):
        return confirmed
    password_hash = await parts.passwords.hash(new)
    if isinstance(password_hash, Refusal):
        return password_hash
    now = await parts.database.now_ms()

    def change(connection: Connection) -> list[str]:
        return credentials.set_password(
            connection, actor.account, password_hash, now, keep=actor.session
        )

    ended = await _if_still(parts, confirmed, change)
    if isinstance(ended, Refusal):
        return ended
    parts.authority.session_ended(ended)
    return None


async def change_email(
    parts: Parts, caller: Caller, actor: Actor, password: str, email: str | None
) -> Refusal | None:
    """Another address, or none. Refused with `bad_email` and as `change_password`."""
    cleaned = clean_email(email)
    if isinstance(cleaned, Refusal):
        return cleaned
    confirmed = await _confirmed(parts, caller, actor.account, password)
    if isinstance(confirmed, Refusal):
        return confirmed
    return await _if_still(
        parts, confirmed, lambda found: accounts.set_email(found, actor.account, cleaned)
    )


async def new_recovery_code(
    parts: Parts, caller: Caller, actor: Actor, password: str
) -> str | Refusal:
    """A recovery code in place of the one before, to be shown once. Refused as
    `change_password`."""
    confirmed = await _confirmed(parts, caller, actor.account, password)
    if isinstance(confirmed, Refusal):
        return confirmed
    code = new_code()
    refused = await _if_still(
        parts,
        confirmed,
        lambda found: credentials.set_recovery(found, actor.account, code_hash(code)),
    )
    return refused or code


async def change_name(parts: Parts, actor: Actor, name: str, tree: TreeId | None) -> Refusal | None:
    """Another name in one tree of rooms; without a tree, by which to log in and wherever no name
    of its own is settled. Refused as `ChangeName` is, and with `too_many_tries`."""
    guess = guesses.at_changing_name(parts.database, parts.secret, actor.account)
    if refused := await guess.begin():
        return refused
    named = await parts.database.read(screen_names.by_tree, actor.account)
    if tree is None:
        return await _change_at_joining(parts, actor, name, named)
    rooms = [each.room for each in named if each.tree == tree]
    if not rooms:
        return refuse(Code.UNKNOWN_ROOM)
    command = ChangeName(command_id=new_public_id(), room=rooms[0], name=name)
    outcome = await parts.desk.carry_out(actor, command)
    return outcome if isinstance(outcome, Refusal) else None


async def leave(parts: Parts, caller: Caller, actor: Actor, password: str) -> Refusal | None:
    """Leave for good; refused as `change_password`. What was written stays, without a name."""
    confirmed = await _confirmed(parts, caller, actor.account, password)
    if isinstance(confirmed, Refusal):
        return confirmed
    now = await parts.database.now_ms()
    ended = await _if_still(
        parts, confirmed, lambda found: leaving.leave(found, actor.account, now)
    )
    if isinstance(ended, Refusal):
        return ended
    if ended is not None:
        parts.authority.session_ended(ended)
        return None
    named = await parts.database.read(screen_names.by_tree, actor.account)
    command = LeaveCommunity(command_id=new_public_id(), room=named[0].room)
    outcome = await parts.desk.carry_out(actor, command)
    return outcome if isinstance(outcome, Refusal) else None


async def consent(parts: Parts, actor: Actor) -> None:
    """Agree to what is asked now: for those whom an operator added."""
    now = await parts.database.now_ms()
    await parts.database.write(accounts.consent, actor.account, CONSENT_VERSION, now)


async def dismiss(parts: Parts, actor: Actor, notice: str) -> None:
    """A notice was read."""
    now = await parts.database.now_ms()
    await parts.database.write(notices.dismiss, actor.account, notice, now)


async def _confirmed(
    parts: Parts, caller: Caller, account: AccountId, password: str
) -> Credentials | Refusal:
    guess = guesses.at_own_account(parts.database, parts.secret, caller, account)
    if refused := await guess.begin():
        return refused
    known = await parts.database.read(accounts.by_id, account)
    matches = await parts.passwords.verify(known.password_hash if known else None, password)
    if isinstance(matches, Refusal):
        await guess.was_none()
        return matches
    if not matches or known is None:
        return refuse(Code.WRONG_LOGIN)
    await guess.was_right()
    return known


async def _if_still(
    parts: Parts, confirmed: Credentials, change: Callable[[Connection], Changed]
) -> Changed | Refusal:
    """The change in one transaction; `wrong_login` when the password that was shown has been
    replaced in the meantime: its owner may have come back and shut out who knew the old one."""

    def changing(connection: Connection) -> Changed | Refusal:
        if not credentials.still_holds(connection, confirmed.account, confirmed.auth_version):
            return refuse(Code.WRONG_LOGIN)
        return change(connection)

    return await parts.database.write(changing)


async def _change_at_joining(
    parts: Parts, actor: Actor, name: str, named: list[screen_names.Named]
) -> Refusal | None:
    # Where the general name is shown, the rooms hear of the change, and may refuse it.
    for each in named:
        if each.own:
            continue
        command = ChangeName(command_id=new_public_id(), room=each.room, name=name)
        outcome = await parts.desk.carry_out(actor, command)
        if isinstance(outcome, Refusal):
            return outcome
    now = await parts.database.now_ms()
    return await parts.database.write(screen_names.change_at_joining, actor.account, name, now)
