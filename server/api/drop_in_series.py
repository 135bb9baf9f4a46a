"""Scheduling drop-ins: a plan looked at before it is saved, saved, changed, called off."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request

from persistence.dropins import planned
from persistence.dropins.load import Heavy
from persistence.dropins.outlook import Place
from persistence.dropins.planned import Planned, PlannedSeries, PlannedSession
from rooms.dropins.plan import Plan, ZoneName
from rooms.dropins.schedule import Clash, Doubled, Saved, Scope, Stopped
from rooms.dropins.times import Note
from rooms.ids import DropInId, SeriesId
from rooms.refusals import Code, Refusal, refuse
from server.api.answering import answers, body_of, path_of
from server.api.endpoint import Access, Endpoint
from server.calendar import saving, zones
from server.calendar.saving import Seen
from server.people.auth import parts_of, signed_in

SHOWN = 10

Version = Annotated[int, Meta(ge=1)]


class InSeries(msgspec.Struct, frozen=True):
    series: SeriesId


class InSession(msgspec.Struct, frozen=True):
    drop_in: DropInId


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`series` or `drop_in`: what would be changed; with `since`, only from that session on.
    `zone`: another one to see the times in."""

    plan: Plan
    series: SeriesId | None = None
    since: DropInId | None = None
    drop_in: DropInId | None = None
    zone: ZoneName = "UTC"


class LookedAt(msgspec.Struct, frozen=True, kw_only=True):
    """`wall` as planned, `shown` what the clock there will show, `elsewhere` in the other zone."""

    wall: str
    shown: str
    elsewhere: str
    starts_at: int
    note: Note


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """The next ten `times` of `count`; `last` is the last one on the wall, null where more will
    follow without an end. `skipped`: months or years without such a day. `apart`: sessions that
    stay as they are, in ms. `heavy`: days and weeks with too much for one person, and `doubled`:
    who would be in two sessions at once; both are said, and no obstacle. `uncovered`: nobody is
    beside the host. `tzdata`: the version of the rules of clocks."""

    times: tuple[LookedAt, ...]
    count: int
    last: str | None
    skipped: tuple[str, ...]
    clashes: tuple[Clash, ...]
    doubled: tuple[Doubled, ...]
    apart: tuple[int, ...]
    heavy: tuple[Heavy, ...]
    uncovered: bool
    tzdata: str


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version` as it was read. With `since`, this session and all after it become a series of
    their own."""

    version: Version
    plan: Plan
    since: DropInId | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version` of the session; a rule in the plan is not looked at."""

    version: Version
    plan: Plan


class Cancel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version` of the series, or with `one` of the session. `drop_in`: the one, or the first."""

    version: Version
    scope: Scope
    drop_in: DropInId | None = None


_look = msgspec.json.Decoder(Look)
_plan = msgspec.json.Decoder(Plan)
_edit = msgspec.json.Decoder(Edit)
_change = msgspec.json.Decoder(Change)
_cancel = msgspec.json.Decoder(Cancel)


@answers()
async def preview_schedule(request: Request) -> Preview | Refusal:
    """Look at what a plan comes to before saving it.

    Refused as saving would be, but for clashes, which are all named.
    """
    actor, asked = await signed_in(request), await body_of(request, _look)
    if zones.zone(asked.zone) is None:
        return refuse(Code.BAD_SCHEDULE, why="zone")
    place = Place(series=asked.series, since=asked.since, alone=asked.drop_in)
    seen = await saving.look(parts_of(request), actor, asked.plan, place)
    return seen if isinstance(seen, Refusal) else preview_of(seen, asked.zone)


