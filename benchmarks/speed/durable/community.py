"""Rooms with people who have been writing there for a while, and what they are about to say.

Knows nothing of how it is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from benchmarks.ground.inhabitants import BODY, DAY_MS, Inhabitant, make_people, make_rooms
from persistence import migrations, tables
from persistence.database import Database
from rooms.actor import Actor
from rooms.commands import PostMessage
from rooms.ids import RoomId, member_id, new_public_id
from server.people.auth import Credential

SECRET = b"a secret of the benchmarks, and of nothing else"
MESSAGES_OF_OLD_HANDS = 50

Saying = tuple[Actor, PostMessage]


@dataclass(frozen=True, slots=True)
class Shape:
    """So many people, everybody in one of so many rooms."""

    name: str
    rooms: int
    people: int


@dataclass(frozen=True, slots=True)
class Community:
    """Who is where: the person at `n` is in the room at `n` modulo the rooms."""

    rooms: Sequence[RoomId]
    people: Sequence[Inhabitant]

    def sayings(self, count: int) -> list[Saying]:
        """One message after the other, by everybody in turn; none was ever said before."""
        actors = [
            Actor(account=person.account, session=Credential(person.token).hash)
            for person in self.people
        ]
        return [
            (
                actors[number % len(actors)],
                PostMessage(
                    room=self.rooms[number % len(actors) % len(self.rooms)],
                    command_id=new_public_id(),
                    body=BODY,
                ),
            )
            for number in range(count)
        ]


async def settled(url: str, shape: Shape) -> Community:
    """Makes the schema and the people of this shape in an empty database."""
    migrations.upgrade(url)
    async with Database.open(url) as database:
        rooms = await make_rooms(database, shape.rooms)
        community = Community(rooms, await make_people(database, shape.people))
        await database.write(_belong, community)
    return community


def _belong(connection: Connection, community: Community) -> None:
    """They have written here before: nobody's first message, which others are called to answer."""
    rooms = community.rooms
    rows = [
        {
            "room_id": rooms[number % len(rooms)],
            "account_id": person.account,
            "member_id": member_id(SECRET, rooms[number % len(rooms)], person.account),
            "arrival": 0,
            "last_post": 9 * DAY_MS,
            "posts": MESSAGES_OF_OLD_HANDS,
            "joined_at": 0,
        }
        for number, person in enumerate(community.people)
    ]
    connection.execute(insert(tables.membership), rows)
