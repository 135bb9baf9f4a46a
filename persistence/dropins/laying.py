"""Laying a plan's times over the sessions that are there: which stay, move, are made or called off,
and whether all that can be. The caller holds the host and the room.
"""

import re
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from persistence import audit
from persistence.audit import AuditRecord
from persistence.dropins import clashes, load, session_rows
from persistence.dropins.casting import Cast
from persistence.dropins.clashes import Slot
from persistence.dropins.session_rows import Row
from persistence.outbox import Kind
from rooms.actor import Actor
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Saved
from rooms.dropins.stages import State
from rooms.dropins.times import Time, Times
from rooms.ids import AccountId, SeriesId
from rooms.refusals import Code, Refusal, refuse
from rooms.text import clean_body

_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with the times it comes to, by the tzdata of this version."""

    plan: Plan
    times: Times
    tzdata: str


def checked_over(
    connection: Connection, worked: Worked, cast: Cast, rows: Sequence[Row]
) -> Worked | Refusal:
    """The plan as it can be laid over `rows`, all that is there of the series; or why it cannot."""
    checked = checked_words(worked, cast)
    if isinstance(checked, Refusal):
        return checked
    lay = to_lay(checked.times.times, rows, cast.now)
    if not lay and not any(is_apart(row, cast.now) for row in rows):
        return refuse(Code.BAD_SCHEDULE, why="never")
    free = [row.id for row in rows if is_free(row, cast.now)]
    found = clashes.clashes(connection, slots(checked.plan, cast.host, lay), free)
    return clashes.refusal(found) or checked


def checked_words(worked: Worked, cast: Cast) -> Worked | Refusal:
    """With its words as they are stored, and without times that the host's record does not cover
    where the rule has no end."""
    plan, about = worked.plan, worked.plan.about.strip()
    words = clean_body(about) if about else ""
    if isinstance(words, Refusal):
        return words
    if not all(_LANGUAGE.fullmatch(each) for each in plan.languages):
        return refuse(Code.BAD_SCHEDULE, why="language")
    times = _covered(plan, worked.times, cast)
    if isinstance(times, Refusal):
        return times
    plan = msgspec.structs.replace(plan, about=words)
    return msgspec.structs.replace(worked, plan=plan, times=times)


def lay_out(
    connection: Connection,
    series: SeriesId,
    worked: Worked,
    cast: Cast,
    rows: Sequence[Row],
    by: AccountId,
) -> Saved:
    """The rows of a series as the plan has them: by date kept, made, or called off."""
    hosts, plan = (cast.host, cast.second), worked.plan
    free = {row.date: row for row in rows if is_free(row, cast.now)}
    made = moved = 0
    for time in to_lay(worked.times.times, rows, cast.now):
        row = free.pop(time.date, None)
        if row is None:
            session_rows.make(connection, series, plan, hosts, time, cast.now)
            made += 1
        else:
            moved += session_rows.change(
                connection, row, plan, hosts, time, cast.now, original=time.wall
            )
    for row in free.values():
        session_rows.call_off(connection, row, by, cast.now, apart=False, kind=Kind.CANCELLED)
    return Saved(
        series=series,
        version=0,
        room=plan.room,
        made=made,
        moved=moved,
        cancelled=len(free),
        apart=tuple(row.id for row in rows if is_apart(row, cast.now)),
    )


def is_free(row: Row, now: int) -> bool:
    """Whether the series still disposes of it."""
    return row.state is State.SCHEDULED and row.starts_at > now and not row.apart


def is_apart(row: Row, now: int) -> bool:
    """Whether it is ahead and was changed by itself."""
    return row.state is State.SCHEDULED and row.starts_at > now and row.apart


def to_lay(times: Sequence[Time], rows: Sequence[Row], now: int) -> list[Time]:
    """Those ahead, but for dates that have a session which is not the series' any more: apart,
    called off by itself, begun."""
    taken = {row.date for row in rows if not is_free(row, now) and not _is_dropped(row)}
    return [time for time in times if time.starts_at > now and time.date not in taken]


def _is_dropped(row: Row) -> bool:
    """Called off because the rule had no such day any more; it may have it again."""
    return row.state is State.CANCELLED and not row.apart


def slots(plan: Plan, host: AccountId, times: Sequence[Time]) -> list[Slot]:
    return [
        Slot(
            room=plan.room,
            host=host,
            starts_at=time.starts_at,
            ends_at=session_rows.ends_at(time, plan),
        )
        for time in times
    ]


def _covered(plan: Plan, times: Times, cast: Cast) -> Times | Refusal:
    if not plan.expert:
        return times
    held = tuple(
        time for time in times.times if session_rows.ends_at(time, plan) <= cast.expert_until
    )
    if not held or (len(held) < len(times.times) and not times.open_ended):
        return refuse(Code.NOT_EXPERT)
    return msgspec.structs.replace(times, times=held)


def note_load(
    connection: Connection, actor: Actor, worked: Worked, cast: Cast, rows: Sequence[Row]
) -> None:
    """More than a person should carry was scheduled all the same: that is kept, and no more."""
    wanted = [(time.date, worked.plan.minutes) for time in worked.times.times]
    free = [row.id for row in rows if is_free(row, cast.now)]
    if load.heavy(connection, cast.host, wanted, free):
        act = AuditRecord(
            at=cast.now,
            actor_id=actor.account,
            action="drop_in_over_cap",
            room_id=worked.plan.room,
            target_account=cast.host,
        )
        audit.record(connection, act)
