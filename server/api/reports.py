"""Telling a moderator, of a message, of a room or of the house: for everybody, also without an
account. Who told is told to nobody."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request

from persistence.safety import duty, reports
from persistence.safety.reports import Concern, Teller, Telling
from rooms.ids import PublicId, RoomId
from rooms.refusals import Code, Refusal, refuse
from rooms.text import clean_body
from server.api.answering import answers, body_of
from server.api.endpoint import Access, Endpoint
from server.people.auth import actor_of, parts_of
from server.people.caller import caller_of
from server.people.guesses import throttle_key

MAX_NOTE_CODE_POINTS = 500


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without `message` it is about the room, without `room` about the house. `note`: at most 500
    code points, in one's own words."""

    room: RoomId | None = None
    message: PublicId | None = None
    concern: Concern
    note: Annotated[str, Meta(max_length=20_000)] | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """It is kept. `on_duty`: whether anybody who would see it is on duty now."""

    on_duty: bool


_report = msgspec.json.Decoder(Report)


@answers(HTTPStatus.CREATED)
async def tell_moderators(request: Request) -> Told | Refusal:
    """Tell the moderators of a message, a room, or the house.

    Works without an account, while paused, after stepping out, and where the room is closed. What
    is not there and what this person may not read are refused alike. No member learns of it.
    """
    return await tell(request, await body_of(request, _report))


async def tell(request: Request, asked: Report) -> Told | Refusal:
    """The same for a plain form; durable on return."""
    note = clean_note(asked.note or "")
    if isinstance(note, Refusal):
        return note
    telling = Telling(room=asked.room, message=asked.message, concern=asked.concern, note=note)
    parts = parts_of(request)
    teller, now = await _teller(request), await parts.database.now_ms()
    refused = await parts.database.write(reports.tell, parts.secret, telling, teller, now)
    if refused is not None:
        return refused
    parts.attention.attention_moved()
    return Told(on_duty=bool(await parts.database.read(duty.names, now, asked.room)))


def clean_note(raw: str) -> str | Refusal | None:
    """The note as it is kept; None for one with nothing in it."""
    text = clean_body(raw)
    if isinstance(text, Refusal):
        return None if text.code is Code.EMPTY else _within(text)
    if len(text) > MAX_NOTE_CODE_POINTS:
        return refuse(Code.TOO_LONG, limit=MAX_NOTE_CODE_POINTS, length=len(text))
    return text


def _within(refusal: Refusal) -> Refusal:
    """A text that is too long for a message is too long for a note, by the note's own limit."""
    if refusal.code is not Code.TOO_LONG:
        return refusal
    return refuse(Code.TOO_LONG, limit=MAX_NOTE_CODE_POINTS, length=int(refusal.params["length"]))


async def _teller(request: Request) -> Teller:
    """A person whose account was closed tells as a guest does."""
    secret, actor = parts_of(request).secret, await actor_of(request)
    if actor is not None:
        return Teller(actor.account, throttle_key(secret, actor.account), reports.MEMBERS)
    caller = caller_of(request)
    rate = reports.GUESTS if caller.capped else reports.GUESTS_UNTOLD
    return Teller(None, throttle_key(secret, caller.prefix), rate)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="POST",
        path="/api/reports",
        handler=tell_moderators,
        access=Access.ANYONE,
        body=Report,
        result=Told,
        success_status=HTTPStatus.CREATED,
        refusals=(
            Code.BAD_TEXT,
            Code.RATE_LIMITED,
            Code.TOO_LONG,
            Code.UNKNOWN_MESSAGE,
            Code.UNKNOWN_ROOM,
        ),
    ),
)
