"""One drop-in: when it is, what to expect, a place in its line, a question, and how it was. Plain
forms that are the same acts and commands as the live room's; who may do what is asked there.
"""

import functools
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.dropins import coming, feedback, found, questions
from persistence.dropins.coming import Answer
from persistence.dropins.feedback import Feedback
from persistence.dropins.questions import Question
from rooms.actor import Actor
from rooms.ids import DropInId, new_public_id
from rooms.refusals import Code, Refusal, refuse
from server.api.answering import form_of
from server.pages import (
    choices,
    session_acts,
    session_read,
    shown_drop_ins,
    shown_rooms,
    upcoming,
)
from server.pages.addresses import to
from server.pages.missing import missing
from server.pages.session_read import SessionRead
from server.pages.session_words import NOTHING_FAILED, Failed, failed
from server.pages.shown_rooms import Seen
from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.people import own_calendar
from server.people.auth import parts_of
from server.settings import Settings
from server.tongues import called

Form = dict[str, str]
Act = Callable[[Request, Actor, DropInId, Form], Awaitable[str | Refusal]]
"""What a form does: the word of what is said after it, or why not."""

_AFTER_ACT = {"take_place": "place", "leave_line": "left"}
SAID = ("place", "left", "question", "question-back", "coming", "remind", "mail", "off", "feedback")
LANGUAGES_TO_SPEAK = ("en", "es", "pt", "fr", "zh", "ar", "de", "it")


class InDropIn(msgspec.Struct):
    drop_in: DropInId