def preview_of(seen: Seen, elsewhere: str) -> Preview:
    """As an answer; `elsewhere` is a zone that exists."""
    other = zones.zone(elsewhere)
    assert other is not None, "asked before"
    outlook, times = seen.outlook, seen.worked.times
    return Preview(
        times=tuple(
            LookedAt(
                wall=time.wall,
                shown=time.shown,
                elsewhere=zones.on_the_wall(time.starts_at, other).strftime(zones.WALL),
                starts_at=time.starts_at,
                note=time.note,
            )
            for time in outlook.times[:SHOWN]
        ),
        count=len(outlook.times),
        last=outlook.times[-1].wall if outlook.times and not times.open_ended else None,
        skipped=times.skipped,
        clashes=outlook.clashes,
        doubled=outlook.doubled,
        apart=outlook.apart,
        heavy=outlook.heavy,
        uncovered=outlook.uncovered,
        tzdata=seen.worked.tzdata,
    )


@answers(HTTPStatus.CREATED)
async def schedule(request: Request) -> Saved | Refusal:
    """Schedule one session, or a series by a rule.

    Times are on the wall, in an IANA zone. Mentors schedule as their own host, staff for any helper
    of the room. A rule without an end gives the times of the next year, and goes on by itself.
    """
    actor, plan = await signed_in(request), await body_of(request, _plan)
    return await saving.create(parts_of(request), actor, plan)


@answers()
async def read_own_schedule(request: Request) -> Planned:
    """Read what one hosts, with what stands in its way by now."""
    actor, parts = await signed_in(request), parts_of(request)
    return await parts.database.read(planned.of_account, parts.secret, actor)


@answers()
async def read_series(request: Request) -> PlannedSeries | Refusal:
    """Read a series, for whoever may change it."""
    actor, parts = await signed_in(request), parts_of(request)
    which = path_of(request, InSeries, Code.UNKNOWN_DROP_IN).series
    return await parts.database.read(planned.one, parts.secret, actor, which)


@answers()
async def edit_series(request: Request) -> Saved | Refusal:
    """Change a series, from now on or from one session on.

    Sessions keep their ids where the date on the wall stays; those that were changed by themselves
    stay as they are, and are named. Who said they would come is told of another time.
    """
    actor = await signed_in(request)
    which = path_of(request, InSeries, Code.UNKNOWN_DROP_IN).series
    asked = await body_of(request, _edit)
    return await saving.edit(
        parts_of(request), actor, which, asked.version, asked.plan, asked.since
    )


@answers()
async def cancel_sessions(request: Request) -> Saved | Refusal:
    """Call off one session, one and all after it, or all that are ahead.

    Who said they would come is told.
    """
    actor = await signed_in(request)
    which = path_of(request, InSeries, Code.UNKNOWN_DROP_IN).series
    asked = await body_of(request, _cancel)
    return await saving.cancel(
        parts_of(request), actor, which, asked.version, asked.scope, asked.drop_in
    )


@answers()
async def stop_series(request: Request) -> Saved | Refusal:
    """End a series, as an admin: it is said that these sessions have stopped, and nothing else."""
    actor = await signed_in(request)
    which = path_of(request, InSeries, Code.UNKNOWN_DROP_IN).series
    return await saving.stop(parts_of(request), actor, which)


@answers()
async def stop_host(request: Request) -> Stopped | Refusal:
    """End all series of whoever hosts this one, in every room, as an admin.

    Who said they would come is told once that these sessions have stopped, and nothing else.
    """
    actor = await signed_in(request)
    which = path_of(request, InSeries, Code.UNKNOWN_DROP_IN).series
    return await saving.stop_all(parts_of(request), actor, which)


@answers()
async def read_planned_session(request: Request) -> PlannedSession | Refusal:
    """Read one session as it was planned, for whoever may change it."""
    actor, parts = await signed_in(request), parts_of(request)
    drop_in = path_of(request, InSession, Code.UNKNOWN_DROP_IN).drop_in
    return await parts.database.read(planned.session, parts.secret, actor, drop_in)


