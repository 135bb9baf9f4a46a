"""People, rooms and talk in numbers that nobody could sign up or type: written straight into a
database, as the server would have written them. Knows nothing of processes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, insert, update

from persistence import clock, tables
from persistence import rooms as stored_rooms
from persistence.append.entry_rows import without_words
from persistence.database import Database
from persistence.people.sessions import SessionKind
from rooms import events
from rooms.actor import Role
from rooms.ids import AccountId, RoomId, TreeId, member_id, new_opaque_id, new_public_id
from rooms.permissions import Readers
from server.people.auth import Credential

DAY_MS = 24 * 3_600_000
OLD_HANDS_MESSAGES = 10
INSERT_ROWS = 5_000
"""Rows a statement: one of a million would be held in memory whole."""
TREE = TreeId("measured")
WORDS = "A message of about the length that people write when they answer one another in a room: "
BODY = (WORDS * 3)[:170]


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """Somebody with an account of some days and a live session."""

    account: AccountId
    token: str


async def make_rooms(database: Database, count: int) -> list[RoomId]:
    """Rooms that members read."""
    made = new_opaque_id()[:8]
    specs = [
        stored_rooms.RoomSpec(
            key=f"{made}-{number}",
            tree=TREE,
            position=number,
            names={"en": f"Room {number}", "es": f"Sala {number}"},
            purposes={"en": "For measuring.", "es": "Para medir."},
            readers=Readers.MEMBERS,
        )
        for number in range(count)
    ]
    return await database.write(lambda connection: stored_rooms.upsert(connection, specs))


async def make_people(
    database: Database, count: int, *, secret: bytes | None = None
) -> list[Inhabitant]:
    """With the server's `secret` they have written elsewhere, and have no limits of who is new."""
    made = [
        Inhabitant(AccountId(new_opaque_id()), f"{uuid.uuid4().hex}{uuid.uuid4().hex}")
        for _ in range(count)
    ]
    for start in range(0, count, INSERT_ROWS):
        some = made[start : start + INSERT_ROWS]
        await database.write(_settle, some)
        if secret is not None:
            (elsewhere,) = await make_rooms(database, 1)
            await database.write(_have_written, secret, elsewhere, some)
    return made


async def make_talk(
    database: Database, secret: bytes, room: RoomId, people: Sequence[Inhabitant], count: int
) -> None:
    """So many messages more in the room, by its people in turn, a second apart, the last one now;
    the readers have read all but the last ten."""
    now = await database.now_ms()
    head = await database.read(_head, room)
    for start in range(0, count, INSERT_ROWS):
        stop = min(start + INSERT_ROWS, count)
        await database.write(_say, secret, room, people, range(head + start, head + stop), now)


def _head(connection: Connection, room: RoomId) -> int:
    found = stored_rooms.by_id(connection, room)
    assert found is not None
    return found.head


def _settle(connection: Connection, people: Sequence[Inhabitant]) -> None:
    now = clock.now_ms(connection)
    began = now - 10 * DAY_MS
    connection.execute(
        insert(tables.account),
        [
            {
                "id": person.account,
                "state": "open",
                "consent_version": "measured",
                "consent_at": began,
                "adult_at": began,
                "auth_version": 1,
                "created_at": began,
                "demo": False,
            }
            for person in people
        ],
    )
    names = [
        {
            "account_id": person.account,
            "tree": tables.ANYWHERE,
            "name": f"Person {person.account[:10]}",
            "skeleton": f"person{person.account[:10]}",
            "since": began,
        }
        for person in people
    ]
    connection.execute(insert(tables.screen_name), names)
    sessions = [
        {
            "id_hash": Credential(person.token).hash,
            "account_id": person.account,
            "kind": SessionKind.PROGRAM.value,
            "shared_device": False,
            "created_at": now,
            "seen_at": now,
            "expires_at": now + 30 * DAY_MS,
        }
        for person in people
    ]
    connection.execute(insert(tables.session), sessions)


def _have_written(
    connection: Connection, secret: bytes, room: RoomId, people: Sequence[Inhabitant]
) -> None:
    now = clock.now_ms(connection)
    members = [
        {
            "room_id": room,
            "account_id": person.account,
            "member_id": member_id(secret, room, person.account),
            "arrival": 0,
            "last_post": now - DAY_MS,
            "posts": OLD_HANDS_MESSAGES,
            "joined_at": now - 9 * DAY_MS,
        }
        for person in people
    ]
    connection.execute(insert(tables.membership), members)


def _say(
    connection: Connection,
    secret: bytes,
    room: RoomId,
    people: Sequence[Inhabitant],
    after: range,
    now: int,
) -> None:
    entries = [
        _entry(secret, room, people[seq % len(people)], seq, now - (after.stop - seq) * 1000)
        for seq in range(after.start + 1, after.stop + 1)
    ]
    connection.execute(insert(tables.entry), entries)
    _move_head(connection, room, after.stop, now)


def _move_head(connection: Connection, room: RoomId, head: int, now: int) -> None:
    row = tables.room.c
    moved = update(tables.room).where(row.id == room).values(head=head, last_at=now)
    connection.execute(moved)


def _entry(
    secret: bytes, room: RoomId, author: Inhabitant, seq: int, at: int
) -> dict[str, str | int]:
    message = new_public_id()
    member = member_id(secret, room, author.account)
    posted = events.MessagePosted(
        message=message, author=member, name="", role=Role.MEMBER, body=None
    )
    return {
        "room_id": room,
        "seq": seq,
        "at": at,
        "kind": "message_posted",
        "actor_id": author.account,
        "member_id": member,
        "command_id": message,
        "message_id": message,
        "payload": msgspec.json.encode(without_words(posted)).decode(),
        "body": BODY,
    }


async def mark_read(
    database: Database, people: Sequence[Inhabitant], room: RoomId, seq: int
) -> None:
    """These people have read the room up to a seq."""
    rows = [
        {"account_id": person.account, "room_id": room, "seq": seq, "at": 0} for person in people
    ]
    for start in range(0, len(rows), INSERT_ROWS):
        some = rows[start : start + INSERT_ROWS]
        await database.write(
            lambda connection, rows: connection.execute(insert(tables.read_marker), rows), some
        )
