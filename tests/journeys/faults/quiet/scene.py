"""What goes on quietly in a house while something breaks: people who need help now, hosts who
cannot carry a session alone, and people who are to be reminded of one. Made before the fault, as
rows; knows nothing of faults.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from persistence.dropins import coming
from persistence.dropins.coming import Answer
from persistence.dropins.reminding import SOON_AHEAD_MS
from persistence.people import accounts, wishes
from rooms.actor import Role
from rooms.ids import DropInId, RoomId
from tests.journeys.house import House, Person
from tests.persistence.hours import MINUTE_MS, plan
from tests.server.held_sessions import live

REMINDED = Answer(coming=True, remind=True)


@dataclass(frozen=True, slots=True)
class QuietSize:
    """So many of each, spread evenly over `seconds`; then others do the same, at most for so many
    `rounds`, while the fault lasts."""

    seconds: float = 2.0
    callers: int = 4
    hosts: int = 2
    reminded: int = 4
    rounds: int = 1


FULL_QUIET = QuietSize(seconds=20.0, callers=20, hosts=10, reminded=20, rounds=100)


@dataclass(frozen=True, slots=True)
class Held:
    """A live session, and who hosts it."""

    drop_in: DropInId
    room: RoomId
    host: Person


@dataclass(frozen=True, slots=True)
class QuietScene:
    """`reminded` maps the address of each who comes to the session they are reminded of."""

    room: RoomId
    moderator: Person
    callers: Sequence[Person]
    held: Sequence[Held]
    reminded: dict[str, DropInId]

    @property
    def rooms(self) -> list[RoomId]:
        return [self.room, *(held.room for held in self.held)]


async def quiet_scene(house: House, size: QuietSize) -> QuietScene:
    """Nothing of it has happened on return: the first reminder is due a moment later."""
    rooms = await house.rooms(1 + size.hosts)
    moderator = await house.person()
    # Of these rooms alone: the page shows a hundred calls, and others have theirs.
    for room in rooms:
        await house.grant(moderator, Role.MODERATOR, room)
    hosts = [await house.staff(room, Role.MENTOR) for room in rooms[1:]]
    callers = await house.people(size.callers)
    coming_people = await house.people(size.reminded) if size.reminded else []

    def hold(connection: Connection) -> list[DropInId]:
        pairs = zip(rooms[1:], hosts, strict=True)
        return [live(connection, room, host.account) for room, host in pairs]

    def remind(connection: Connection) -> dict[str, DropInId]:
        step = size.seconds / max(1, size.reminded)
        return {
            address_of(person): _to_be_reminded(
                connection, rooms[0], moderator, person, after_seconds=at * step + 0.5
            )
            for at, person in enumerate(coming_people)
        }

    sessions = await house.write(hold)
    held = [Held(*each) for each in zip(sessions, rooms[1:], hosts, strict=True)]
    return QuietScene(rooms[0], moderator, callers, held, await house.write(remind))


def address_of(person: Person) -> str:
    return f"{person.name.lower()}@example.org"


def _to_be_reminded(
    connection: Connection, room: RoomId, host: Person, person: Person, *, after_seconds: float
) -> DropInId:
    """A session of which this person is reminded so soon, in the page and by mail."""
    begins_ms = SOON_AHEAD_MS + int(after_seconds * 1000)
    drop_in = plan(connection, room, host.account, begins_ms / MINUTE_MS)
    refused = coming.say(connection, person.account, drop_in, REMINDED)
    assert refused is None, refused
    accounts.set_email(connection, person.account, address_of(person))
    wishes.set_zone(connection, person.account, "UTC", "en")
    wishes.agree_to_mail(connection, person.account)
    return drop_in
