"""What the clients of a run saw, as the checker's records; a sound run raises nothing.

Knows both vocabularies and translates; it neither connects nor decides.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Required, TypedDict

from rooms.events import Event
from rooms.ids import AccountId, RoomId, wire_name
from rooms.transcript import Message
from server.replay import sightings
from server.replay.sightings import Sighting, Watcher
from server.talk import frames
from tests.checker import records
from tests.checker.invariants import check
from tests.checker.records import VOID, PageMessage, Record, Row
from tests.checker.run import Run


@dataclass
class Chronicle:
    """All clients' records, as they came. `line_cause` is what the test knows of a line that goes
    without a word: `dropped`, or `killed` once it has killed a process."""

    records: list[Record] = field(default_factory=list)
    reading: defaultdict[str, set[RoomId]] = field(default_factory=lambda: defaultdict(set))
    losses: list[sightings.LineLost] = field(default_factory=list)
    line_cause: str = "dropped"

    def watcher(self, client: str, account: AccountId | None) -> Watcher:
        """For one client; `account` is None for a guest."""

        def watch(seen: Sighting) -> None:
            self._keep_track(client, seen)
            if (record := self._record(client, account, seen)) is not None:
                self.records.append(record)

        return watch

    def _keep_track(self, client: str, seen: Sighting) -> None:
        match seen:
            case sightings.Began():
                self.reading[client].add(seen.joined.room)
            case sightings.RoomLeft():
                self.reading[client].discard(seen.room)
            case sightings.LineLost():
                self.losses.append(seen)

    def _record(self, client: str, account: AccountId | None, seen: Sighting) -> Record | None:
        match seen:
            case sightings.Sent(t=t, command=command, order=order):
                return records.Sent(
                    client=client,
                    t=t,
                    account=account or "",
                    command_id=command.command_id,
                    room=command.room,
                    order=order,
                )
            case sightings.RoomLeft(t=t, connection=connection, room=room):
                return records.Left(client=client, t=t, connection=connection, room=room)
            case sightings.LineLost(t=t, connection=connection, said=said):
                cause = "closed" if said else self.line_cause
                return records.SocketClosed(client=client, t=t, connection=connection, cause=cause)
            case _:
                return _delivered(client, account, seen)


def assert_sound(rows: Sequence[Row], recorded: Sequence[Record]) -> None:
    """Fails with every violation that the checker finds in the run."""
    found = violations(rows, recorded)
    assert not found, "\n".join(found)


def violations(rows: Sequence[Row], recorded: Sequence[Record]) -> list[str]:
    """Everything that the checker finds in the run: the invariant, and a sentence."""
    found = check(Run(tuple(rows), tuple(recorded)))
    return [f"{each.invariant} {each.what}" for each in found]


class _Where(TypedDict):
    client: str
    account: str | None
    t: int
    connection: int


class _What(TypedDict, total=False):
    kind: Required[str]
    message: str | None
    member: str | None
    has_body: bool


def _delivered(client: str, account: AccountId | None, seen: Sighting) -> Record | None:
    where = _Where(client=client, account=account, t=seen.t, connection=seen.connection)
    match seen:
        case sightings.Answered(command=command, answer=frames.Receipt(seq=seq, at=at)):
            return records.Acked(
                **where, command_id=command.command_id, room=command.room, seq=seq, at=at
            )
        case sightings.Answered(command=command, answer=frames.Refused(code=code)):
            return records.Refused(
                **where, command_id=command.command_id, room=command.room, code=code.value
            )
        case sightings.Began(joined=joined, after=after):
            return records.Joined(
                **where,
                room=joined.room,
                as_of=joined.as_of,
                member=joined.you.member if joined.you else None,
                role=joined.you.role.value if joined.you else "guest",
                after=after if joined.page is None else None,
                page=_page(joined.page.messages) if joined.page else None,
            )
        case sightings.Showed(placed=placed):
            return records.Shown(**where, room=placed.room, seq=placed.seq, **_event_of(placed))
        case sightings.PageRead(history=history, before=before):
            return records.HistoryPage(
                **where,
                room=history.room,
                as_of=history.page.as_of,
                before=before,
                messages=_page(history.page.messages),
            )
        case sightings.PeopleSeen(room=room, members=members):
            return records.PresenceSeen(**where, room=room, members=members)
    return None


def _event_of(placed: frames.Entry | frames.Void) -> _What:
    if isinstance(placed, frames.Void):
        return {"kind": VOID}
    event: Event = placed.event
    return {
        "kind": wire_name(type(event).__name__),
        "message": getattr(event, "message", None),
        "member": getattr(event, "member", None) or getattr(event, "author", None),
        "has_body": getattr(event, "body", None) is not None,
    }


def _page(messages: Sequence[Message]) -> tuple[PageMessage, ...]:
    return tuple(
        PageMessage(message=each.message, seq=each.seq, has_body=each.body is not None)
        for each in messages
    )
