"""What waits for somebody who looks after the rooms, as they are shown it. A text that was taken
down or taken back is not in here.
"""

import enum

import msgspec
from sqlalchemy import Connection

from persistence.reading import transcripts
from persistence.safety.leases import Taken
from persistence.safety.reports import Concern
from rooms.commands import Reason
from rooms.dropins.views import CallKind
from rooms.ids import DropInId, MemberId, PublicId, RoomId
from rooms.transcript import Gone


class Kind(enum.StrEnum):
    """In the order in which they are shown; within a kind the oldest first."""

    CALL = "call"
    """Of a drop-in, or of somebody who needs help now; among these the gravest first."""
    WORRY = "worry"
    REPORT = "report"
    FIRST_MESSAGE = "first_message"
    SUSPENSION = "suspension"


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """The message it is about, as it stands now. `name` is empty for who has left; `gone` says
    why there is no `text`."""

    message: PublicId
    author: MemberId
    name: str
    at: int
    text: str | None
    gone: Gone | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that waits. `id` is for taking it; `room` is None where it is of the house,
    `message` where it is of a room.
    `person`: whose powers are suspended, `by` whom, for which `reason`, and until when (ms).
    A `call` is of the `drop_in`, if it is of one; `person` calls, or it is about them, and
    `unanswered` says that for three minutes nobody has taken it."""

    id: str
    kind: Kind
    since: int
    room: RoomId | None = None
    message: PublicId | None = None
    quoted: Quoted | None = None
    concern: Concern | None = None
    note: str | None = None
    taken: Taken | None = None
    person: str | None = None
    by: str | None = None
    reason: Reason | None = None
    until: int | None = None
    call: CallKind | None = None
    drop_in: DropInId | None = None
    unanswered: bool = False


def in_order(items: list[Item]) -> tuple[Item, ...]:
    """Calls first, then worries, then by kind; within one the gravest, then the oldest first."""
    ranks = {kind: rank for rank, kind in enumerate(Kind)}
    graver = {kind: rank for rank, kind in enumerate(CallKind)}
    return tuple(
        sorted(
            items,
            key=lambda item: (
                ranks[item.kind],
                graver[item.call] if item.call else 0,
                item.since,
                item.id,
            ),
        )
    )


def quoted(connection: Connection, room: RoomId, message: PublicId) -> Quoted | None:
    """The message now; None when it is not kept any more."""
    seq = transcripts.message_seq(connection, room, message)
    if seq is None:
        return None
    page = transcripts.page_around(connection, room, seq, 1)
    found = next((each for each in page.messages if each.message == message), None)
    if found is None:
        return None
    return Quoted(
        message=found.message,
        author=found.author,
        name=found.name,
        at=found.at,
        text=None if found.gone else found.body,
        gone=found.gone,
    )
