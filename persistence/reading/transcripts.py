"""Reads the log of a room: entries in order, and pages of folded messages.

A text that members may no longer see is never read here; names are those of the moment of reading.
"""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql import and_

from persistence import clock, tables
from persistence.lookups import Lookups
from persistence.people.shown_names import shown_name
from persistence.reading.fold import Drafts, fold_in, in_order
from rooms.commands import Reaction
from rooms.events import Event
from rooms.ids import AccountId, MemberId, PublicId, RoomId
from rooms.moderation import RECENT_MS
from rooms.transcript import UNKNOWN_HEAD, Entry, Message, Page

# Asked of every room that is listened to, once a second: a row only where there is news.
_HEADS = Lookups("""
SELECT r.id, r.head FROM EACH
LOOKUP room r: r.id = FIRST AND r.head <> CAST(SECOND AS bigint);""")
_LOG_AND_HEADS = Lookups("""
SELECT log.epoch, CLOCK AS now, moved.id, moved.head FROM log LEFT JOIN (
SELECT r.id, r.head FROM EACH
LOOKUP room r: r.id = FIRST AND r.head <> CAST(SECOND AS bigint);) AS moved ON true""")
_r = tables.room.c
_e = tables.entry.c
_given = tables.reaction.c
# Literals, so that the partial indexes over them are used.
_POSTED = _e.kind == literal_column("'message_posted'")
_PAGED = and_(_POSTED, _e.seq > literal_column("0"))
_TOGETHER = _e.kind == literal_column("'messages_removed'")
_TELLING = _e.kind.in_(
    literal_column(f"'message_{kind}'")
    for kind in ("posted", "edited", "retracted", "removed", "restored")
)


def epoch(connection: Connection) -> str:
    """The identity of the log: a cursor holds for one epoch only."""
    return str(connection.exec_driver_sql("SELECT epoch FROM log").scalar_one())


def heads(connection: Connection, known: Mapping[RoomId, int]) -> dict[RoomId, int]:
    """The newest seq of each of these rooms where it is another than the one that is known;
    `UNKNOWN_HEAD` is never the one."""
    found = _HEADS.run(connection, ((room, str(head)) for room, head in known.items()))
    return {row.id: row.head for row in found}


def log_and_heads(
    connection: Connection, known: Mapping[RoomId, int]
) -> tuple[str, int, dict[RoomId, int]]:
    """`epoch`, the database's clock (ms) and `heads` in one statement."""
    found = _LOG_AND_HEADS.run(connection, ((room, str(head)) for room, head in known.items()))
    rows = found.all()
    now = clock.as_stated(connection, rows[0].now)
    return rows[0].epoch, now, {row.id: row.head for row in rows if row.id is not None}


def read_entries(connection: Connection, room: RoomId, after: int, limit: int) -> list[Entry]:
    """The entries with `seq > after`, at most `limit`, in order and without gaps."""
    found = connection.execute(_ENTRIES_AFTER, {"room": room, "after": after, "most": limit})
    return in_words(connection, room, found.all())


def read_page(
    connection: Connection,
    room: RoomId,
    before: int | None,
    limit: int,
    account: AccountId | None = None,
    *,
    floor: int = 0,
) -> Page:
    """The last `limit` messages with `seq < before` (None: the newest), as of the room's head.

    `account`: the reader, whose own reactions are `mine`. `floor`: the lowest seq this reader may
    read. An unknown room is an empty page.
    """
    seqs = _newest(connection, room, limit, below=before, floor=floor)
    return _page(connection, room, seqs, account, floor)


