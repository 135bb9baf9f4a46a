"""Replies that are held while somebody shares in a circle, as rows: kept, found once they can be
said, and forgotten then. Who says them, and how, is not known here.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from persistence import tables
from rooms.dropins.hosted import Hosted
from rooms.dropins.line import HeldReply, Line
from rooms.ids import AccountId, DropInId, PublicId, RoomId
from rooms.refusals import Refusal

_h = tables.held_reply.c
_d = tables.drop_in.c

_hosted = msgspec.json.Decoder(Hosted)
_refusal = msgspec.json.Decoder(Refusal)


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A reply that can be said now, as a message of its account with `reply` as its id."""

    reply: PublicId
    account: AccountId
    drop_in: DropInId
    room: RoomId
    body: str


def held_in(connection: Connection, drop_in: DropInId) -> tuple[HeldReply, ...]:
    """What waits in this session, or was refused and waits for its author, the first held first."""
    found = connection.execute(
        select(tables.held_reply)
        .where(_h.drop_in_id == drop_in, _h.released_at.is_(None))
        .order_by(_h.at, _h.id)
    )
    return tuple(_reply(row) for row in found)


def by_id(connection: Connection, reply: PublicId) -> HeldReply | None:
    """Whosever it is, in whichever session, said or not."""
    found = connection.execute(select(tables.held_reply).where(_h.id == reply)).one_or_none()
    return _reply(found) if found else None


def keep(connection: Connection, before: Line, after: Line) -> None:
    """Write what an act has changed of the replies; the room is held."""
    known, kept = ({reply.id for reply in line.replies} for line in (before, after))
    for reply in after.replies:
        if reply.id not in known:
            connection.execute(
                insert(tables.held_reply).values(
                    id=reply.id,
                    drop_in_id=after.drop_in,
                    account_id=reply.account,
                    body=reply.body,
                    at=reply.at,
                )
            )
    for gone in known - kept:
        forget(connection, gone)


def due(connection: Connection) -> list[Due]:
    """All that can be said now, the first held first: the share has ended and there is no short
    pause, or the session is not live any more."""
    found = connection.execute(
        select(tables.held_reply, _d.room_id, tables.room.c.hosting)
        .join(tables.drop_in, _d.id == _h.drop_in_id)
        .join(tables.room, tables.room.c.id == _d.room_id)
        .where(_h.released_at.is_(None), _h.refusal.is_(None))
        .order_by(_h.at, _h.id)
    )
    return [
        Due(
            reply=row.id,
            account=AccountId(row.account_id),
            drop_in=row.drop_in_id,
            room=row.room_id,
            body=row.body,
        )
        for row in found
        if _is_free(row)
    ]


def released(connection: Connection, reply: PublicId, now: int) -> None:
    """It is a message now: its words are the room's alone, and here they are erased."""
    connection.execute(
        update(tables.held_reply).where(_h.id == reply).values(body="", released_at=now)
    )


def refused(connection: Connection, reply: PublicId, refusal: Refusal) -> None:
    """The room did not take it, and will not: the words are kept for their author alone."""
    why = msgspec.json.encode(refusal).decode()
    connection.execute(update(tables.held_reply).where(_h.id == reply).values(refusal=why))


def forget(connection: Connection, reply: PublicId) -> None:
    """It is not said after all."""
    connection.execute(delete(tables.held_reply).where(_h.id == reply))


def _reply(row: Row[Any]) -> HeldReply:
    return HeldReply(
        id=row.id,
        account=AccountId(row.account_id),
        body=row.body,
        at=row.at,
        released=row.released_at is not None,
        refusal=_refusal.decode(row.refusal) if row.refusal else None,
    )


def _is_free(row: Row[Any]) -> bool:
    hosted = _hosted.decode(row.hosting) if row.hosting else None
    if hosted is None or hosted.drop_in != row.drop_in_id:
        return True
    return hosted.speaker is None and not hosted.frozen
