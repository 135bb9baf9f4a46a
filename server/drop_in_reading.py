"""Reading drop-ins for a request: cards for everybody, and a session as one reader may see it.

Every read asks standing in the snapshot it reads from. Knows nothing of HTTP or templates.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection

from persistence import rooms as stored_rooms
from persistence.dropins import cards as stored_cards
from persistence.dropins.cards import outside
from persistence.dropins.snapshot import Snapshot, snapshot_of
from rooms.actor import Actor, Role
from rooms.dropins.views import Card, LineView
from rooms.ids import DropInId, RoomId
from rooms.refusals import Code, Refusal, refuse
from server import reading


def cards(
    connection: Connection,
    secret: bytes,
    actor: Actor | None,
    start_ms: int,
    end_ms: int,
    rooms: Collection[RoomId] | None = None,
) -> tuple[Card, ...]:
    """The sessions of a span of time, by time. Those of rooms that this reader may not read are in
    it too, without who has the floor."""
    found = stored_cards.cards(connection, secret, start_ms, end_ms, rooms)
    with_speaker = {card.room for card in found if card.speaker}
    read = _readable(connection, secret, actor, with_speaker)
    return tuple(card if card.room in read else outside(card) for card in found)


def view(
    connection: Connection, secret: bytes, actor: Actor | None, drop_in: DropInId
) -> LineView | Refusal:
    """The session as this reader sees it: who may not read its room sees its card alone. Refused
    with `unknown_drop_in`."""
    found = snapshot_of(connection, secret, drop_in)
    if found is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    return seen_by(connection, secret, actor, found)


def seen_by(
    connection: Connection, secret: bytes, actor: Actor | None, found: Snapshot
) -> LineView:
    """What this reader sees of a session that was read."""
    here = reading.admitted(connection, secret, actor, found.room)
    if isinstance(here, Refusal):
        guest = found.view(None, Role.GUEST)
        return msgspec.structs.replace(guest, card=outside(found.card))
    if actor is None or here.person is None:
        return found.view(None, Role.GUEST)
    return found.view(actor.account, here.person.role)


def _readable(
    connection: Connection, secret: bytes, actor: Actor | None, rooms: Collection[RoomId]
) -> set[RoomId]:
    stored = [found for room in rooms if (found := stored_rooms.by_id(connection, room))]
    return reading.readable(connection, secret, actor, stored)
