"""Telling a moderator by a plain form: for guests too, and without a script. What it is about is
given by opaque ids alone.
"""

from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence import rooms as stored_rooms
from persistence.safety import reports
from persistence.safety.reports import Concern
from rooms.actor import Actor
from rooms.ids import AccountId, PublicId, RoomId
from rooms.refusals import Code, Refusal
from rooms.transcript import Message
from server import reading
from server.api.answering import form_of
from server.api.reports import MAX_NOTE_CODE_POINTS, Report, Told, tell
from server.pages.missing import missing
from server.pages.templates import Templates
from server.people.auth import actor_of, parts_of
from server.settings import Settings

_TEXTS = {
    Code.BAD_REQUEST: "telling-what-missing",
    Code.TOO_LONG: "telling-too-long",
    Code.RATE_LIMITED: "telling-too-many",
}


class About(msgspec.Struct, frozen=True):
    """What the address or the form says it is about."""

    room: RoomId | None = None
    message: PublicId | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the teller may see of it. `rooms`: those to choose from, by name, when it is none."""

    room: stored_rooms.Room | None
    message: Message | None
    rooms: list[stored_rooms.Room]


class TellingPage:
    """The handlers of this process's page for telling a moderator."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def form(self, request: Request) -> Response:
        """The form; `?concern=` chooses beforehand what is wrong."""
        given = dict(request.query_params)
        return await self._form(request, given, failed=None, status=HTTPStatus.OK)

    async def tell(self, request: Request) -> Response:
        """Keep what the form says, or show it again with why not."""
        given = await form_of(request)
        try:
            asked = msgspec.convert(_filled(given), Report)
        except msgspec.ValidationError:
            return await self._again(request, given, "telling-what-missing", {})
        told = await tell(request, asked)
        if isinstance(told, Told):
            return await self._thanks(request, asked, told)
        key = _TEXTS.get(told.code, f"refusal-{told.code}")
        return await self._again(request, given, key, told.params)

    async def _again(
        self, request: Request, given: dict[str, str], key: str, params: dict[str, str | int]
    ) -> Response:
        failed = self._templates.text(request, key, **params)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return await self._form(request, given, failed=failed, status=status)

    async def _form(
        self, request: Request, given: dict[str, str], *, failed: str | None, status: HTTPStatus
    ) -> Response:
        try:
            about = msgspec.convert(_filled(given), About)
        except msgspec.ValidationError:
            return await missing(self._templates, request)
        actor, parts = await actor_of(request), parts_of(request)
        now = await parts.database.now_ms()
        seen = await parts.database.read(_see, parts.secret, actor, about, now)
        if seen is None:
            return await missing(self._templates, request)
        return self._templates.page(
            request,
            "tell.html",
            status=status,
            signed_in=actor is not None,
            told=None,
            about=about,
            seen=seen,
            concerns=list(Concern),
            concern=given.get("concern"),
            note=given.get("note", ""),
            failed=failed,
            limit=MAX_NOTE_CODE_POINTS,
        )

    async def _thanks(self, request: Request, asked: Report, told: Told) -> Response:
        return self._templates.page(
            request,
            "tell.html",
            signed_in=await actor_of(request) is not None,
            told=told,
            about=asked,
        )


def _filled(form: dict[str, str]) -> dict[str, str]:
    """What was chosen or written: an empty field of a form says nothing."""
    known = ("room", "message", "concern", "note")
    return {name: form[name] for name in known if form.get(name)}


def _see(
    connection: Connection, secret: bytes, actor: Actor | None, about: About, now: int
) -> Seen | None:
    """None for what is not there, and for what this person may not know of."""
    account = actor.account if actor else None
    if reports.out_of_sight(connection, account, about.room, about.message, now):
        return None
    if about.room is None:
        return Seen(None, None, _rooms(connection, account, now))
    room = stored_rooms.by_id(connection, about.room)
    return Seen(room, _message(connection, secret, actor, about), [])


def _rooms(connection: Connection, account: AccountId | None, now: int) -> list[stored_rooms.Room]:
    return [
        room
        for room in stored_rooms.everything(connection)
        if reports.out_of_sight(connection, account, room.id, None, now) is None
    ]


def _message(
    connection: Connection, secret: bytes, actor: Actor | None, about: About
) -> Message | None:
    """The message as this reader sees it now; who stepped out can tell of it, and not read it."""
    if about.room is None or about.message is None:
        return None
    page = reading.read_around(connection, secret, actor, about.room, about.message, limit=1)
    found = () if isinstance(page, Refusal) else page.messages
    return next((each for each in found if each.message == about.message), None)


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    page = TellingPage(templates)
    return [Route("/tell", page.form), Route("/tell", page.tell, methods=["POST"])]
