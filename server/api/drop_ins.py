"""Drop-ins over HTTP: the cards, a session as one sees it, one's place in line."""

import hashlib
from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from persistence.dropins import coming
from persistence.dropins.coming import Answer
from rooms.dropins.acts import AskModerator, LineAct
from rooms.dropins.views import Card, LineView
from rooms.ids import DropInId, RoomId
from rooms.refusals import Code, Refusal, refuse
from server import drop_in_reading
from server.api.answering import answers, body_of, path_of, query_of
from server.api.endpoint import Access, Endpoint
from server.errors import shape_response
from server.people.auth import actor_of, parts_of, signed_in

DAY_MS = 24 * 3_600_000
LONGEST_SPAN_MS = 62 * DAY_MS
SPAN_MS = 14 * DAY_MS
JUST_OVER_MS = 2 * 3_600_000

Moment = Annotated[int, Meta(ge=0, le=2**53)]
Words = Annotated[str, Meta(max_length=20_000)]
"""With room for a clear `too_long`: beyond this it is a bad request."""


class Cards(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions, by time."""

    cards: tuple[Card, ...]


class CardsQuery(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """`from` and `to` in ms, at most 62 days apart; without them from two hours ago, for 14 days.
    `room`: of this room alone."""

    start: Moment | None = None
    end: Moment | None = None
    room: RoomId | None = None


class OfDropIn(msgspec.Struct, frozen=True):
    drop_in: DropInId


class Coming(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`remind`: to be reminded, a day and ten minutes before."""

    coming: bool
    remind: bool = False


_act = msgspec.json.Decoder(LineAct)
_coming = msgspec.json.Decoder(Coming)
_encoder = msgspec.json.Encoder()


@answers()
async def read_drop_ins(request: Request) -> Response | Refusal:
    """List the sessions of a span of time, as anyone may see them.

    Asking again with `If-None-Match` is cheap: 304 where nothing has changed.
    """
    query = query_of(request, CardsQuery)
    parts, actor = parts_of(request), await actor_of(request)
    now = await parts.database.now_ms()
    start = now - JUST_OVER_MS if query.start is None else query.start
    end = start + SPAN_MS if query.end is None else query.end
    if not 0 <= end - start <= LONGEST_SPAN_MS:
        return refuse(Code.BAD_REQUEST)
    rooms = None if query.room is None else [query.room]
    found = await parts.database.read(drop_in_reading.cards, parts.secret, actor, start, end, rooms)
    cards = Cards(cards=found)
    return _unless_known(request, cards, cards)


@answers()
async def read_drop_in(request: Request) -> Response | Refusal:
    """Read a session as one sees it: its card, one's place, and for hosts who waits.

    Asking again with `If-None-Match` is cheap: 304 where nothing has changed.
    """
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    view = await _view(request, asked.drop_in)
    if isinstance(view, Refusal):
        return view
    return _unless_known(request, view, msgspec.structs.replace(view, at=0))


@answers()
async def act_in_line(request: Request) -> LineView | Refusal:
    """Do something with a line: take a place, step aside, invite the next person.

    Who gets the floor is a command like every other, and not done here.
    """
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    act = await body_of(request, _act)
    room = await parts.line_gate.act(actor, asked.drop_in, act)
    if not isinstance(room, Refusal) and isinstance(act, AskModerator):
        parts.attention.attention_moved()
    return await moved(request, asked.drop_in, room)


@answers()
async def say_coming(request: Request) -> LineView | Refusal:
    """Say that one will come, or not after all, and whether one wants to be reminded.

    Nobody is named to anybody; hosts see a rounded number from five up.
    """
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    said = await body_of(request, _coming)
    answer = Answer(coming=said.coming, remind=said.coming and said.remind)
    refused = await parts.database.write(
        coming.asked_to_say, parts.secret, actor.account, asked.drop_in, answer
    )
    return refused if refused is not None else await _view(request, asked.drop_in)


async def moved(request: Request, drop_in: DropInId, room: RoomId | Refusal) -> LineView | Refusal:
    """Tell those who look on, and show who did it what has become of it."""
    if isinstance(room, Refusal):
        return room
    parts_of(request).lines.moved(room)
    return await _view(request, drop_in)


async def _view(request: Request, drop_in: DropInId) -> LineView | Refusal:
    parts = parts_of(request)
    actor = await actor_of(request)
    return await parts.database.read(drop_in_reading.view, parts.secret, actor, drop_in)


def _unless_known(request: Request, value: msgspec.Struct, same: msgspec.Struct) -> Response:
    """The value, or that the asker has it already: known by what does not move with the clock."""
    digest = hashlib.blake2b(_encoder.encode(same), digest_size=16).hexdigest()
    tag = f'"{digest}"'
    known = request.headers.get("if-none-match", "")
    if tag in (each.strip().removeprefix("W/") for each in known.split(",")):
        headers = {"ETag": tag, "Cache-Control": "no-store"}
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    response = shape_response(value, HTTPStatus.OK)
    response.headers["ETag"] = tag
    return response


STANDING = (
    *(Code.ACCOUNT_CLOSED, Code.NOT_ALLOWED, Code.ROOM_LOCKED, Code.STEPPED_OUT),
    Code.UNKNOWN_DROP_IN,
)
OF_TEXT = (Code.BAD_TEXT, Code.EMPTY, Code.TOO_LONG)
_OF_LINE = (
    *(Code.ALREADY_CALLED, Code.FLOOR_TAKEN, Code.GONE, Code.IDEMPOTENCY_CONFLICT),
    *(Code.IN_ANOTHER_LINE, Code.LINE_CLOSED, Code.MUTED, Code.NEW_ACCOUNT_LINK),
    *(Code.NOBODY_WAITS, Code.NO_CONSENT, Code.NO_PLACE, Code.NOTHING_TO_CHANGE, Code.NOT_LIVE),
    *(Code.CALM, Code.RATE_LIMITED, Code.SHORT_PAUSE, Code.SLOW, Code.TOO_EARLY),
    Code.UNKNOWN_MEMBER,
)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="GET",
        path="/api/drop-ins",
        handler=read_drop_ins,
        access=Access.ANYONE,
        query=CardsQuery,
        result=Cards,
    ),
    Endpoint(
        method="GET",
        path="/api/drop-ins/{drop_in}",
        handler=read_drop_in,
        access=Access.ANYONE,
        path_fields=OfDropIn,
        result=LineView,
        refusals=(Code.UNKNOWN_DROP_IN,),
    ),
    Endpoint(
        method="POST",
        path="/api/drop-ins/{drop_in}/line",
        handler=act_in_line,
        access=Access.SIGNED_IN,
        path_fields=OfDropIn,
        body=LineAct,
        result=LineView,
        refusals=(*STANDING, *OF_TEXT, *_OF_LINE),
    ),
    Endpoint(
        method="POST",
        path="/api/drop-ins/{drop_in}/coming",
        handler=say_coming,
        access=Access.SIGNED_IN,
        path_fields=OfDropIn,
        body=Coming,
        result=LineView,
        refusals=(Code.NOT_LIVE, Code.RATE_LIMITED, Code.UNKNOWN_DROP_IN),
    ),
)
