"""What one person of a crowd did and saw, as small tuples while the run lasts, and as the checker's
records once it is over. Decides nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

import msgspec

from rooms.ids import PublicId
from tests.checker import records
from tests.checker.records import PageMessage, Record
from tests.journeys.faults.crowd.frames import Heard, Page, Placed


@dataclass(slots=True)
class Saying:
    """A message from the moment when it was due. `at_door`: where it was handed in last."""

    order: int
    command_id: PublicId
    body: bytes
    due: float
    author: str
    at_door: str = ""
    sent_at: float = 0.0


class Opened(msgspec.Struct, frozen=True):
    """A new line, by this door."""

    door: str


class Lost(msgspec.Struct, frozen=True):
    """The line's end: the checker's cause, and the close code or 1006."""

    cause: str
    code: int


class Began(msgspec.Struct, frozen=True):
    """The answer to a joining; `after` is the cursor it was asked with."""

    joined: Heard
    after: int | None


class Asked(msgspec.Struct, frozen=True):
    saying: Saying


class Settled(msgspec.Struct, frozen=True):
    """The run is over for this person."""


Thing = Placed | Heard | Opened | Lost | Began | Asked | Settled
"""`Heard` is a receipt or a refusal."""

Log = list[tuple[float, Thing]]
"""In the order in which it was done and seen, by the event loop's clock."""


class Whose(TypedDict):
    """The client's own name, the person's account, and their room."""

    client: str
    account: str
    room: str


class _When(TypedDict):
    t: int
    connection: int


def to_records(log: Log, whose: Whose, epoch_ms: float) -> Iterator[Record]:
    """`epoch_ms`: the wall's clock when the event loop's was 0."""
    connection = 0
    own = {"client": whose["client"], "room": whose["room"]}
    for when, thing in log:
        connection += isinstance(thing, Opened)
        at = _When(t=int(when * 1000 + epoch_ms), connection=connection)
        match thing:
            case Placed():
                yield records.Shown(
                    **whose,
                    **at,
                    seq=thing.seq,
                    kind=thing.kind,
                    message=thing.message,
                    member=thing.member,
                    has_body=thing.has_body,
                )
            case Heard():
                yield _answered(thing, whose, at)
            case Asked(saying=saying):
                yield records.Sent(
                    **whose, t=at["t"], command_id=saying.command_id, order=saying.order
                )
            case Began(joined=joined, after=after):
                yield _joined(joined, after, whose, at)
            case Lost(cause=cause):
                yield records.SocketClosed(client=whose["client"], **at, cause=cause)
            case Settled():
                yield records.Settled(**own, t=at["t"])


def _answered(answer: Heard, whose: Whose, at: _When) -> Record:
    command = answer.command_id or ""
    if answer.type == "receipt":
        return records.Acked(**whose, **at, command_id=command, seq=answer.seq, at=answer.at)
    return records.Refused(**whose, **at, command_id=command, code=answer.code)


def _joined(joined: Heard, after: int | None, whose: Whose, at: _When) -> Record:
    return records.Joined(
        **whose,
        **at,
        as_of=joined.as_of,
        member=joined.you.member if joined.you else None,
        role=joined.you.role if joined.you else "guest",
        after=after if joined.page is None else None,
        page=_page(joined.page) if joined.page else None,
    )


def _page(page: Page) -> tuple[PageMessage, ...]:
    return tuple(
        PageMessage(message=each.message, seq=each.seq, has_body=each.body is not None)
        for each in page.messages
    )
