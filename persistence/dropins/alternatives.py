"""Other sessions in which somebody could be heard who will not be in this one: soon, in a language
of theirs, in the same room or one of its theme.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, and_, or_, select

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
    mine, other = tables.room.alias(), tables.room.alias()
    same_theme = and_(mine.c.theme == other.c.theme, mine.c.theme != "")
    rooms = (
        select(other.c.id)
        .join(mine, or_(mine.c.id == other.c.id, same_theme))
        .where(mine.c.id == card.room)
    )
    ahead = and_(_d.state == State.SCHEDULED.value, _d.starts_at > now - UNHOSTED_MS)
    found = connection.execute(
        select(_d.id, _d.languages)
        .where(_d.room_id.in_(rooms), or_(ahead, _d.state == State.LIVE.value))
        .where(_d.starts_at < now + AHEAD_MS, _d.id != card.drop_in)
        .order_by(_d.room_id != card.room, _d.starts_at, _d.id)
    )
    spoken = [(row.id, _languages.decode(row.languages)) for row in found]
    chosen: dict[DropInId, None] = {}
    for language in sorted(languages):
        fitting = [drop_in for drop_in, known in spoken if language in known]
        chosen |= dict.fromkeys(fitting[:MOST_ALTERNATIVES])
    return [drop_in for drop_in, _ in spoken if drop_in in chosen]
