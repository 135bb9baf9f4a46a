"""The facts of an append about sessions, made of the rows that were read. Pure."""

from collections.abc import Mapping

import msgspec

from persistence.append.fact_rows import DropInRow, FactRows
from rooms.dropins.hosted import Hosted
from rooms.facts import AskedFacts, DropInFacts, PlaceFacts, RoomFacts
from rooms.ids import RoomId

_decoder = msgspec.json.Decoder(Hosted)


def hosted(stored: str | None) -> Hosted | None:
    """A room's live session as it is kept in its row."""
    return _decoder.decode(stored) if stored else None


def add_drop_ins(rooms: Mapping[RoomId, RoomFacts], rows: FactRows) -> None:
    """Sessions that are spoken of, into the facts of their rooms."""
    for row in rows.drop_ins:
        rooms[row.room].drop_ins[row.drop_in] = _session(row)
    for seen in rows.seen:
        if session := rooms[seen.room].drop_ins.get(seen.drop_in):
            session.seen[seen.account] = seen.at
    for place in rows.places:
        if session := rooms[place.room].drop_ins.get(place.drop_in):
            session.places[place.account] = PlaceFacts(
                place.account, place.state, place.since, place.until or 0
            )
    for asked in rows.questions:
        if session := rooms[asked.room].drop_ins.get(asked.drop_in):
            session.questions[asked.question] = AskedFacts(
                question=asked.question,
                asker=asked.asker,
                body=asked.body,
                shown=asked.shown,
                answered=asked.answered_at is not None or asked.read_out is not None,
            )


def _session(row: DropInRow) -> DropInFacts:
    return DropInFacts(
        drop_in=row.drop_in,
        form=row.form,
        host=row.host,
        second=row.second,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        capacity=row.capacity,
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        offered_to=row.offered_to,
        offered_at=row.offered_at or 0,
        expert=bool(row.expert),
        expert_until=row.expert_until or 0,
        stopped=row.stopped_at is not None,
        last=hosted(row.last_hosting),
        carried=bool(row.carried),
    )
