"""Coming back without the password: by the recovery code, or by a link from an operator.

Either sets a new password, ends every session, and is used up; a new recovery code takes the place
of the old one.
"""

import hashlib
import secrets

from sqlalchemy import Connection

from persistence.database import Database
from persistence.people import accounts, credentials, notices, one_use_links, screen_names
from persistence.people.notices import NoticeKind
from rooms.ids import AccountId
from rooms.refusals import Code, Refusal, refuse
from server.parts import Parts
from server.people import guesses
from server.people.admission import Joined, may_come_from, weak
from server.people.caller import Caller
from server.people.recognised import Recognised
from server.people.recovery_codes import code_hash, new_code


async def by_code(
    parts: Parts, caller: Caller, name: str, code: str, password: str
) -> Joined | Refusal:
    """A new password by the recovery code.

    An unknown name and a wrong code are the same refusal, `wrong_code`. Else refused with
    `weak_password`, `account_closed`, `too_many_tries` or `busy`.
    """
    if refused := weak(password, name):
        return refused
    guess = guesses.at_recovery(parts.database, parts.secret, caller, name)
    if refused := await guess.begin():
        return refused
    known = await parts.database.read(accounts.by_name, name)
    kept = known.recovery_hash if known else None
    right = secrets.compare_digest(kept or "", code_hash(code))
    # Hashed in any case: a known name takes as long as an unknown one, and a right code too.
    password_hash = await parts.passwords.hash(password)
    if isinstance(password_hash, Refusal):
        await guess.was_none()
        return password_hash
    if not right or known is None or not may_come_from(known, caller):
        return refuse(Code.WRONG_CODE)
    await guess.was_right()
    if known.closed:
        return refuse(Code.ACCOUNT_CLOSED)
    return await _recovered(parts, known.account, code_hash(code), password_hash)


async def make_link(database: Database, account: AccountId) -> str:
    """The secret of a link by which this account takes a new password within 24 hours."""
    token = secrets.token_urlsafe(32)
    now = await database.now_ms()
    await database.write(one_use_links.make, account, _token_hash(token), now)
    return token


async def link_holds(database: Database, token: str) -> bool:
    """Whether the link can still be used; asking uses nothing up."""
    now = await database.now_ms()
    return await database.read(one_use_links.holder, _token_hash(token), now) is not None


async def by_link(parts: Parts, caller: Caller, token: str, password: str) -> Joined | Refusal:
    """A new password by an operator's link. Refused with `link_used`, `weak_password`,
    `too_many_tries` or `busy`."""
    database = parts.database
    guess = guesses.at_link(database, parts.secret, caller)
    if refused := await guess.begin():
        return refused
    now = await database.now_ms()
    account = await database.read(one_use_links.holder, _token_hash(token), now)
    if account is None:
        return refuse(Code.LINK_USED)
    await guess.was_right()
    if refused := weak(password, await database.read(screen_names.at_joining, account)):
        return refused
    password_hash = await parts.passwords.hash(password)
    if isinstance(password_hash, Refusal):
        return password_hash
    code = new_code()
    used = await database.write(
        one_use_links.use, _token_hash(token), password_hash, code_hash(code), now
    )
    if used is None:
        return refuse(Code.LINK_USED)
    parts.authority.session_ended(used[1])
    return await _back_in(parts, account, code)


async def _recovered(
    parts: Parts, account: AccountId, used_hash: str, password_hash: str
) -> Joined | Refusal:
    code = new_code()
    now = await parts.database.now_ms()
    ended = await parts.database.write(
        _recover, account, used_hash, password_hash, code_hash(code), now
    )
    if ended is None:
        return refuse(Code.WRONG_CODE)
    parts.authority.session_ended(ended)
    return await _back_in(parts, account, code)


def _recover(
    connection: Connection,
    account: AccountId,
    used_hash: str,
    password_hash: str,
    recovery_hash: str,
    now: int,
) -> list[str] | None:
    ended = credentials.recover(connection, account, used_hash, password_hash, recovery_hash, now)
    if ended is not None:
        notices.tell(connection, account, NoticeKind.RECOVERED, now)
    return ended


async def _back_in(parts: Parts, account: AccountId, code: str) -> Joined | Refusal:
    known = await parts.database.read(accounts.by_id, account)
    if known is None:
        return refuse(Code.LINK_USED)
    return Joined(Recognised(account, known.auth_version), code)


def _token_hash(token: str) -> str:
    """The token has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