def page_around(
    connection: Connection,
    room: RoomId,
    seq: int,
    limit: int,
    account: AccountId | None = None,
    *,
    floor: int = 0,
) -> Page:
    """About `limit` messages with the one at `seq` in the middle, for a permalink; none of them
    below `floor`."""
    later = connection.execute(
        select(_e.seq)
        .where(_e.room_id == room, _PAGED, _e.seq > seq)
        .order_by(_e.seq)
        .limit(limit // 2)
    )
    seqs = list(later.scalars())
    earlier = _newest(connection, room, limit - len(seqs), below=seq + 1, floor=floor)
    return _page(connection, room, earlier + seqs, account, floor)


def message_seq(connection: Connection, room: RoomId, message: PublicId) -> int | None:
    """Where a message stands in its room, or None when it is not there."""
    found = select(_e.seq).where(_e.room_id == room, _e.message_id == message, _POSTED)
    return connection.execute(found).scalar_one_or_none()


def _newest(
    connection: Connection, room: RoomId, limit: int, *, below: int | None, floor: int = 0
) -> list[int]:
    """The places of the newest messages, of those that are kept; `below` None: of all."""
    asked = {"room": room, "floor": floor, "most": limit}
    found = connection.execute(_NEWEST, asked | {"below": _NO_END if below is None else below})
    return sorted(found.scalars())


def _page(
    connection: Connection, room: RoomId, seqs: list[int], account: AccountId | None, floor: int
) -> Page:
    head = heads(connection, {room: UNKNOWN_HEAD}).get(room, 0)
    first = seqs[0] if seqs else floor
    above = _newest(connection, room, 1, below=first)
    return Page(
        as_of=head,
        messages=_messages(connection, room, seqs, account) if seqs else (),
        before=first if above and above[0] >= floor else None,
        withheld=bool(above) and above[0] < floor,
    )


def _messages(
    connection: Connection, room: RoomId, seqs: list[int], account: AccountId | None
) -> tuple[Message, ...]:
    posted = connection.execute(_AT, {"room": room, "seqs": seqs}).all()
    ids = [row.message_id for row in posted]
    drafts: Drafts = {}
    # What takes several down at once is found by its place: later than a message, within the hour.
    hour_after = max(row.at for row in posted) + RECENT_MS
    later = {"room": room, "after": min(seqs), "until": hour_after}
    about = connection.execute(_TELLING_OF, {"room": room, "messages": ids})
    told = [*about, *connection.execute(_TAKEN_DOWN_TOGETHER, later)]
    for entry in in_words(connection, room, sorted(told, key=attrgetter("seq"))):
        fold_in(drafts, entry)
    counts = _reaction_counts(connection, room, ids)
    mine = _own_reactions(connection, room, ids, account)
    return tuple(
        msgspec.structs.replace(
            draft.message(None),
            reactions=counts.get(message, {}),
            mine=in_order(mine.get(message, ())),
        )
        for message, draft in drafts.items()
    )


def _reaction_counts(
    connection: Connection, room: RoomId, ids: list[PublicId]
) -> dict[PublicId, dict[Reaction, int]]:
    found = connection.execute(_REACTIONS, {"room": room, "messages": ids})
    counts: dict[PublicId, dict[Reaction, int]] = {}
    for message, reaction, count in found:
        counts.setdefault(message, {})[Reaction(reaction)] = count
    return {
        message: {reaction: held[reaction] for reaction in Reaction if reaction in held}
        for message, held in counts.items()
    }


def _own_reactions(
    connection: Connection, room: RoomId, ids: list[PublicId], account: AccountId | None
) -> dict[PublicId, set[Reaction]]:
    mine: dict[PublicId, set[Reaction]] = {}
    if account is not None:
        asked = {"room": room, "messages": ids, "account": account}
        for message, reaction in connection.execute(_OWN_REACTIONS, asked):
            mine.setdefault(message, set()).add(Reaction(reaction))
    return mine


def stored_entries() -> Select[Any]:
    """What `in_words` needs of each entry, of whichever rooms and places are asked for."""
    own, general = tables.screen_name.alias(), tables.screen_name.alias()
    shown = tables.entry.alias()
    # What a restored message says now, wherever its latest words are kept.
    restored = (
        select(shown.c.body)
        .where(shown.c.room_id == _e.room_id, shown.c.message_id == _e.message_id)
        .where(shown.c.body.is_not(None), shown.c.sealed_at.is_(None))
        .order_by((shown.c.seq + 0).desc())  # a sum, so that the room is not walked by its key
        .limit(1)
        .correlate(tables.entry)
        .scalar_subquery()
    )
    body = case(
        (_e.kind == literal_column("'message_restored'"), restored),
        (_e.sealed_at.is_(None), _e.body),
    )
    name = func.coalesce(own.c.name, general.c.name, "")
    return (
        select(_e.seq, _e.at, _e.kind, _e.payload, body.label("body"), name.label("name"))
        .join(tables.room, _r.id == _e.room_id)
        .outerjoin(own, and_(own.c.account_id == _e.actor_id, own.c.tree == _r.tree))
        .outerjoin(
            general,
            and_(general.c.account_id == _e.actor_id, general.c.tree == tables.ANYWHERE),
        )
    )


# Made once: to put one together takes longer than to ask it.
_IN_ROOM = _e.room_id == bindparam("room")
_ENTRIES_AFTER = (
    stored_entries()
    .where(_IN_ROOM, _e.seq > bindparam("after"))
    .order_by(_e.seq)
    .limit(bindparam("most"))
)
_NO_END = 2**63 - 1
_NEWEST = (
    select(_e.seq)
    .where(_IN_ROOM, _PAGED, _e.seq < bindparam("below"), _e.seq >= bindparam("floor"))
    .where(_e.seq >= select(_r.floor).where(_r.id == bindparam("room")).scalar_subquery())
    .order_by(_e.seq.desc())
    .limit(bindparam("most"))
)
_AT = select(_e.message_id, _e.at).where(_IN_ROOM, _e.seq.in_(bindparam("seqs", expanding=True)))
_MESSAGES: BindParameter[Any] = bindparam("messages", expanding=True)
_TELLING_OF = stored_entries().where(_IN_ROOM, _e.message_id.in_(_MESSAGES), _TELLING)
_TAKEN_DOWN_TOGETHER = stored_entries().where(
    _IN_ROOM, _TOGETHER, _e.seq > bindparam("after"), _e.at <= bindparam("until")
)
_GIVEN = and_(_given.room_id == bindparam("room"), _given.message_id.in_(_MESSAGES))
_REACTIONS = (
    select(_given.message_id, _given.reaction, func.count())
    .where(_GIVEN)
    .group_by(_given.message_id, _given.reaction)
)
_OWN_REACTIONS = select(_given.message_id, _given.reaction).where(
    _GIVEN, _given.account_id == bindparam("account")
)


def in_words(connection: Connection, room: RoomId, rows: Iterable[Row[Any]]) -> list[Entry]:
    """The entries with what their payloads do not hold."""
    found = [(row, msgspec.json.decode(row.payload)) for row in rows]
    askers = {stored["asked_by"] for _, stored in found if "asked_by" in stored}
    names = _names(connection, room, askers) if askers else {}
    entries = []
    for row, stored in found:
        for field in _LOOKED_UP.get(row.kind, ()):
            stored[field] = getattr(row, field)
        if "asked_by" in stored:
            stored["asked_name"] = names.get(stored["asked_by"], "")
        # `msgspec.convert` looks through the union anew each time: 38 µs instead of 1.3.
        event = _event_of(_in_json(stored))
        entries.append(Entry(room=room, seq=row.seq, at=row.at, event=event))
    return entries


def _names(
    connection: Connection, room: RoomId, members: Iterable[MemberId]
) -> dict[MemberId, str]:
    """What these members are called now; empty for who has left."""
    belongs = tables.membership.c
    name = shown_name(belongs.account_id, belongs.room_id).label("name")
    found = connection.execute(
        select(belongs.member_id, name).where(
            belongs.room_id == room, belongs.member_id.in_(list(members))
        )
    )
    return {row.member_id: row.name for row in found}


_event_of = msgspec.json.Decoder(Event).decode
_in_json = msgspec.json.Encoder().encode
_LOOKED_UP = {
    "message_posted": ("body", "name"),
    "message_edited": ("body",),
    "message_restored": ("body",),
    "name_changed": ("name",),
}
"""The fields of an event that its payload does not hold."""
