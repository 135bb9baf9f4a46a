"""Saving what a mentor asks for: its times are worked out here, by the one tzdata, and kept there,
under the locks. Then whoever sees the rooms concerned is told.
"""

import msgspec

from persistence.database import Database
from persistence.dropins import calling_off, planned, series, session_rows, single, stopping
from persistence.dropins.laying import Worked
from persistence.dropins.outlook import Outlook, Place, outlook
from persistence.dropins.series import Split
from rooms.actor import Actor
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Saved, Scope, Stopped
from rooms.ids import DropInId, SeriesId
from rooms.refusals import Code, Refusal, refuse
from server.calendar import occurrences, zones
from server.parts import Parts


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A plan worked out, and what it would do."""

    worked: Worked
    outlook: Outlook


async def look(parts: Parts, actor: Actor, plan: Plan, place: Place) -> Seen | Refusal:
    """What saving it there would do. Refused as saving would be, but for clashes."""
    worked = await _worked(parts.database, _one_time(plan) if place.alone else plan)
    if isinstance(worked, Refusal):
        return worked
    seen = await parts.database.read(outlook, parts.secret, actor, worked, place)
    return seen if isinstance(seen, Refusal) else Seen(worked=worked, outlook=seen)


async def create(parts: Parts, actor: Actor, plan: Plan) -> Saved | Refusal:
    worked = await _worked(parts.database, plan)
    if isinstance(worked, Refusal):
        return worked
    return _told(parts, await parts.database.write(series.create, parts.secret, actor, worked))


async def edit(
    parts: Parts,
    actor: Actor,
    which: SeriesId,
    version: int,
    plan: Plan,
    since: DropInId | None = None,
) -> Saved | Refusal:
    """The whole series from now on, or from one session on."""
    worked = await _worked(parts.database, plan)
    if isinstance(worked, Refusal):
        return worked
    split = None if since is None else await _split(parts, which, since)
    if isinstance(split, Refusal):
        return split
    saved = await parts.database.write(
        series.edit, parts.secret, actor, which, version, worked, split
    )
    return _told(parts, saved)


async def change(
    parts: Parts, actor: Actor, drop_in: DropInId, version: int, plan: Plan
) -> Saved | Refusal:
    """One session by itself; a rule in its plan is not looked at."""
    worked = await _worked(parts.database, _one_time(plan))
    if isinstance(worked, Refusal):
        return worked
    saved = await parts.database.write(single.change, parts.secret, actor, drop_in, version, worked)
    return _told(parts, saved)


async def cancel(
    parts: Parts,
    actor: Actor,
    which: SeriesId,
    version: int,
    scope: Scope,
    drop_in: DropInId | None = None,
) -> Saved | Refusal:
    """`version` is the session's for one alone, else the series'."""
    if scope is not Scope.ALL and drop_in is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if scope is Scope.ONE:
        assert drop_in is not None, "asked above"
        return _told(
            parts,
            await parts.database.write(
                calling_off.cancel_one, parts.secret, actor, drop_in, version
            ),
        )
    since = drop_in if scope is Scope.FOLLOWING else None
    split = await _split(parts, which, since)
    if isinstance(split, Refusal):
        return split
    cancelled = await parts.database.write(
        calling_off.cancel, parts.secret, actor, which, version, split.rule_before, since
    )
    return _told(parts, cancelled)


async def stop(parts: Parts, actor: Actor, which: SeriesId) -> Saved | Refusal:
    """An admin ends the series."""
    return _told(parts, await parts.database.write(stopping.stop, parts.secret, actor, which))


async def stop_all(parts: Parts, actor: Actor, which: SeriesId) -> Stopped | Refusal:
    """An admin ends all that the host of a series hosts."""
    stopped = await parts.database.write(stopping.stop_all, parts.secret, actor, which)
    if isinstance(stopped, Stopped):
        for room in stopped.rooms:
            parts.lines.moved(room)
    return stopped


async def following(
    parts: Parts, actor: Actor, drop_in: DropInId
) -> tuple[planned.PlannedSeries, Plan] | Refusal:
    """A series, and the plan by which a session and all after it go on now: where an edit of them
    begins."""
    session = await parts.database.read(planned.session, parts.secret, actor, drop_in)
    if isinstance(session, Refusal):
        return session
    held = await parts.database.read(planned.one, parts.secret, actor, session.series)
    if isinstance(held, Refusal):
        return held
    row = await parts.database.read(session_rows.row_of, drop_in)
    now = await parts.database.now_ms()
    wall = row.original if row else held.plan.starts
    return held, occurrences.following(held.plan, wall, now)


async def _worked(database: Database, plan: Plan) -> Worked | Refusal:
    tidied = occurrences.tidy(plan)
    times = occurrences.expand(tidied, await database.now_ms())
    if isinstance(times, Refusal):
        return times
    return Worked(plan=tidied, times=times, tzdata=zones.VERSION)


async def _split(parts: Parts, which: SeriesId, since: DropInId | None) -> Split | Refusal:
    """The rule that is left before a session, or before this moment. What it is made of is held to
    the version that the actor read."""
    held = await parts.database.read(series.by_id, which)
    row = None if since is None else await parts.database.read(session_rows.row_of, since)
    if held is None or (since is not None and row is None):
        return refuse(Code.UNKNOWN_DROP_IN)
    at = await parts.database.now_ms()
    if row is not None:
        at = zones.instant(row.original, held.plan.zone) or row.starts_at
    rule = occurrences.before(held.plan, at) if held.plan.rule else ""
    return Split(drop_in=since or "", rule_before=rule)


def _one_time(plan: Plan) -> Plan:
    return msgspec.structs.replace(plan, rule="")


def _told(parts: Parts, saved: Saved | Refusal) -> Saved | Refusal:
    if isinstance(saved, Saved):
        parts.lines.moved(saved.room)
    return saved
