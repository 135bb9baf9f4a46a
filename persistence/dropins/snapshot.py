"""A session read once for everybody who looks at it: a few statements, then pure views of it."""

import msgspec
from sqlalchemy import Connection, bindparam, func, or_, select

from persistence import clock, tables
from persistence.dropins import alternatives, calls, coming, places, questions
from persistence.dropins.cards import session_of
from persistence.dropins.room_people import RoomPeople, room_people
from persistence.dropins.session_cards import Shown, shown
from rooms.dropins.estimates import MOST_TURNS
from rooms.dropins.forms import Shown as ShownAs
from rooms.dropins.line import Line, Place
from rooms.dropins.loads import WEEK_MS, Stint, load
from rooms.dropins.stages import AWAY_MS, WELL_ANSWER_MS, State
from rooms.dropins.staging import next_change_at, well_due
from rooms.dropins.views import Called, CallKind, Helper, PlaceState
from rooms.ids import AccountId, DropInId, RoomId, member_id
from rooms.showing.hosts_view import Desk
from rooms.showing.snapshot import Snapshot

__all__ = ["Snapshot", "snapshot", "snapshot_of"]

_d = tables.drop_in.c
_p = tables.drop_in_place.c
_h = tables.help_call.c
_WORDS = (_p.question, _p.answer, _p.shown, _p.language, _p.in_writing, _p.first_time)
# Made once: to put it together takes longer than to ask it.
_OVER = (
    select(_p.id, _p.account_id, _p.number, _p.turn, _p.state, _p.since, _p.joined_at, *_WORDS)
    .where(_p.drop_in_id == bindparam("drop_in"), _p.ended_at.is_not(None))
    .order_by(_p.number)
)
_CRISES = (CallKind.HELP_NOW.value, CallKind.CARRY.value)


def snapshot(connection: Connection, secret: bytes, room: RoomId) -> Snapshot | None:
    """Of the session that this room shows now; None where there is none."""
    drop_in = session_of(connection, room)
    return None if drop_in is None else snapshot_of(connection, secret, drop_in)


def snapshot_of(connection: Connection, secret: bytes, drop_in: DropInId) -> Snapshot | None:
    """Of this session; None for one that does not exist."""
    now = clock.now_ms(connection)
    line = places.line_of(connection, drop_in)
    found = shown(connection, secret, now, _d.id == drop_in)
    if line is None or not found:
        return None
    session = found[0]
    if session.last is not None:
        line = msgspec.structs.replace(line, host=session.last.host, co_host=session.last.co_host)
    read = Snapshot(
        room=line.room,
        version=session.row.line_version,
        at=now,
        card=session.card,
        line=line,
        desk=_desk(connection, secret, session, line, now),
        position_hidden=session.row.position_hidden,
        over=_over(connection, drop_in),
        turns_ms=tuple(places.recent_turns_ms(connection, line.host, MOST_TURNS)),
        coming={
            account: said.remind for account, said in coming.everybody(connection, drop_in).items()
        },
    )
    changes = next_change_at(session.course, now), _unanswered_at(read.desk, now)
    nearby = alternatives.nearby(connection, secret, session.card, read.languages_wanted, now)
    return msgspec.structs.replace(
        read,
        nearby=nearby,
        next_change_at=min((at for at in changes if at is not None), default=None),
    )


def _desk(connection: Connection, secret: bytes, session: Shown, line: Line, now: int) -> Desk:
    here = {account for account, at in session.seen.items() if now - at <= AWAY_MS}
    spoken_of = {place.account for place in line.held} | here | line.hosts
    if line.offered_to is not None:
        spoken_of.add(line.offered_to)
    people = room_people(connection, ((line.room, account) for account in spoken_of))
    members = {account: member_id(secret, line.room, account) for account in spoken_of}
    open_calls = tuple(
        call
        for call in calls.open_in(connection, secret, line.room, now)
        if call.kind is not CallKind.UNCOVERED
    )
    waits = session.card.in_line
    live = line.state is State.LIVE
    return Desk(
        names={account: people.name(line.room, account) for account in spoken_of},
        members=members,
        here=frozenset(here),
        questions=questions.waiting(connection, line.drop_in),
        calls=open_calls,
        helpers=_helpers(here - line.hosts, line.room, people, members),
        load=_load(connection, line, now, waits) if live else (),
        coming=coming.counted(connection, [line.drop_in]).get(line.drop_in),
        well_due=well_due(session.course, now),
        opened_at=session.row.opened_at if live else None,
        ended_by=session.row.ended_by,
    )


def _helpers(
    here: set[AccountId], room: RoomId, people: RoomPeople, members: dict[AccountId, str]
) -> tuple[Helper, ...]:
    found = [
        Helper(member=members[account], name=people.name(room, account))
        for account in here
        if people.may_host(room, account)
    ]
    return tuple(sorted(found, key=lambda helper: (helper.name, helper.member)))


def _over(connection: Connection, drop_in: DropInId) -> dict[AccountId, Place]:
    """The last place of each who had one that is over."""
    found = connection.execute(_OVER, {"drop_in": drop_in})
    return {
        AccountId(row.account_id): Place(
            id=row.id,
            account=AccountId(row.account_id),
            number=row.number,
            turn=row.turn,
            state=PlaceState(row.state),
            since=row.since,
            joined_at=row.joined_at,
            question=row.question or "",
            answer=row.answer or "",
            shown=ShownAs(row.shown),
            language=row.language,
            in_writing=row.in_writing,
            first_time=row.first_time,
        )
        for row in found
    }


def _load(connection: Connection, line: Line, now: int, in_line: int) -> tuple[str, ...]:
    hosted = connection.execute(
        select(_d.opened_at, _d.ended_at)
        .where(
            or_(_d.host_id == line.host, _d.id == line.drop_in),
            _d.opened_at > now - WEEK_MS,
        )
        .order_by(_d.opened_at)
    )
    stints: list[Stint] = [(row.opened_at, row.ended_at or now) for row in hosted]
    since = stints[-1][0] if stints else now
    crises = connection.execute(
        select(func.count()).where(_h.room_id == line.room, _h.kind.in_(_CRISES), _h.at >= since)
    ).scalar_one()
    return load(stints, now, in_line=in_line, crises=crises)


def _unanswered_at(desk: Desk, now: int) -> int | None:
    """When the next call will have waited for too long."""
    due = [_due(call) for call in desk.calls if not call.taken_by and _due(call) > now]
    return min(due, default=None)


def _due(call: Called) -> int:
    return call.at + WELL_ANSWER_MS
