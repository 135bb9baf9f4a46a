"""The pages for scheduling drop-ins: one's sessions, and a form for a new one, for a series, for
one session and for all after it. A plan is looked at on the same page before it is saved; of two
versions both are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence import rooms as stored_rooms
from persistence.dropins import planned
from persistence.dropins.casting import HelperHere
from persistence.dropins.planned import Planned
from persistence.safety.reach import Reach, reach
from rooms.actor import Actor
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Saved, Scope, Stopped
from rooms.ids import DropInId, RoomId, SeriesId
from rooms.refusals import Code, Refusal, refuse
from server.api.answering import form_of
from server.api.drop_in_series import preview_of
from server.calendar import saving, zones
from server.pages import reader_zone, schedule_acts, schedule_form
from server.pages.addresses import to
from server.pages.missing import missing
from server.pages.reader_zone import zone_of
from server.pages.refusal_texts import sentence
from server.pages.schedule_acts import Form, version_of
from server.pages.schedule_form import Fields, fields_of, plan_of
from server.pages.shown_schedule import ShownPreview, Words
from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.parts import Parts
from server.people.auth import parts_of
from server.settings import Settings

_STATUS = {Code.EDITED_MEANWHILE: HTTPStatus.CONFLICT, Code.CLASH: HTTPStatus.CONFLICT}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a form that was sent: nothing yet, a preview, or why not. `mine`: the plan that
    somebody else's save has overtaken."""

    fields: Fields = field(default_factory=dict)
    refused: Refusal | None = None
    preview: ShownPreview | None = None
    mine: Plan | None = None


