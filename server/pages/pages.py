"""The pages a browser is given: readable without a script, and the ground the client stands on.

Forms are plain posts. What may be read, and who somebody is, is asked elsewhere.
"""

import re
from http import HTTPStatus

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from persistence.sessions import SessionKind
from rooms.actor import Actor
from rooms.ids import AccountId, PublicId, RoomId
from rooms.refusals import Code, Refusal
from rooms.transcript import Page
from server import reading
from server.api.answering import form_of, path_of, query_of
from server.api.rooms import AtMessage, InRoom, PageQuery
from server.errors import RequestRefused
from server.pages import page_texts
from server.pages.client_assets import DIST, ClientFiles
from server.pages.templates import Templates
from server.passwords import SHORTEST_PASSWORD, weakness
from server.people import admission
from server.people.auth import actor_of, begin_session, end_session, forget, parts_of, remember
from server.reading import OpenedRoom
from server.settings import Settings

_SAFE_NEXT = re.compile(r"/(r/[0-9a-f]{32})?")


class Pages:
    """The handlers of this process's pages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._templates = Templates(settings)

    async def home(self, request: Request) -> Response:
        """The rooms, by tree."""
        actor = await actor_of(request)
        parts = parts_of(request)
        rooms = await parts.database.read(reading.directory, parts.secret, actor)
        shown = page_texts.by_tree(self._templates.language(request), rooms)
        return self._templates.page(request, "home.html", signed_in=actor is not None, rooms=shown)

    async def room(self, request: Request) -> Response:
        """A room with its newest messages, where the live room goes on; or those `?before=`."""
        try:
            asked = path_of(request, InRoom, Code.UNKNOWN_ROOM)
            before = query_of(request, PageQuery).before
        except RequestRefused:
            return await self.missing(request)
        return await self._room(request, asked.room, before=before)

    async def message(self, request: Request) -> Response:
        """A room at one message: what a permalink leads to."""
        try:
            asked = path_of(request, AtMessage, Code.UNKNOWN_MESSAGE)
        except RequestRefused:
            return await self.missing(request)
        return await self._room(request, asked.room, focus=asked.message)

    async def _room(
        self,
        request: Request,
        room: RoomId,
        *,
        focus: PublicId | None = None,
        before: int | None = None,
    ) -> Response:
        actor = await actor_of(request)
        parts = parts_of(request)
        seen = await parts.database.read(_see, parts.secret, actor, room, focus, before)
        if isinstance(seen, Refusal):
            if seen.code in (Code.NOT_SIGNED_IN, Code.SIGNED_OUT):
                return _to(f"/join?next=/r/{room}")
            return await self.missing(request)
        opened, page = seen
        return self._templates.page(
            request,
            "room.html",
            signed_in=actor is not None,
            room=page_texts.room(self._templates.language(request), opened.summary),
            page=page,
            you=opened.you,
            live=focus is None and before is None,
            focus=focus,
        )

    async def join_form(self, request: Request) -> Response:
        """Two forms: to join, and to come back."""
        wanted = _next(request.query_params.get("next"))
        if await actor_of(request) is not None:
            return _to(wanted)
        return self._join_page(request, wanted, failed=None, status=HTTPStatus.OK)

    async def join(self, request: Request) -> Response:
        """A new account from the form, and in."""
        form = await form_of(request)
        name, password = form.get("name", ""), form.get("password", "")
        if weak := weakness(password, name):
            text = self._templates.text(request, f"password-{weak}", least=SHORTEST_PASSWORD)
            return self._again(request, form, "join", text)
        parts = parts_of(request)
        made = await admission.join(parts.database, parts.passwords, name, password)
        return await self._let_in(request, form, "join", made)

    async def log_in(self, request: Request) -> Response:
        """Back in, with name and password from the form."""
        form = await form_of(request)
        parts = parts_of(request)
        known = await admission.recognise(
            parts.database, parts.passwords, form.get("name", ""), form.get("password", "")
        )
        return await self._let_in(request, form, "login", known)

    async def log_out(self, request: Request) -> Response:
        """Out, and back to the rooms."""
        actor = await actor_of(request)
        if actor is not None:
            await end_session(request, actor)
        response = _to("/")
        forget(response, self._settings)
        return response

    async def missing(self, request: Request) -> Response:
        """What is at an address where nothing is, or nothing that this person may know of."""
        signed_in = await actor_of(request) is not None
        return self._templates.page(
            request, "missing.html", status=HTTPStatus.NOT_FOUND, signed_in=signed_in
        )

    async def _let_in(
        self, request: Request, form: dict[str, str], which: str, account: AccountId | Refusal
    ) -> Response:
        if isinstance(account, Refusal):
            lang = self._templates.language(request)
            text = page_texts.why_not_in(parts_of(request).catalogue, lang, account)
            return self._again(request, form, which, text)
        database = parts_of(request).database
        credential = await begin_session(database, account, SessionKind.BROWSER)
        response = _to(_next(form.get("next")))
        remember(response, credential, self._settings)
        return response

    def _again(self, request: Request, form: dict[str, str], which: str, text: str) -> Response:
        failed = {"form": which, "text": text, "name": form.get("name", "")}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return self._join_page(request, _next(form.get("next")), failed=failed, status=status)

    def _join_page(
        self, request: Request, wanted: str, *, failed: dict[str, str] | None, status: HTTPStatus
    ) -> Response:
        return self._templates.page(
            request,
            "join.html",
            status=status,
            signed_in=False,
            next=wanted,
            password_least=SHORTEST_PASSWORD,
            failed=failed,
        )


def _see(
    connection: Connection,
    secret: bytes,
    actor: Actor | None,
    room: RoomId,
    focus: PublicId | None,
    before: int | None,
) -> tuple[OpenedRoom, Page] | Refusal:
    opened = reading.open_room(connection, secret, actor, room)
    if isinstance(opened, Refusal):
        return opened
    if focus is None:
        page = reading.read_page(connection, secret, actor, room, before=before)
    else:
        page = reading.read_around(connection, secret, actor, room, focus)
    return page if isinstance(page, Refusal) else (opened, page)


def _next(wanted: str | None) -> str:
    """Where to go after joining: only the rooms, never another site."""
    return wanted if wanted and _SAFE_NEXT.fullmatch(wanted) else "/"


def _to(address: str) -> Response:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})


def routes(settings: Settings) -> list[BaseRoute]:
    """The pages, the client's files, and an answer for every other address."""
    pages = Pages(settings)
    return [
        Route("/", pages.home),
        Route("/r/{room}", pages.room),
        Route("/r/{room}/m/{message}", pages.message),
        Route("/join", pages.join_form),
        Route("/join", pages.join, methods=["POST"]),
        Route("/login", pages.log_in, methods=["POST"]),
        Route("/logout", pages.log_out, methods=["POST"]),
        Mount("/assets", ClientFiles(directory=DIST, check_dir=False)),
        Route("/{anything:path}", pages.missing),
    ]
