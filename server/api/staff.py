"""What waits for those who look after the rooms, and what they make of it; who is on duty."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request

from persistence.safety import attention, duty, first_messages, open_calls, suspensions
from persistence.safety.attention import ItemId
from persistence.safety.reach import Reach, held_reach
from persistence.safety.reports import Outcome
from rooms.actor import Actor
from rooms.decide import gate
from rooms.ids import PublicId, RoomId
from rooms.permissions import Action
from rooms.refusals import Code, Refusal
from server.api.answering import answers, body_of, path_of
from server.api.endpoint import Access, Endpoint
from server.api.rooms import InRoom
from server.attending import (
    Attention,
    Newcomers,
    OnDuty,
    read_attention,
    read_newcomers,
    switch_duty,
)
from server.people.auth import parts_of, signed_in
from server.reading import admitted

Asked = ParamSpec("Asked")
Act = Callable[Concatenate[Connection, Reach, int, Asked], Refusal | None]
"""What the actor does by their powers in this transaction, at a moment in ms."""
ActOn = Callable[Concatenate[Connection, Reach, int, ItemId, Asked], Refusal | None]


class InItem(msgspec.Struct, frozen=True):
    item: ItemId


class InSuspension(msgspec.Struct, frozen=True):
    suspension: PublicId


class Finished(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became of it. For a first message it says only that no other answer is needed."""

    outcome: Outcome = Outcome.ACTED


class Duty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On or off duty; null says only that one has the list open before one, for 150 seconds."""

    on: bool | None


class FirstMessages(msgspec.Struct, frozen=True, kw_only=True):
    """The ids of a room's first messages that nobody has answered yet, oldest first."""

    messages: tuple[PublicId, ...]


_finished = msgspec.json.Decoder(Finished)
_duty = msgspec.json.Decoder(Duty)


@answers()
async def read_what_waits(request: Request) -> Attention | Refusal:
    """Read what waits for a moderator in the rooms they look after.

    Calls first and of these the gravest, then worries, then reports, then first messages that
    nobody has answered for five minutes; within each the oldest first. Texts that were taken down
    are not in it.
    """
    actor, parts = await signed_in(request), parts_of(request)
    now = await parts.database.now_ms()
    return await parts.database.read(read_attention, parts.secret, actor, now)


@answers()
async def read_first_messages(request: Request) -> Newcomers | Refusal:
    """Read the first messages that nobody has answered, in the rooms that one is a mentor of.

    Before them, the sessions there that lack a host or a second person.
    """
    actor, parts = await signed_in(request), parts_of(request)
    now = await parts.database.now_ms()
    return await parts.database.read(read_newcomers, parts.secret, actor, now)


@answers()
async def read_first_messages_of_room(request: Request) -> FirstMessages | Refusal:
    """Tell which messages of a room are somebody's first, and unanswered: mentors and staff."""
    actor, room = await signed_in(request), path_of(request, InRoom, Code.UNKNOWN_ROOM).room
    parts = parts_of(request)
    return await parts.database.read(_first_messages, parts.secret, actor, room)


@answers()
async def take_item(request: Request) -> Refusal | None:
    """Take on something that waits: 15 minutes for a call or a report, 10 for a first message.

    Then another may take it over. `nothing_to_change`: somebody was first.
    """
    item = path_of(request, InItem, Code.UNKNOWN_MESSAGE).item
    return await act_on(request, await signed_in(request), item, attention.take)


@answers()
async def release_item(request: Request) -> Refusal | None:
    """Give back what one has taken on."""
    item = path_of(request, InItem, Code.UNKNOWN_MESSAGE).item
    return await act_on(request, await signed_in(request), item, attention.release)


@answers()
async def finish_item(request: Request) -> Refusal | None:
    """Say that it was seen to, and how."""
    item = path_of(request, InItem, Code.UNKNOWN_MESSAGE).item
    finished = await body_of(request, _finished)
    actor = await signed_in(request)
    return await act_on(request, actor, item, attention.done, finished.outcome)


@answers()
async def put_item_back(request: Request) -> Refusal | None:
    """Put back what one has said oneself was seen to, within ten minutes."""
    item = path_of(request, InItem, Code.UNKNOWN_MESSAGE).item
    return await act_on(request, await signed_in(request), item, attention.reopen)


@answers()
async def note_suspension(request: Request) -> Refusal | None:
    """Take note, as an admin, that a colleague's powers were suspended."""
    suspension = path_of(request, InSuspension, Code.NOTHING_TO_CHANGE).suspension
    return await act(request, await signed_in(request), suspensions.note, suspension)


