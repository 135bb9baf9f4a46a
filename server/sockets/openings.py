"""Reads what joins need, several at a time: one snapshot of the database answers all those who came
while it was busy. What one of them is shown is `opening`'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from persistence.database import Database
from persistence.reading import newest, read_markers, transcripts
from persistence.standing import Standing as Here
from rooms.ids import AccountId, RoomId
from rooms.refusals import Refusal
from rooms.transcript import Entry
from server.node.joining import Ask, Opening, Openings
from server.node.together import Together
from server.reading import admitted_all
from server.sockets.kept_pages import KeptPages, Shown
from server.sockets.opening import sanctions_shown

COMERS_AT_ONCE = 24
"""So many newest pages take 3 ms to put together, in which nobody else is served."""
READ_AT_ONCE = 100
"""More missed entries than this are left to the reads that all who catch up share: 500 of them cost
15 ms to read and half a millisecond to write."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers in the order of the asks, and what was read anew for them."""

    answers: Sequence[Opening | Refusal]
    read: Mapping[RoomId, Shown]


def openings_of(database: Database, secret: bytes) -> Openings:
    """Where a process asks. The newest messages of a room are read again when its head has moved:
    nothing else changes them but the floor and a restored log (`read_openings` compares), and a
    name that somebody chooses in a tree where they have said nothing yet."""
    kept = KeptPages()

    async def read(asks: Sequence[Ask]) -> Sequence[Opening | Refusal]:
        known = kept.of(ask.join.room for ask in asks)
        found = await database.read(read_openings, asks, secret, known)
        kept.keep(found.read)
        return found.answers

    return Together(read, most=COMERS_AT_ONCE)


def read_openings(
    connection: Connection, asks: Sequence[Ask], secret: bytes, known: Mapping[RoomId, Shown]
) -> Answered:
    """Several people's rooms, in one snapshot. What is `known` and still so is not read again."""
    epoch = transcripts.epoch(connection)
    heres = admitted_all(connection, secret, [(ask.actor, ask.join.room) for ask in asks])
    comers = [
        here
        if isinstance(here, Refusal)
        else _Comer(ask, here, _missed(connection, ask, here, epoch))
        for ask, here in zip(asks, heres, strict=True)
    ]
    admitted = [comer for comer in comers if isinstance(comer, _Comer)]
    read = _read_newest(connection, admitted, epoch, known)
    markers = read_markers.positions(connection, _readers(admitted))
    shown = {**known, **read}
    answers = [
        comer if isinstance(comer, Refusal) else _opening(connection, comer, epoch, shown, markers)
        for comer in comers
    ]
    return Answered(answers, read)


@dataclass(frozen=True, slots=True)
class _Comer:
    """Somebody who may come in. `missed` is None for who is shown a page."""

    ask: Ask
    here: Here
    missed: list[Entry] | None

    @property
    def room(self) -> RoomId:
        return self.ask.join.room


def _missed(connection: Connection, ask: Ask, here: Here, epoch: str) -> list[Entry] | None:
    """The entries that were missed, or none of them when they are many; None without a cursor, and
    when it is ahead of the head (a restored database), below the floor, or farther back than was
    asked for."""
    join, head = ask.join, here.facts.head
    if join.epoch != epoch or join.after is None or not here.floor - 1 <= join.after <= head:
        return None
    missed = head - join.after
    if missed > join.replay:
        return None
    if missed > READ_AT_ONCE or not missed:
        return []
    return transcripts.read_entries(connection, join.room, join.after, READ_AT_ONCE)


def _read_newest(
    connection: Connection, comers: Iterable[_Comer], epoch: str, known: Mapping[RoomId, Shown]
) -> dict[RoomId, Shown]:
    """Of the rooms of which somebody is shown a page, where it is not known."""
    floors: dict[RoomId, int] = {}
    heads: dict[RoomId, int] = {}
    for comer in comers:
        facts, shown = comer.here.facts, known.get(comer.room)
        if comer.missed is not None:
            continue
        as_now = (epoch, comer.here.kept_from, facts.head)
        if shown is None or (shown.epoch, shown.floor, shown.newest.head) != as_now:
            floors[comer.room], heads[comer.room] = comer.here.kept_from, facts.head
    found = newest.read_newest(connection, heads) if heads else {}
    return {room: Shown(epoch, floors[room], each) for room, each in found.items()}


def _readers(comers: Iterable[_Comer]) -> list[tuple[AccountId, RoomId]]:
    return [(comer.ask.actor.account, comer.room) for comer in comers if comer.ask.actor]


def _opening(
    connection: Connection,
    comer: _Comer,
    epoch: str,
    shown: Mapping[RoomId, Shown],
    markers: Mapping[tuple[AccountId, RoomId], tuple[int, int]],
) -> Opening:
    actor, here = comer.ask.actor, comer.here
    account = actor.account if actor else None
    page = None
    if comer.missed is None:
        page = shown[comer.room].newest.page(account, here.floor)
    read, unread = markers.get((account, comer.room), (0, 0)) if account else (0, 0)
    held = sanctions_shown(connection, comer.room, here)
    return Opening(here, epoch, page, comer.missed or [], read, unread, held)
