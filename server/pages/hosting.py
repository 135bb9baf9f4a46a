"""The host's page of a drop-in without a script: who is next, what they asked, and every act of the
hour as a plain form. Only hosts and staff are shown it; the acts ask again.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.dropins import debriefs, questions, seen
from persistence.dropins.debriefs import Debrief
from rooms.actor import Actor
from rooms.dropins.views import HostView
from rooms.ids import RoomId
from rooms.refusals import Code, Refusal, refuse
from server.api.answering import form_of
from server.pages import session_acts, session_read, upcoming
from server.pages.addresses import to
from server.pages.drop_in import told
from server.pages.missing import missing
from server.pages.session_read import SessionRead
from server.pages.session_words import NOTHING_FAILED, Failed, failed
from server.pages.shown_lines import guessed_country, shown_lines
from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.parts import Parts
from server.people.auth import parts_of
from server.settings import Settings
from server.tongues import called

Form = dict[str, str]
Act = Callable[[Parts, Actor, "Asked", Form], Awaitable[Refusal | None]]

MANY_IN_LINE = 8


class Asked(msgspec.Struct, frozen=True):
    """The session that a form is about, and its room."""

    drop_in: str
    room: RoomId


class HostingPage:
    """The handlers of this process's pages for hosts."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def page(self, request: Request) -> Response:
        read = await self._read(request)
        if read is None:
            return await missing(self._templates, request)
        return self._shown(request, read, NOTHING_FAILED)

    async def act(self, request: Request) -> Response:
        """What a button asks for, and the page again, or with why not."""
        read, actor = await self._read(request), visitor_of(request).actor
        if read is None or actor is None:
            return await missing(self._templates, request)
        parts, form = parts_of(request), await form_of(request)
        asked = Asked(read.card.drop_in, read.card.room)
        wanted = form.get("act", "")
        refused = await _ACTS.get(wanted, _host)(parts, actor, asked, form)
        if refused is not None:
            clock = upcoming.clock_of(self._templates, request, read.now)
            why_not = failed(parts.catalogue, clock, wanted, refused, form)
            read = await self._read(request) or read
            return self._shown(request, read, why_not)
        if wanted == "carry":
            read = await self._read(request) or read
            return self._shown(request, read, NOTHING_FAILED, carried=True)
        return to(f"/d/{asked.drop_in}/host?done=1#{form.get('at', 'main')}")

    async def _read(self, request: Request) -> SessionRead | None:
        """None for a session that does not exist, and for whoever does not host it."""
        parts, actor = parts_of(request), visitor_of(request).actor
        drop_in = request.path_params["drop_in"]
        if actor is None:
            return None
        read = await parts.database.read(session_read.read, parts.secret, actor, drop_in)
        if read is None or read.view.hosting is None:
            return None
        if await parts.database.write(seen.mark_by_page, read.card.room, actor.account):
            parts.lines.moved(read.card.room)
        return read

    def _shown(
        self, request: Request, read: SessionRead, why_not: Failed, *, carried: bool = False
    ) -> Response:
        lang = self._templates.language(request)
        calls = read.view.hosting.calls if read.view.hosting else ()
        alone = any(call.unanswered for call in calls)
        return self._templates.page(
            request,
            "hosting.html",
            status=HTTPStatus.CONFLICT if why_not.text else HTTPStatus.OK,
            signed_in=True,
            failed=why_not,
            done=request.query_params.get("done") is not None and not why_not.text,
            carried=carried,
            lines=shown_lines(lang, guessed_country(request)) if carried or alone else [],
            named={code: called(lang, code).name for code in _languages(read.view.hosting)},
            many=MANY_IN_LINE,
            hows=list(debriefs.How),
            **told(self._templates, request, read, f"/d/{read.card.drop_in}/host"),
        )


def _languages(hosting: HostView | None) -> set[str]:
    if hosting is None:
        return set()
    waiting = (*hosting.line, *((hosting.speaker,) if hosting.speaker else ()))
    return {each.language for each in (*waiting, *hosting.questions)}


async def _host(parts: Parts, actor: Actor, asked: Asked, form: Form) -> Refusal | None:
    return await session_acts.host(parts, actor, asked.drop_in, asked.room, form)


async def _answer(parts: Parts, actor: Actor, asked: Asked, form: Form) -> Refusal | None:
    question, body = form.get("question", ""), form.get("body", "")
    done = await parts.database.write(
        questions.answer, parts.secret, actor, asked.drop_in, question, body
    )
    return session_acts.moved(parts, done)


async def _debrief(parts: Parts, actor: Actor, asked: Asked, form: Form) -> Refusal | None:
    given = {"how": form.get("how", ""), "words": form.get("words", "")}
    try:
        said = msgspec.convert(given | {"wants_talk": form.get("talk") == "yes"}, Debrief)
    except msgspec.ValidationError:
        return refuse(Code.BAD_REQUEST)
    called_for = await parts.database.write(
        debriefs.write, parts.secret, actor, asked.drop_in, said
    )
    if isinstance(called_for, Refusal):
        return called_for
    if called_for:
        parts.attention.attention_moved()
    return None


_ACTS: dict[str, Act] = {"answer_question": _answer, "debrief": _debrief}
"""What is neither an act on the line nor a command; every other form is one of these."""


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    page = HostingPage(templates)
    return [
        Route("/d/{drop_in}/host", page.page),
        Route("/d/{drop_in}/host", page.act, methods=["POST"]),
    ]