@answers()
async def set_duty(request: Request) -> OnDuty | Refusal:
    """Be on duty for two hours from now, or no longer.

    A page that has the list open says `{"on": null}` each minute: that counts for 150 seconds.
    """
    actor, asked = await signed_in(request), await body_of(request, _duty)
    return await be_on_duty(request, actor, asked.on)


async def be_on_duty(request: Request, actor: Actor, on: bool | None) -> OnDuty | Refusal:
    """The same for a plain form."""
    parts = parts_of(request)
    now = await parts.database.now_ms()
    before = await parts.database.read(duty.names, now)
    stands = await parts.database.write(switch_duty, parts.secret, actor, on, now)
    if isinstance(stands, OnDuty) and list(stands.names) != before:
        parts.attention.attention_moved()
    return stands


async def act(
    request: Request,
    actor: Actor,
    what: "Act[Asked]",
    *args: Asked.args,
    **kwargs: Asked.kwargs,
) -> Refusal | None:
    """Do it in one transaction, by the powers that the actor has in it, and tell all who watch."""
    parts = parts_of(request)

    def acting(connection: Connection, now: int) -> Refusal | None:
        theirs = held_reach(connection, parts.secret, actor, now)
        return what(connection, theirs, now, *args, **kwargs)

    refused = await parts.database.write(acting, await parts.database.now_ms())
    if refused is None:
        parts.attention.attention_moved()
    return refused


async def act_on(
    request: Request,
    actor: Actor,
    item: ItemId,
    what: "ActOn[Asked]",
    *args: Asked.args,
    **kwargs: Asked.kwargs,
) -> Refusal | None:
    """The same with something that waits; if it is a call, the hosts are shown it as it is now."""

    def acting(connection: Connection, theirs: Reach, now: int) -> Refusal | None:
        return what(connection, theirs, now, item, *args, **kwargs)

    refused = await act(request, actor, acting)
    parts = parts_of(request)
    room = await parts.database.read(open_calls.room_of, item) if refused is None else None
    if room is not None:
        parts.lines.moved(room)
    return refused


def _first_messages(
    connection: Connection, secret: bytes, actor: Actor, room: RoomId
) -> FirstMessages | Refusal:
    here = admitted(connection, secret, actor, room)
    if isinstance(here, Refusal):
        return here
    assert here.person is not None, "who is signed in is somebody"
    if refused := gate(here.facts, here.person, actor, Action.WATCH, here.now):
        return refused
    return FirstMessages(messages=tuple(first_messages.unanswered(connection, room)))


_ON_ITEMS = (Code.NOTHING_TO_CHANGE, Code.UNKNOWN_MESSAGE)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="GET",
        path="/api/attention",
        handler=read_what_waits,
        access=Access.SIGNED_IN,
        result=Attention,
        refusals=(Code.NOT_ALLOWED,),
    ),
    Endpoint(
        method="GET",
        path="/api/first-messages",
        handler=read_first_messages,
        access=Access.SIGNED_IN,
        result=Newcomers,
        refusals=(Code.NOT_ALLOWED,),
    ),
    Endpoint(
        method="GET",
        path="/api/rooms/{room}/first-messages",
        handler=read_first_messages_of_room,
        access=Access.SIGNED_IN,
        path_fields=InRoom,
        result=FirstMessages,
        refusals=(
            Code.ACCOUNT_CLOSED,
            Code.NOT_ALLOWED,
            Code.STEPPED_OUT,
            Code.UNKNOWN_ROOM,
        ),
    ),
    Endpoint(
        method="POST",
        path="/api/attention/{item}/take",
        handler=take_item,
        access=Access.SIGNED_IN,
        path_fields=InItem,
        refusals=_ON_ITEMS,
    ),
    Endpoint(
        method="POST",
        path="/api/attention/{item}/release",
        handler=release_item,
        access=Access.SIGNED_IN,
        path_fields=InItem,
        refusals=_ON_ITEMS,
    ),
    Endpoint(
        method="POST",
        path="/api/attention/{item}/done",
        handler=finish_item,
        access=Access.SIGNED_IN,
        path_fields=InItem,
        body=Finished,
        refusals=_ON_ITEMS,
    ),
    Endpoint(
        method="POST",
        path="/api/attention/{item}/reopen",
        handler=put_item_back,
        access=Access.SIGNED_IN,
        path_fields=InItem,
        refusals=_ON_ITEMS,
    ),
    Endpoint(
        method="POST",
        path="/api/suspensions/{suspension}/noted",
        handler=note_suspension,
        access=Access.SIGNED_IN,
        path_fields=InSuspension,
        refusals=(Code.NOTHING_TO_CHANGE,),
    ),
    Endpoint(
        method="POST",
        path="/api/duty",
        handler=set_duty,
        access=Access.SIGNED_IN,
        body=Duty,
        result=OnDuty,
    ),
)
