"""What waits for those who look after the rooms: read by what each of them looks after, taken on,
given back, done, and put back. No member can tell from anything here that there is something.
"""

from typing import Annotated, Any

from msgspec import Meta
from sqlalchemy import Connection, Row, select

from persistence import tables
from persistence.people.shown_names import shown_name
from persistence.safety import finished, first_messages, leases, open_calls, suspensions
from persistence.safety.finished import JustDone
from persistence.safety.leases import Lease, Taken
from persistence.safety.reach import Reach
from persistence.safety.reports import Concern, Outcome
from persistence.safety.waiting import Item, Kind, in_order, quoted
from rooms.ids import AccountId, PublicId, RoomId
from rooms.refusals import Code, Refusal, refuse

ItemId = Annotated[
    str,
    Meta(
        pattern=r"^(call\.[0-9a-f-]{32,36}|([0-9a-f]{32}\.)?[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$",
        max_length=69,
    ),
]
"""A report's id, or a first message's: its room and itself; or a call's, after `call.`."""

TAKEN_MS = 15 * 60_000
UNANSWERED_MS = 5 * 60_000
"""So long a first message waits for the mentors, before it waits for moderators too."""
MOST = 200

_r = tables.report.c


def waiting(connection: Connection, reach: Reach, now: int) -> tuple[Item, ...]:
    """For staff, in the order to be shown: open calls, open reports and unanswered first messages
    of the rooms they moderate, and for admins the suspensions that none has noted. One message is
    not in it as its author's first while it is in it as told of."""
    reader, rooms = reach.actor.account, reach.moderated
    items = _reports(connection, reach)
    told = {(item.room, item.message) for item in items}
    first = first_messages.waiting(connection, rooms, reader, now - UNANSWERED_MS)
    items += [item for item in first if (item.room, item.message) not in told]
    items += open_calls.waiting(connection, rooms, reader, now)
    if reach.is_admin:
        items += suspensions.unnoted(connection)
    return in_order(items)


def take(connection: Connection, reach: Reach, now: int, item: ItemId) -> Refusal | None:
    """Refused with `not_allowed` to members, `unknown_message` for what does not wait in one's own
    rooms, `nothing_to_change` when somebody else was first."""
    lease = _lease(connection, reach, item)
    if isinstance(lease, Refusal):
        return lease
    return leases.take(connection, lease, reach.actor.account, now)


def release(connection: Connection, reach: Reach, now: int, item: ItemId) -> Refusal | None:
    """Give it back; refused like `take`."""
    lease = _lease(connection, reach, item)
    if isinstance(lease, Refusal):
        return lease
    return leases.release(connection, lease, reach.actor.account, now)


def done(
    connection: Connection, reach: Reach, now: int, item: ItemId, outcome: Outcome
) -> Refusal | None:
    """It was seen to; refused like `take`. What was held for it is purged in its time."""
    lease = _lease(connection, reach, item)
    if isinstance(lease, Refusal):
        return lease
    account = reach.actor.account
    also: leases.Values = {}
    if lease.table is tables.report:
        also = {_r.closed_by.name: account, _r.outcome.name: outcome.value}
    elif lease.table is tables.help_call:
        also = {tables.help_call.c.closed_by.name: account}
    return leases.finish(connection, lease, account, now, also, outcome.value)


def reopen(connection: Connection, reach: Reach, now: int, item: ItemId) -> Refusal | None:
    """Put back what one has just done oneself; refused like `take`, and with `nothing_to_change`
    after ten minutes."""
    lease = _lease(connection, reach, item)
    if isinstance(lease, Refusal):
        return lease
    also: leases.Values = {}
    if lease.table is tables.report:
        also = {_r.closed_by.name: None, _r.outcome.name: None}
    elif lease.table is tables.help_call:
        also = {tables.help_call.c.closed_by.name: None}
    return leases.reopen(connection, lease, reach.actor.account, now, also)


def just_done(connection: Connection, reach: Reach, now: int) -> tuple[JustDone, ...]:
    """What the reader can still put back, the last done first."""
    account = reach.actor.account
    done = finished.reports(connection, _rooms(reach), account, now)
    done += finished.firsts(connection, reach.moderated, account, now)
    done += finished.calls(connection, reach.moderated, account, now)
    return tuple(sorted(done, key=lambda each: -each.at))


def _lease(connection: Connection, reach: Reach, item: ItemId) -> Lease | Refusal:
    if not reach.is_helper:
        return refuse(Code.NOT_ALLOWED)
    room, _, message = item.rpartition(".")
    found = None
    if room == open_calls.PREFIX:
        found = open_calls.lease(connection, reach, message)
    elif not room:
        found = _report_lease(connection, reach, item)
    elif room in reach.hosted:
        found = first_messages.lease(connection, room, message)
    return found or refuse(Code.UNKNOWN_MESSAGE)


def _report_lease(connection: Connection, reach: Reach, report: PublicId) -> Lease | None:
    asked = select(_r.room_id, _r.message_id).where(_r.id == report)
    found = connection.execute(asked).one_or_none()
    if found is None or found.room_id not in _rooms(reach):
        return None
    e = tables.entry.c
    posted = connection.execute(
        select(e.actor_id, e.seq).where(
            e.room_id == found.room_id,
            e.message_id == found.message_id,
            e.kind == "message_posted",
        )
    ).one_or_none()
    return Lease(
        name="report",
        table=tables.report,
        which=_r.id == report,
        by=_r.taken_by,
        at=_r.taken_at,
        ended=_r.closed_at,
        lasts_ms=TAKEN_MS,
        room=None if found.room_id == tables.ANYWHERE else found.room_id,
        about=AccountId(posted.actor_id) if posted else None,
        about_seq=posted.seq if posted else None,
    )


def _rooms(reach: Reach) -> set[RoomId]:
    """What is told of the house is for all staff, for there is nobody else it could be for."""
    return {*reach.moderated, tables.ANYWHERE} if reach.is_staff else set()


def _reports(connection: Connection, reach: Reach) -> list[Item]:
    columns = (_r.id, _r.room_id, _r.message_id, _r.concern, _r.note, _r.opened_at)
    found = connection.execute(
        select(*columns, _r.taken_by, _r.taken_at, shown_name(_r.taken_by, _r.room_id).label("by"))
        .where(_r.closed_at.is_(None), _r.room_id.in_(_rooms(reach)))
        .order_by(_r.concern != Concern.WORRIED_ABOUT_SOMEONE.value, _r.opened_at)
        .limit(MOST)
    )
    return [_item(connection, row, reach.actor.account) for row in found]


def _item(connection: Connection, row: Row[Any], reader: AccountId) -> Item:
    concern = Concern(row.concern)
    room = None if row.room_id == tables.ANYWHERE else row.room_id
    spoken_of = quoted(connection, room, row.message_id) if room and row.message_id else None
    return Item(
        id=row.id,
        kind=Kind.WORRY if concern is Concern.WORRIED_ABOUT_SOMEONE else Kind.REPORT,
        since=row.opened_at,
        room=room,
        message=row.message_id,
        quoted=spoken_of,
        concern=concern,
        note=row.note,
        taken=_taken(row, reader),
    )


def _taken(row: Row[Any], reader: AccountId) -> Taken | None:
    if row.taken_by is None:
        return None
    return Taken(
        by=row.by, at=row.taken_at, until=row.taken_at + TAKEN_MS, mine=row.taken_by == reader
    )