class DropInPage:
    """The handlers of this process's pages of single drop-ins."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def page(self, request: Request) -> Response:
        return await self._page(request, NOTHING_FAILED)

    def form(self, name: str, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """The handler of one form: done, and back to the page; or the page, with why not."""

        async def send(request: Request) -> Response:
            drop_in, actor = drop_in_of(request), visitor_of(request).actor
            if drop_in is None:
                return await missing(self._templates, request)
            if actor is None:
                return to(f"/join?next=/d/{drop_in}")
            form = await form_of(request)
            said = await act(request, actor, drop_in, form)
            if isinstance(said, Refusal):
                return await self._refused(request, name, said, form)
            return to(f"/d/{drop_in}?said={said}" if said else f"/d/{drop_in}")

        return send

    async def _refused(self, request: Request, name: str, refusal: Refusal, form: Form) -> Response:
        parts = parts_of(request)
        clock = upcoming.clock_of(self._templates, request, await parts.database.now_ms())
        return await self._page(request, failed(parts.catalogue, clock, name, refusal, form))

    async def _page(self, request: Request, why_not: Failed) -> Response:
        parts, visitor = parts_of(request), visitor_of(request)
        drop_in = drop_in_of(request)
        if drop_in is None:
            return await missing(self._templates, request)
        read = await parts.database.read(session_read.read, parts.secret, visitor.actor, drop_in)
        if read is None:
            return await missing(self._templates, request)
        said = request.query_params.get("said")
        return self._templates.page(
            request,
            "drop_in.html",
            status=HTTPStatus.CONFLICT if why_not.text else HTTPStatus.OK,
            signed_in=visitor.actor is not None,
            failed=why_not,
            said=said if said in SAID else None,
            mails=parts.settings.smtp is not None,
            **told(self._templates, request, read, f"/d/{drop_in}"),
        )


def drop_in_of(request: Request) -> DropInId | None:
    """The session in the path; None for what cannot be one."""
    try:
        return msgspec.convert(request.path_params, InDropIn).drop_in
    except msgspec.ValidationError:
        return None


def told(templates: Templates, request: Request, read: SessionRead, page: str) -> dict[str, Any]:
    """What both pages of a session are made from; `page` is its address."""
    clock = upcoming.clock_of(templates, request, read.now)
    rooms = shown_rooms.shown(clock.lang, read.directory, Seen({}, {}, read.now))
    yours = read.view.yours
    d = shown_drop_ins.shown(clock, read.card, rooms)
    return {
        "read": read,
        "d": d,
        "view": read.view,
        "clock": clock,
        "at": functools.partial(shown_drop_ins.at, clock),
        "alternatives": upcoming.shown(clock, yours.alternatives if yours else (), rooms),
        "speaks": [(code, called(clock.lang, code)) for code in _spoken(read)],
        "fresh_id": new_public_id,
        "apart": shown_drop_ins.apart,
        "watched": upcoming.watched(
            clock, page, f"/api/drop-ins/{d.id}", [d], upcoming.SESSION_EVERY_MS
        ),
    }


def _spoken(read: SessionRead) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*read.card.languages, *LANGUAGES_TO_SPEAK)))


async def _line(request: Request, actor: Actor, drop_in: DropInId, form: Form) -> str | Refusal:
    act = session_acts.own_act(form)
    if act is None:
        return refuse(Code.BAD_REQUEST)
    refused = await session_acts.act_in_line(parts_of(request), actor, drop_in, act)
    return refused or _AFTER_ACT.get(form.get("act", ""), "")


async def _floor(request: Request, actor: Actor, drop_in: DropInId, form: Form) -> str | Refusal:
    parts = parts_of(request)
    session = await parts.database.read(found.session, drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    refused = await session_acts.move_floor(parts, actor, drop_in, session.room, form)
    return refused or ""


async def _coming(request: Request, actor: Actor, drop_in: DropInId, form: Form) -> str | Refusal:
    parts = parts_of(request)
    wanted = form.get("answer", "")
    answer = Answer(coming=wanted in ("coming", "remind"), remind=wanted == "remind")
    refused = await parts.database.write(
        coming.asked_to_say, parts.secret, actor.account, drop_in, answer
    )
    return refused or (wanted if answer.coming else "off")


async def _mail(request: Request, actor: Actor, drop_in: DropInId, form: Form) -> str | Refusal:
    """Reminders of this and of all others also by mail: the word of its own that mail takes."""
    del drop_in, form
    return await own_calendar.choose_mail(parts_of(request), actor, wanted=True) or "mail"


async def _ask(request: Request, actor: Actor, drop_in: DropInId, form: Form) -> str | Refusal:
    parts = parts_of(request)
    given = {name: form[name] for name in ("question", "body", "shown") if name in form}
    try:
        asked = msgspec.convert(given | {"language": choices.language(request)}, Question)
    except msgspec.ValidationError:
        return refuse(Code.BAD_REQUEST)
    done = await parts.database.write(questions.ask, parts.secret, actor, drop_in, asked)
    return session_acts.moved(parts, done) or "question"


async def _take_back(
    request: Request, actor: Actor, drop_in: DropInId, form: Form
) -> str | Refusal:
    parts, question = parts_of(request), form.get("question", "")
    done = await parts.database.write(questions.take_back, actor, drop_in, question)
    return session_acts.moved(parts, done) or "question-back"


async def _feedback(request: Request, actor: Actor, drop_in: DropInId, form: Form) -> str | Refusal:
    parts = parts_of(request)
    given = {name: form[name] for name in ("heard", "again", "words") if name in form}
    try:
        said = msgspec.convert(given, Feedback)
    except msgspec.ValidationError:
        return refuse(Code.BAD_REQUEST)
    refused = await parts.database.write(feedback.give, parts.secret, actor, drop_in, said)
    return refused or "feedback"


_FORMS: dict[str, Act] = {
    "line": _line,
    "floor": _floor,
    "coming": _coming,
    "mail": _mail,
    "questions": _ask,
    "take-back": _take_back,
    "feedback": _feedback,
}


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    page = DropInPage(templates)
    return [
        Route("/d/{drop_in}", page.page),
        *(
            Route(f"/d/{{drop_in}}/{name}", page.form(name, act), methods=["POST"])
            for name, act in _FORMS.items()
        ),
    ]
