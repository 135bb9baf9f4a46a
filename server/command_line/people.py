"""Commands about people: accounts, roles, tokens. Roles go through the same append as all else."""

import argparse
import asyncio
import sys

import msgspec

from persistence import rooms as stored_rooms
from persistence.people import accounts, roster, screen_names
from persistence.people.roster import Listed
from persistence.people.sessions import SessionKind
from rooms.actor import Role
from rooms.ids import AccountId, RoomId
from rooms.refusals import Code, Refusal
from server.command_line import standings
from server.command_line.options import migrated_database, own_process, settings_of
from server.failure import Failure
from server.parts import Parts
from server.passwords import SHORTEST_PASSWORD, new_password, weakness
from server.people import admission, getting_back_in
from server.people.auth import begin_session
from server.people.granting import grant
from server.settings import Settings


class _Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What another role has come to."""

    effect: str
    was_last_admin: bool


def add(asked: argparse.Namespace) -> None:
    """Make an account, and print its password unless it was given."""
    given = sys.stdin.readline().rstrip("\n") if asked.password_stdin else None
    if given is not None and weakness(given, asked.name):
        raise Failure(
            f"This password is not taken: it needs {SHORTEST_PASSWORD} characters and"
            " must not be one that many people use."
        )
    password = given or new_password()
    role = Role(asked.role or Role.MEMBER)
    _check_reach(role, asked.room)
    asyncio.run(_add(settings_of(asked), asked.name, password, role, asked.room))
    print(f"{asked.name} can log in" + ("." if given else f" with the password {password}"))


def role(asked: argparse.Namespace) -> None:
    """Give a person a role, in one room or everywhere."""
    _check_reach(Role(asked.role), asked.room)
    changed = asyncio.run(_role(settings_of(asked), asked.name, Role(asked.role), asked.room))
    print(changed.effect)
    if changed.was_last_admin:
        print(f"Warning: {standings.NO_ADMIN}", file=sys.stderr)


def listing(asked: argparse.Namespace) -> None:
    """Print who is here, with their roles and where these hold; nothing private."""
    for line in standings.by_rank(asyncio.run(_everybody(settings_of(asked)))):
        print(line)


def token(asked: argparse.Namespace) -> None:
    """Print a new bearer token of a person; it is shown this once."""
    print(asyncio.run(_token(settings_of(asked), asked.name)))


def reset(asked: argparse.Namespace) -> None:
    """Print a link by which a person takes a new password; it works once, for 24 hours."""
    settings = settings_of(asked)
    name, made = asyncio.run(_reset(settings, asked.name))
    print(f"{settings.address}/reset?token={made}")
    if settings.public_url is None:
        print(
            f"PUBLIC_URL is not set, so the link begins with {settings.address}, which only works"
            " on this machine: put the address that people use in its place, or set PUBLIC_URL.",
            file=sys.stderr,
        )
    print(
        f"It works once, until tomorrow at this time. The old password no longer works, and"
        f" {name} is logged out everywhere and is told of this link at the next log-in."
        " Give it to nobody else.",
        file=sys.stderr,
    )


async def _add(settings: Settings, name: str, password: str, role: Role, key: str | None) -> None:
    async with own_process(settings) as parts:
        room = await _room(parts, key)
        made = await admission.add(parts, name, password)
        if isinstance(made, Refusal):
            raise Failure(_why_not_added(name, made))
        if role is not Role.MEMBER:
            await _grant(parts, made, name, role, room)


async def _role(settings: Settings, named: str, role: Role, key: str | None) -> _Changed:
    async with own_process(settings) as parts:
        room = await _room(parts, key)
        known = await parts.database.read(accounts.by_name, named)
        if known is None:
            raise Failure(_nobody(named))
        name = await parts.database.read(screen_names.at_joining, known.account)
        before = await parts.database.read(roster.of_account, known.account)
        await _grant(parts, known.account, name, role, room)
        now = await parts.database.read(roster.of_account, known.account)
        admins_are_left = await parts.database.read(roster.is_held_everywhere, Role.ADMIN)
    was_admin = any(held.role is Role.ADMIN for held in before)
    return _Changed(
        effect=standings.effect(name, key, before, now),
        was_last_admin=was_admin and not admins_are_left,
    )


async def _everybody(settings: Settings) -> list[Listed]:
    async with migrated_database(settings) as database:
        return await database.read(roster.everybody)


async def _grant(
    parts: Parts, account: AccountId, name: str, role: Role, room: RoomId | None
) -> None:
    outcome = await grant(parts, account, role, room)
    if not isinstance(outcome, Refusal):
        return
    reason = {
        Code.NOTHING_TO_CHANGE: f"{name} is {role} there already.",
        Code.UNKNOWN_ROOM: "There are no rooms yet: `python3 -m server rooms import FILE` first.",
    }
    raise Failure(reason.get(outcome.code, f"The role was refused ({outcome.code})."))


async def _token(settings: Settings, name: str) -> str:
    async with migrated_database(settings) as database:
        known = await database.read(accounts.by_name, name)
        if known is None:
            raise Failure(_nobody(name))
        return (await begin_session(database, known.account, SessionKind.PROGRAM)).secret


async def _reset(settings: Settings, named: str) -> tuple[str, str]:
    """The account's own name, and what its link needs."""
    async with migrated_database(settings) as database:
        known = await database.read(accounts.by_name, named)
        if known is None or known.closed:
            raise Failure(f"There is no open account by the name {named}.")
        name = await database.read(screen_names.at_joining, known.account)
        return name, await getting_back_in.make_link(database, known.account)


def _check_reach(role: Role, key: str | None) -> None:
    if role is Role.MENTOR and key is None:
        raise Failure("A mentor belongs to a room: say which one with --room KEY.")
    if role is Role.ADMIN and key is not None:
        raise Failure("An admin is one everywhere: leave --room out.")


async def _room(parts: Parts, key: str | None) -> RoomId | None:
    """The room the operator calls so; None when no room was named."""
    if key is None:
        return None
    for room in await parts.database.read(stored_rooms.everything):
        if room.key == key:
            return room.id
    raise Failure(f"No room has the key {key}: it is the `key` in the rooms file.")


def _nobody(name: str) -> str:
    return f"Nobody here is called {name}: make the account with `people add`."


def _why_not_added(name: str, refusal: Refusal) -> str:
    if refusal.code is Code.NAME_TAKEN:
        return f"The name {name} is taken, or looks like one that is: choose another."
    if refusal.code is Code.NAME_INVALID:
        return f"The name {name} cannot be used ({refusal.params['why']}): choose another."
    return f"{name} could not be added ({refusal.code})."
