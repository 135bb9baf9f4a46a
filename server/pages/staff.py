"""What waits for moderators (/mod) and for mentors (/mentor): lists and plain forms that need no
script; with one, the client keeps the same page fresh. Who may do what is asked in the acts.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Literal

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.safety import attention, joining_pauses, suspensions
from persistence.safety.attention import ItemId
from persistence.safety.reports import Outcome
from rooms.actor import Actor
from rooms.commands import Reason
from rooms.ids import AccountId
from rooms.refusals import Code, Refusal, refuse
from server.api.answering import form_of
from server.api.staff import act, act_on, be_on_duty
from server.attending import Attention, Newcomers, read_attention, read_newcomers
from server.pages.addresses import to
from server.pages.missing import missing
from server.pages.templates import Templates
from server.parts import Parts
from server.people.auth import actor_of, parts_of
from server.settings import Settings

JOINING_PAUSES = {"30-minutes": 30, "2-hours": 120, "12-hours": 720}
"""How long nobody new can join, in minutes, by the name of its text."""

_DUTY_ENDED = "?duty=ended"
"""The page says so to whoever has just ended it; nobody else has a reason to be told."""

Read = Callable[[Connection, bytes, Actor, int], Attention | Newcomers | Refusal]


class Pressed(msgspec.Struct, frozen=True):
    """The fields of whichever form was sent."""

    act: Literal[
        "take", "release", "done", "reopen", "noted", "duty", "pause_joining", "open_joining"
    ]
    id: ItemId = ""
    outcome: Outcome = Outcome.ACTED
    on: bool = False
    long: Literal["30-minutes", "2-hours", "12-hours"] = "30-minutes"
    reason: Reason = Reason.OTHER


Acting = Callable[[Request, Actor, Pressed], Awaitable[object]]


class StaffPages:
    """The handlers of this process's two pages, which differ in what they read and show."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def moderation(self, request: Request) -> Response:
        """All that waits for a moderator; nothing is at this address for anybody else."""
        return await self._page(request, "mod.html", read_attention, None)

    async def act_as_moderator(self, request: Request) -> Response:
        return await self._act(request, "mod.html", read_attention)

    async def mentoring(self, request: Request) -> Response:
        """The first messages that nobody has answered, for mentors and staff."""
        return await self._page(request, "mentor.html", read_newcomers, None)

    async def act_as_mentor(self, request: Request) -> Response:
        return await self._act(request, "mentor.html", read_newcomers)

    async def _act(self, request: Request, name: str, read: Read) -> Response:
        """What a button asks for, and the page again; it says so when somebody was first."""
        actor = await actor_of(request)
        if actor is None:
            return await missing(self._templates, request)
        try:
            pressed = msgspec.convert(await form_of(request), Pressed, strict=False)
        except msgspec.ValidationError:
            return await self._page(request, name, read, refuse(Code.BAD_REQUEST))
        done = await _ACTS[pressed.act](request, actor, pressed)
        if isinstance(done, Refusal):
            return await self._page(request, name, read, done)
        ended_duty = pressed.act == "duty" and not pressed.on
        return to(request.scope["path"] + (_DUTY_ENDED if ended_duty else ""))

    async def _page(
        self, request: Request, name: str, read: Read, refused: Refusal | None
    ) -> Response:
        actor, parts = await actor_of(request), parts_of(request)
        if actor is None:
            return await missing(self._templates, request)
        now = await parts.database.now_ms()
        found = await parts.database.read(read, parts.secret, actor, now)
        if isinstance(found, Refusal):
            return await self._without_powers(request, name, actor.account, now)
        return self._shown(request, name, found, now, refused=refused)

    async def _without_powers(
        self, request: Request, name: str, account: AccountId, now: int
    ) -> Response:
        """A colleague whose powers are suspended is told so; to others there is nothing here."""
        until = await parts_of(request).database.read(suspensions.until, account, now)
        if until is None:
            return await missing(self._templates, request)
        return self._shown(request, name, None, now, suspended_until=until)

    def _shown(
        self,
        request: Request,
        name: str,
        found: Attention | Newcomers | None,
        now: int,
        *,
        refused: Refusal | None = None,
        suspended_until: int | None = None,
    ) -> Response:
        return self._templates.page(
            request,
            name,
            status=HTTPStatus.CONFLICT if refused else HTTPStatus.OK,
            signed_in=True,
            found=found,
            now=now,
            room_names={room.room: room.names for room in found.rooms} if found else {},
            refused=_sentence(refused),
            suspended_until=suspended_until,
            duty_ended=request.url.query == _DUTY_ENDED[1:],
            outcomes=list(Outcome),
            reasons=list(Reason),
            joining_pauses=list(JOINING_PAUSES),
        )


def _sentence(refused: Refusal | None) -> str | None:
    """The key of why it did not work."""
    if refused is None:
        return None
    first = refused.code in (Code.NOTHING_TO_CHANGE, Code.UNKNOWN_MESSAGE)
    return "mod-refused" if first else "mod-refused-other"


async def _take(request: Request, actor: Actor, pressed: Pressed) -> object:
    return await act_on(request, actor, pressed.id, attention.take)


async def _release(request: Request, actor: Actor, pressed: Pressed) -> object:
    return await act_on(request, actor, pressed.id, attention.release)


async def _done(request: Request, actor: Actor, pressed: Pressed) -> object:
    return await act_on(request, actor, pressed.id, attention.done, pressed.outcome)


async def _reopen(request: Request, actor: Actor, pressed: Pressed) -> object:
    return await act_on(request, actor, pressed.id, attention.reopen)


async def _noted(request: Request, actor: Actor, pressed: Pressed) -> object:
    return await act(request, actor, suspensions.note, pressed.id)


async def _duty(request: Request, actor: Actor, pressed: Pressed) -> object:
    return await be_on_duty(request, actor, pressed.on)


async def _pause_joining(request: Request, actor: Actor, pressed: Pressed) -> object:
    parts = parts_of(request)
    now = await parts.database.now_ms()
    until = now + JOINING_PAUSES[pressed.long] * 60_000
    paused = await parts.database.write(
        joining_pauses.pause, parts.secret, actor, until, pressed.reason, now
    )
    return _told(parts, paused)


async def _open_joining(request: Request, actor: Actor, pressed: Pressed) -> object:
    del pressed
    parts = parts_of(request)
    now = await parts.database.now_ms()
    ended = await parts.database.write(joining_pauses.end, parts.secret, actor, now)
    return _told(parts, ended)


def _told(parts: Parts, refused: Refusal | None) -> Refusal | None:
    if refused is None:
        parts.attention.attention_moved()
    return refused


_ACTS: dict[str, Acting] = {
    "take": _take,
    "release": _release,
    "done": _done,
    "reopen": _reopen,
    "noted": _noted,
    "duty": _duty,
    "pause_joining": _pause_joining,
    "open_joining": _open_joining,
}


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    pages = StaffPages(templates)
    return [
        Route("/mod", pages.moderation),
        Route("/mod", pages.act_as_moderator, methods=["POST"]),
        Route("/mentor", pages.mentoring),
        Route("/mentor", pages.act_as_mentor, methods=["POST"]),
    ]
