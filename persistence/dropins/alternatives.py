"""Other sessions in which somebody could be heard who will not be in this one: soon, in a language
of theirs, in the same room or one of its theme.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, and_, bindparam, or_, select

from persistence import tables
from persistence.dropins.cards import outside
from persistence.dropins.session_cards import shown
from rooms.dropins.stages import UNHOSTED_MS, State
from rooms.dropins.views import Card
from rooms.ids import DropInId
from rooms.showing.snapshot import MOST_ALTERNATIVES

AHEAD_MS = 14 * 24 * 3_600_000
"""So far ahead another session is still a way out."""

_d = tables.drop_in.c
_languages = msgspec.json.Decoder(tuple[str, ...])

_mine, _other = tables.room.alias(), tables.room.alias()
_SAME_THEME = and_(_mine.c.theme == _other.c.theme, _mine.c.theme != "")
_ROOMS = (
    select(_other.c.id)
    .join(_mine, or_(_mine.c.id == _other.c.id, _SAME_THEME))
    .where(_mine.c.id == bindparam("room"))
)
_AHEAD = and_(_d.state == State.SCHEDULED.value, _d.starts_at > bindparam("lost_at"))
# Made once: to put it together takes longer than to ask it.
_AROUND = (
    select(_d.id, _d.languages)
    .where(_d.room_id.in_(_ROOMS), or_(_AHEAD, _d.state == State.LIVE.value))
    .where(_d.starts_at < bindparam("far_at"), _d.id != bindparam("drop_in"))
    .order_by(_d.room_id != bindparam("room"), _d.starts_at, _d.id)
)


def nearby(
    connection: Connection, secret: bytes, card: Card, languages: Collection[str], now: int
) -> tuple[Card, ...]:
    """For each of the languages the first few, those of the card's room first, then by time."""
    ids = _chosen(connection, card, languages, now) if languages else []
    if not ids:
        return ()
    found = {
        each.card.drop_in: each.card for each in shown(connection, secret, now, _d.id.in_(ids))
    }
    return tuple(outside(found[each]) for each in ids)


def _chosen(
    connection: Connection, card: Card, languages: Collection[str], now: int
) -> list[DropInId]:
    asked = {"room": card.room, "drop_in": card.drop_in}
    span = {"lost_at": now - UNHOSTED_MS, "far_at": now + AHEAD_MS}
    found = connection.execute(_AROUND, asked | span)
    spoken = [(row.id, _languages.decode(row.languages)) for row in found]
    chosen: dict[DropInId, None] = {}
    for language in sorted(languages):
        fitting = [drop_in for drop_in, known in spoken if language in known]
        chosen |= dict.fromkeys(fitting[:MOST_ALTERNATIVES])
    return [drop_in for drop_in, _ in spoken if drop_in in chosen]
