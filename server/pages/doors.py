"""The doors of the demonstration: into a room as a guest, or in as one of the invented people.

They open for whoever sits at this machine, and nowhere else: it is a log-in without a password.
"""

from functools import partial

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence import rooms as stored_rooms
from persistence.dropins import due
from persistence.people import accounts
from persistence.people.sessions import SessionKind
from rooms.ids import AccountId, RoomId
from server.api.answering import form_of
from server.demo import community
from server.demo.community import Door
from server.pages.addresses import to
from server.pages.missing import missing
from server.pages.templates import Templates
from server.people.auth import (
    actor_of,
    begin_session,
    end_session,
    forget,
    parts_of,
    remember,
)
from server.people.caller import caller_of
from server.settings import Settings

_STAFF_PAGES = {Door.MENTOR: "/mentor", Door.MODERATOR: "/mod"}


class _Opened(msgspec.Struct, frozen=True):
    """Who one is behind a door, None for a guest, and where it leads."""

    account: AccountId | None
    page: str


async def stand_open(request: Request, settings: Settings) -> bool:
    """Whether this request may come in by a door: the demonstration, seen at this machine."""
    if settings.production or not settings.demo or not caller_of(request).here:
        return False
    return await parts_of(request).database.read(accounts.count, demo=True) > 0


async def enter(request: Request, templates: Templates, settings: Settings) -> Response:
    """Be somebody of the demonstration, or look in as a guest."""
    door = _door((await form_of(request)).get("door", ""))
    if door is None or not await stand_open(request, settings):
        return await missing(templates, request)
    behind = await parts_of(request).database.read(_behind, door)
    if behind is None:
        return await missing(templates, request)
    return await _through(request, settings, behind)


async def _through(request: Request, settings: Settings, behind: _Opened) -> Response:
    if (before := await actor_of(request)) is not None:
        await end_session(request, before)
    response = to(behind.page)
    if behind.account is None:
        forget(response, settings)
        return response
    database = parts_of(request).database
    credential = await begin_session(database, behind.account, SessionKind.BROWSER)
    remember(response, credential, settings)
    return response


def _behind(connection: Connection, door: Door) -> _Opened | None:
    """None where the demonstration was not put in, or where the name is somebody real's."""
    invented = community.read()
    rooms = {room.key: room.id for room in stored_rooms.everything(connection)}
    room = rooms.get(invented.door_room)
    if room is None:
        return None
    if door is Door.LOOK_IN:
        return _Opened(None, f"/r/{room}")
    name = next(person.name for person in invented.person if person.door is door)
    known = accounts.by_name(connection, name)
    if known is None or not known.demo or known.closed:
        return None
    hosted = _hosts_in(connection, known.account) if door is Door.MENTOR else None
    page = _STAFF_PAGES.get(door, f"/r/{room}")
    return _Opened(known.account, f"/r/{hosted}" if hosted else page)


def _hosts_in(connection: Connection, account: AccountId) -> RoomId | None:
    """Where this person hosts a drop-in at this moment."""
    for session in due.look(connection).sessions:
        if session.hosted is not None and account in session.hosted.hosts:
            return session.room
    return None


def _door(said: str) -> Door | None:
    return Door(said) if said in set(Door) else None


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    """One form's address."""
    entered = partial(enter, templates=templates, settings=settings)
    return [Route("/demo/enter", entered, methods=["POST"])]
