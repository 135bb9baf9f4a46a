"""Puts the invented community into a database, through the same doors as everybody else.

In development only, which is the caller's to see to. Doing it twice is the same as doing it once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from persistence import accounts
from persistence import rooms as stored_rooms
from rooms.actor import Actor, Role
from rooms.commands import PostMessage, React, Writing
from rooms.ids import AccountId, RoomId
from rooms.refusals import Code, Refusal
from server import rooms_file
from server.demo import community
from server.demo.community import Community, DemoPerson, command_id
from server.failure import Failure
from server.parts import Parts
from server.passwords import new_password
from server.people.granting import grant


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account made just now, with the password that is kept nowhere."""

    name: str
    password: str
    role: Role


async def seed(parts: Parts) -> list[NewAccount]:
    """Rooms, people, roles and messages; returns the accounts that were not there yet."""
    cast = community.read()
    await parts.database.write(stored_rooms.upsert, rooms_file.read(community.ROOMS))
    rooms = {room.key: room.id for room in await parts.database.read(stored_rooms.everything)}
    await _only_where_nobody_lives(parts)
    people: dict[str, AccountId] = {}
    made: list[NewAccount] = []
    for person in cast.person:
        account, password = await _account(parts, person)
        people[person.name] = account
        await _give_role(parts, person, account, rooms)
        if password:
            made.append(NewAccount(person.name, password, person.role))
    await _say_everything(parts, cast, people, rooms)
    return made


async def _only_where_nobody_lives(parts: Parts) -> None:
    """A person who is real may have a name of the cast, and must not get its role."""
    if await parts.database.read(accounts.count, demo=False):
        raise Failure("The demonstration is for a community of its own: people live in this one.")


async def _account(parts: Parts, person: DemoPerson) -> tuple[AccountId, str | None]:
    """The person's account, with its password when it was made just now."""
    known = await parts.database.read(accounts.by_name, person.name)
    if known is not None:
        return known.account, None
    password = new_password()
    made = await parts.passwords.hash(password)
    if not isinstance(made, Refusal):
        now = await parts.database.now_ms()
        account = await parts.database.write(accounts.create, person.name, made, now, demo=True)
        if not isinstance(account, Refusal):
            return account, password
        made = account
    raise Failure(f"The demonstration could not make {person.name} ({made.code}).")


async def _give_role(
    parts: Parts, person: DemoPerson, account: AccountId, rooms: Mapping[str, RoomId]
) -> None:
    if person.role is Role.MEMBER:
        return
    places: list[RoomId | None] = [rooms[key] for key in person.rooms]
    for room in places or [None]:
        outcome = await grant(parts, account, person.role, room)
        if isinstance(outcome, Refusal) and outcome.code is not Code.NOTHING_TO_CHANGE:
            raise Failure(f"{person.name} could not be made {person.role} ({outcome.code}).")


async def _say_everything(
    parts: Parts,
    cast: Community,
    people: Mapping[str, AccountId],
    rooms: Mapping[str, RoomId],
) -> None:
    places = {message.id: rooms[message.room] for message in cast.message}
    for message in cast.message:
        answered = command_id(message.reply_to) if message.reply_to else None
        post = PostMessage(
            command_id=command_id(message.id),
            room=places[message.id],
            body=message.body.strip(),
            reply_to=answered,
        )
        await _do(parts, people[message.by], post)
    for given in cast.reaction:
        react = React(
            command_id=command_id(given.to, given.by, given.reaction),
            room=places[given.to],
            message=command_id(given.to),
            reaction=given.reaction,
        )
        await _do(parts, people[given.by], react)


async def _do(parts: Parts, account: AccountId, command: Writing) -> None:
    outcome = await parts.desk.carry_out(Actor(account=account), command)
    # Whoever moderated the demonstration meanwhile has the last word.
    lasting = (Code.GONE, Code.MUTED, Code.NOTHING_TO_CHANGE, Code.STEPPED_OUT)
    if isinstance(outcome, Refusal) and outcome.code not in lasting:
        raise Failure(f"The demonstration could not be written ({outcome.code}).")