class SchedulingPages:
    """The handlers of this process's pages for scheduling."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def own(self, request: Request) -> Response:
        """All that one hosts; staff also see what others host in their rooms."""
        actor, parts = visitor_of(request).actor, parts_of(request)
        where = None if actor is None else await _reach(parts, actor)
        if actor is None or where is None or not where.is_helper:
            return await missing(self._templates, request)
        database = parts.database
        mine = await database.read(planned.of_account, parts.secret, actor)
        others = Planned(series=())
        if where.moderated:
            rooms = sorted(where.moderated)
            others = await database.read(planned.of_rooms, parts.secret, actor, rooms)
        words = await self._words(request)
        return self._templates.page(
            request,
            "schedule.html",
            signed_in=True,
            mine=mine.series,
            others=others.series,
            heavy=words.heavy(mine.heavy),
            words=words,
            saved=request.query_params.get("done"),
        )

    async def new(self, request: Request) -> Response:
        """The room first, where there are several; then the form."""
        form = await self._new_form(request)
        if isinstance(form, Response):
            return form
        fields = schedule_form.BEGINNING | {
            "zone": zone_of(request).name,
            "language": self._templates.language(request),
        }
        return await self._form_page(request, form, Answer(fields=fields))

    async def save_new(self, request: Request) -> Response:
        form = await self._new_form(request)
        return form if isinstance(form, Response) else await self._sent(request, form)

    async def series(self, request: Request) -> Response:
        form = await self._series_form(request)
        return await self._begun(request, form)

    async def save_series(self, request: Request) -> Response:
        form = await self._series_form(request)
        return await self._sent(request, form) if form else await self._nothing(request)

    async def session(self, request: Request) -> Response:
        form = await self._session_form(request)
        return await self._begun(request, form)

    async def save_session(self, request: Request) -> Response:
        form = await self._session_form(request)
        return await self._sent(request, form) if form else await self._nothing(request)

    async def _begun(self, request: Request, form: Form | None) -> Response:
        if form is None or form.plan is None:
            return await self._nothing(request)
        return await self._form_page(request, form, Answer(fields=fields_of(form.plan)))

    async def _nothing(self, request: Request) -> Response:
        return await missing(self._templates, request)

    async def _sent(self, request: Request, form: Form) -> Response:
        """What the pressed button asks for; and the page again, where it shows something."""
        actor, fields = visitor_of(request).actor, await form_of(request)
        if actor is None:
            return await self._nothing(request)
        press = fields.get("press", "preview")
        if press in ("cancel", "stop", "stop-all"):
            return await self._called_off(request, form, fields, actor)
        plan = plan_of(fields, form.room)
        if isinstance(plan, Refusal):
            return await self._form_page(request, form, Answer(fields=fields, refused=plan))
        if press != "save":
            return await self._looked_at(request, form, fields, plan)
        done = await schedule_acts.save(parts_of(request), actor, form, plan, version_of(fields))
        if isinstance(done, Saved):
            return to("/host?done=saved")
        mine = plan if done.code is Code.EDITED_MEANWHILE else None
        return await self._form_page(request, form, Answer(fields=fields, refused=done, mine=mine))

    async def _looked_at(
        self, request: Request, form: Form, fields: Fields, plan: Plan
    ) -> Response:
        actor, parts = visitor_of(request).actor, parts_of(request)
        assert actor is not None, "asked before"
        seen = await saving.look(parts, actor, plan, form.place)
        if isinstance(seen, Refusal):
            return await self._form_page(request, form, Answer(fields=fields, refused=seen))
        other = fields.get("other", "")
        elsewhere = other if zones.zone(other) else plan.zone
        words = await self._words(request)
        shown = words.preview(preview_of(seen, elsewhere), plan.zone, elsewhere)
        return await self._form_page(request, form, Answer(fields=fields, preview=shown))

    async def _called_off(
        self, request: Request, form: Form, fields: Fields, actor: Actor
    ) -> Response:
        parts, press = parts_of(request), fields["press"]
        if "sure" not in fields:
            refused: Refusal | Saved | Stopped = refuse(Code.BAD_SCHEDULE, why="sure")
        elif press == "cancel":
            refused = await schedule_acts.cancel(parts, actor, form, version_of(fields))
        else:
            refused = await schedule_acts.stop(parts, actor, form, everything=press == "stop-all")
        if not isinstance(refused, Refusal):
            return to(f"/host?done={'cancelled' if press == 'cancel' else 'stopped'}")
        fields = fields_of(form.plan) if form.plan else fields
        return await self._form_page(request, form, Answer(fields=fields, refused=refused))

    async def _form_page(self, request: Request, form: Form, answer: Answer) -> Response:
        parts, words = parts_of(request), await self._words(request)
        there, where = await self._people(request, form.room)
        names = {each.member: each.name for each in there}
        refused, current = answer.refused, form.plan
        both = None
        if answer.mine is not None and current is not None:
            mine = msgspec.structs.replace(answer.mine, host=answer.mine.host or current.host)
            both = (words.plan(mine, names), words.plan(current, names))
        # What was read is kept over a preview, so that a save still knows what it is based on.
        version = version_of(answer.fields) if answer.mine is None else 0
        status = HTTPStatus.OK
        if refused is not None:
            status = _STATUS.get(refused.code, HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._templates.page(
            request,
            "schedule_form.html",
            status=status,
            signed_in=True,
            form=form,
            fields=answer.fields,
            version=version or form.version,
            failed={
                "form": "schedule",
                "field": schedule_form.field_of(refused) if refused else "",
                "text": _said(parts, words, refused, answer.fields),
            },
            preview=answer.preview,
            both=both,
            helpers=there,
            names_host=form.room in where.moderated,
            repeats=schedule_form.REPEATS,
            zones=reader_zone.choices(words.lang),
            words=words,
            tzdata=zones.VERSION,
        )

    async def _people(self, request: Request, room: RoomId) -> tuple[list[HelperHere], Reach]:
        actor, parts = visitor_of(request).actor, parts_of(request)
        assert actor is not None, "asked before"
        there = await parts.database.read(planned.helpers, parts.secret, room)
        return there, await _reach(parts, actor)

    async def _new_form(self, request: Request) -> Form | Response:
        actor, parts = visitor_of(request).actor, parts_of(request)
        where = None if actor is None else await _reach(parts, actor)
        if where is None or not where.is_helper:
            return await self._nothing(request)
        wanted = request.query_params.get("room", "")
        if len(where.hosted) == 1:
            (wanted,) = where.hosted
        if wanted in where.hosted:
            return Form(room=wanted, scope=Scope.ALL)
        words = await self._words(request)
        known = {room: words.rooms[room] for room in where.hosted if room in words.rooms}
        return self._templates.page(
            request,
            "schedule_room.html",
            signed_in=True,
            rooms=sorted(known.items(), key=lambda each: each[1].casefold()),
        )

    async def _series_form(self, request: Request) -> Form | None:
        actor, parts = visitor_of(request).actor, parts_of(request)
        if actor is None:
            return None
        which: SeriesId = request.path_params["series"]
        held = await parts.database.read(planned.one, parts.secret, actor, which)
        if isinstance(held, Refusal) or held.stopped:
            return None
        return Form(
            room=held.plan.room,
            scope=Scope.ALL,
            version=held.version,
            plan=held.plan,
            series=held,
        )

    async def _session_form(self, request: Request) -> Form | None:
        """One session alone, or with `?after=1` and all after it."""
        actor, parts = visitor_of(request).actor, parts_of(request)
        if actor is None:
            return None
        drop_in: DropInId = request.path_params["drop_in"]
        one = await parts.database.read(planned.session, parts.secret, actor, drop_in)
        if isinstance(one, Refusal):
            return None
        if "after" not in request.query_params:
            return Form(one.plan.room, Scope.ONE, one.version, one.plan, session=one)
        begun = await saving.following(parts, actor, drop_in)
        if isinstance(begun, Refusal):
            return None
        held, plan = begun
        return Form(one.plan.room, Scope.FOLLOWING, held.version, plan, held, one)

    async def _words(self, request: Request) -> Words:
        parts, lang = parts_of(request), self._templates.language(request)
        names = await parts.database.read(_room_names, lang)

        def says(key: str, /, **params: str | int) -> str:
            return parts.catalogue.t(lang, key, **params)

        return Words(says=says, lang=lang, rooms=names)


async def _reach(parts: Parts, actor: Actor) -> Reach:
    now = await parts.database.now_ms()
    return await parts.database.read(reach, parts.secret, actor, now)


def _said(parts: Parts, words: Words, refused: Refusal | None, fields: Fields) -> str:
    """In the schedule's own zone."""
    if refused is None:
        return ""
    params = dict(refused.params)
    if refused.code is Code.BAD_SCHEDULE:
        params["why"] = words.says(f"schedule-why-{params['why']}")
    if refused.code is Code.CLASH:
        params["at"] = words.at(int(params["at"]), fields.get("zone", "UTC"))
    said = Refusal(code=refused.code, params=params, retry_after=refused.retry_after)
    return sentence(parts.catalogue, words.lang, said)


def _room_names(connection: Connection, lang: str) -> Mapping[RoomId, str]:
    known = stored_rooms.everything(connection)
    return {room.id: room.names.get(lang) or room.names.get("en", "") for room in known}


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    pages = SchedulingPages(templates)
    return [
        Route("/host", pages.own),
        Route("/host/new", pages.new),
        Route("/host/new", pages.save_new, methods=["POST"]),
        Route("/host/series/{series}", pages.series),
        Route("/host/series/{series}", pages.save_series, methods=["POST"]),
        Route("/host/session/{drop_in}", pages.session),
        Route("/host/session/{drop_in}", pages.save_session, methods=["POST"]),
    ]