@answers()
async def change_session(request: Request) -> Saved | Refusal:
    """Change one session by itself: move it, name a guest host, use other words."""
    actor = await signed_in(request)
    drop_in = path_of(request, InSession, Code.UNKNOWN_DROP_IN).drop_in
    asked = await body_of(request, _change)
    return await saving.change(parts_of(request), actor, drop_in, asked.version, asked.plan)


_STANDING = (
    *(Code.UNKNOWN_ROOM, Code.NOT_ALLOWED, Code.ROOM_LOCKED, Code.ACCOUNT_CLOSED),
    Code.STEPPED_OUT,
)
_PLANNING = (
    *_STANDING,
    *(Code.BAD_SCHEDULE, Code.TOO_MANY_TIMES, Code.NOT_EXPERT, Code.BAD_TEXT, Code.TOO_LONG),
    Code.EMPTY,
)
_CHANGING = (Code.UNKNOWN_DROP_IN, Code.EDITED_MEANWHILE, Code.SERIES_STOPPED)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="POST",
        path="/api/drop-in-series/preview",
        handler=preview_schedule,
        access=Access.SIGNED_IN,
        body=Look,
        result=Preview,
        refusals=(*_PLANNING, Code.UNKNOWN_DROP_IN),
    ),
    Endpoint(
        method="GET",
        path="/api/drop-in-series",
        handler=read_own_schedule,
        access=Access.SIGNED_IN,
        result=Planned,
    ),
    Endpoint(
        method="POST",
        path="/api/drop-in-series",
        handler=schedule,
        access=Access.SIGNED_IN,
        body=Plan,
        result=Saved,
        success_status=HTTPStatus.CREATED,
        refusals=(*_PLANNING, Code.CLASH),
    ),
    Endpoint(
        method="GET",
        path="/api/drop-in-series/sessions/{drop_in}",
        handler=read_planned_session,
        access=Access.SIGNED_IN,
        path_fields=InSession,
        result=PlannedSession,
        refusals=(*_STANDING, Code.UNKNOWN_DROP_IN),
    ),
    Endpoint(
        method="PUT",
        path="/api/drop-in-series/sessions/{drop_in}",
        handler=change_session,
        access=Access.SIGNED_IN,
        path_fields=InSession,
        body=Change,
        result=Saved,
        refusals=(*_PLANNING, *_CHANGING, Code.CLASH),
    ),
    Endpoint(
        method="GET",
        path="/api/drop-in-series/{series}",
        handler=read_series,
        access=Access.SIGNED_IN,
        path_fields=InSeries,
        result=PlannedSeries,
        refusals=(*_STANDING, Code.UNKNOWN_DROP_IN),
    ),
    Endpoint(
        method="PUT",
        path="/api/drop-in-series/{series}",
        handler=edit_series,
        access=Access.SIGNED_IN,
        path_fields=InSeries,
        body=Edit,
        result=Saved,
        refusals=(*_PLANNING, *_CHANGING, Code.CLASH),
    ),
    Endpoint(
        method="POST",
        path="/api/drop-in-series/{series}/cancel",
        handler=cancel_sessions,
        access=Access.SIGNED_IN,
        path_fields=InSeries,
        body=Cancel,
        result=Saved,
        refusals=(*_STANDING, *_CHANGING, Code.BAD_SCHEDULE, Code.NOTHING_TO_CHANGE),
    ),
    Endpoint(
        method="POST",
        path="/api/drop-in-series/{series}/stop",
        handler=stop_series,
        access=Access.SIGNED_IN,
        path_fields=InSeries,
        result=Saved,
        refusals=(*_STANDING, Code.UNKNOWN_DROP_IN, Code.SERIES_STOPPED),
    ),
    Endpoint(
        method="POST",
        path="/api/drop-in-series/{series}/stop-all",
        handler=stop_host,
        access=Access.SIGNED_IN,
        path_fields=InSeries,
        result=Stopped,
        refusals=(*_STANDING, Code.UNKNOWN_DROP_IN, Code.NOTHING_TO_CHANGE),
    ),
)
