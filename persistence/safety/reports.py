"""What somebody told the moderators, of a message, of a room or of the house. While a report of a
message is open, what was taken away of it stays sealed for longer, so that whoever judges it can
still read it. No member can learn from here that there is one.
"""

import enum
import hashlib
import uuid

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, insert, select

from persistence import locks, tables
from persistence.people import throttles
from persistence.reading import guest_window, transcripts
from rooms.actor import Role
from rooms.ids import AccountId, PublicId, RoomId
from rooms.limits import Rate
from rooms.permissions import Readers, RoomState, may_read
from rooms.refusals import Code, Refusal, refuse

_r = tables.report.c


class Concern(enum.StrEnum):
    """What it is about: a closed list, each a catalogue key. The first comes before all others."""

    WORRIED_ABOUT_SOMEONE = "worried_about_someone"
    CONTACT_DETAILS = "contact_details"
    MEDICAL_ADVICE = "medical_advice"
    SELLING = "selling"
    UNKIND = "unkind"
    SOMETHING_ELSE = "something_else"


class Outcome(enum.StrEnum):
    """What a moderator made of it."""

    ACTED = "acted"
    NOTHING_WRONG = "nothing_wrong"
    HANDED_OVER = "handed_over"


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What is told. Without `message` it is of the room, without `room` of the house."""

    room: RoomId | None = None
    message: PublicId | None = None
    concern: Concern
    note: str | None = None


class Teller(msgspec.Struct, frozen=True):
    """Who tells; `account` is None for a guest. `key` is the keyed hash of the account, or of the
    address a guest comes from, by which their tellings are counted; it is no part of a report."""

    account: AccountId | None
    key: str
    rate: Rate


MEMBERS = Rate(period_ms=3 * 60_000, burst=20)
"""Twenty an hour for one account, wherever it is used."""
GUESTS = Rate(period_ms=12 * 60_000, burst=5)
"""Five an hour for all guests of one address prefix."""
GUESTS_UNTOLD = Rate(period_ms=60_000, burst=60)
"""For guests behind a proxy that names nobody: they may be all there are."""


def tell(
    connection: Connection, secret: bytes, telling: Telling, teller: Teller, now: int
) -> Refusal | None:
    """Keep a report. The same one again, while the first is open, changes nothing.

    Refused with `unknown_room` or `unknown_message`, the same for what is not there and for what
    this person may not read; `rate_limited` after too many. Neither a pause, nor having stepped
    out, nor a closed room is in the way.
    """
    account, room, message = teller.account, telling.room, telling.message
    if refusal := out_of_sight(connection, account, room, message, now):
        return refusal
    report = _unused_id(connection, secret, telling, teller)
    if report is None:
        return None
    if wait_ms := _spend(connection, teller, now):
        return refuse(Code.RATE_LIMITED, retry_after=wait_ms)
    open_report(connection, report, telling, now, account)
    return None


def out_of_sight(
    connection: Connection,
    account: AccountId | None,
    room: RoomId | None,
    message: PublicId | None,
    now: int,
) -> Refusal | None:
    """Why this person, or a guest, cannot know of what they would tell: `unknown_room` or
    `unknown_message`. What is set on a person is not asked."""
    if room is None:
        return refuse(Code.UNKNOWN_MESSAGE) if message else None
    r = tables.room.c
    asked = select(r.readers, r.state, r.floor).where(r.id == room)
    found = connection.execute(asked).one_or_none()
    role = Role.MEMBER if account else Role.GUEST
    if found is None or not may_read(role, Readers(found.readers), RoomState(found.state)):
        return refuse(Code.UNKNOWN_ROOM)
    if message is None:
        return None
    lowest = found.floor
    if account is None:
        lowest = max(lowest, guest_window.guest_floor(connection, room, now))
    seq = transcripts.message_seq(connection, room, message)
    return refuse(Code.UNKNOWN_MESSAGE) if seq is None or seq < lowest else None


def open_report(
    connection: Connection,
    report: PublicId,
    telling: Telling,
    now: int,
    reporter: AccountId | None = None,
) -> None:
    """Write the report down as it is: who may tell is `tell`'s question."""
    connection.execute(
        insert(tables.report).values(
            id=report,
            room_id=telling.room or tables.ANYWHERE,
            message_id=telling.message,
            concern=telling.concern.value,
            note=telling.note,
            reporter_id=reporter,
            opened_at=now,
        )
    )


def is_reported() -> ColumnElement[bool]:
    """For a statement over `entry`: whether a report of its message is open."""
    e = tables.entry.c
    return exists().where(
        _r.room_id == e.room_id, _r.message_id == e.message_id, _r.closed_at.is_(None)
    )


def _unused_id(
    connection: Connection, secret: bytes, telling: Telling, teller: Teller
) -> PublicId | None:
    """The id for this report, made of all that makes it the same; None while it is open already.

    By its id and not by its columns, because nothing is stored of a guest.
    """
    locks.hold(connection, locks.throttle_key("report", teller.key))
    number = 0
    while True:
        report = _same_id(secret, telling, teller, number)
        asked = select(_r.closed_at).where(_r.id == report)
        found = connection.execute(asked).one_or_none()
        if found is None or found.closed_at is None:
            return report if found is None else None
        number += 1


def _same_id(secret: bytes, telling: Telling, teller: Teller, number: int) -> PublicId:
    told = msgspec.json.encode((telling, teller.key, number))
    digest = hashlib.blake2b(told, key=secret[:64], person=b"report", digest_size=16).digest()
    return str(uuid.UUID(bytes=digest, version=4))


def _spend(connection: Connection, teller: Teller, now: int) -> int:
    scope = "tell" if teller.account else "tell_as_guest"
    return throttles.spend(connection, scope, teller.key, teller.rate, now)
