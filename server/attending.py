"""What those who look after the rooms are shown, read in one snapshot by what each of them may see.

Knows nothing of HTTP or templates.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection

from persistence import rooms as stored_rooms
from persistence.safety import (
    attention,
    duty,
    finished,
    first_messages,
    joining_pauses,
    open_calls,
)
from persistence.safety.ending_pauses import EndingPause, ending_soon
from persistence.safety.finished import JustDone
from persistence.safety.reach import reach
from persistence.safety.waiting import Item, in_order
from rooms.actor import Actor
from rooms.ids import RoomId
from rooms.refusals import Code, Refusal, refuse


class LookedAfter(msgspec.Struct, frozen=True, kw_only=True):
    """A room that the reader looks after, and how many things wait in it. `names` by language."""

    room: RoomId
    names: Mapping[str, str]
    waiting: int


class Attention(msgspec.Struct, frozen=True, kw_only=True):
    """All that waits for one moderator, as of `now` (ms). `you_on_duty`: they have said so
    themselves; `you_counted`: they are, if only by the open list. `finished`: what they can still
    put back. `joining_paused_until` is null while everybody can join."""

    now: int
    items: tuple[Item, ...]
    rooms: tuple[LookedAfter, ...]
    ending: tuple[EndingPause, ...]
    on_duty: tuple[str, ...]
    you_on_duty: bool
    you_counted: bool
    finished: tuple[JustDone, ...]
    joining_paused_until: int | None
    may_pause_joining: bool


class Newcomers(msgspec.Struct, frozen=True, kw_only=True):
    """The sessions that somebody who is free could help with, then the first messages that nobody
    has answered, in the rooms that the reader welcomes people in; the oldest first. `finished`:
    what the reader can still put back."""

    now: int
    items: tuple[Item, ...]
    rooms: tuple[LookedAfter, ...]
    finished: tuple[JustDone, ...]


class OnDuty(msgspec.Struct, frozen=True, kw_only=True):
    """`you`: whether one has said so oneself; `names` are all who are on duty now."""

    you: bool
    names: tuple[str, ...]


def read_attention(
    connection: Connection, secret: bytes, actor: Actor, now: int
) -> Attention | Refusal:
    """For staff; `not_allowed` to everybody else."""
    theirs = reach(connection, secret, actor, now)
    if not theirs.is_staff:
        return refuse(Code.NOT_ALLOWED)
    items = attention.waiting(connection, theirs, now)
    return Attention(
        now=now,
        items=items,
        rooms=_looked_after(connection, theirs.moderated, items),
        ending=tuple(ending_soon(connection, theirs.moderated, now)),
        on_duty=tuple(duty.names(connection, now)),
        you_on_duty=duty.has_switched_on(connection, actor.account, now),
        you_counted=duty.counts(connection, actor.account, now),
        finished=attention.just_done(connection, theirs, now),
        joining_paused_until=joining_pauses.in_force(connection, now),
        may_pause_joining=theirs.is_everywhere,
    )


def read_newcomers(
    connection: Connection, secret: bytes, actor: Actor, now: int
) -> Newcomers | Refusal:
    """For mentors and staff; `not_allowed` to everybody else."""
    theirs = reach(connection, secret, actor, now)
    if not theirs.is_helper:
        return refuse(Code.NOT_ALLOWED)
    rooms, account = theirs.hosted, actor.account
    calls = open_calls.waiting(connection, rooms, account, now, open_calls.FOR_MENTORS)
    items = in_order(calls + first_messages.waiting(connection, rooms, account, now))
    return Newcomers(
        now=now,
        items=items,
        rooms=_looked_after(connection, theirs.hosted, items),
        finished=tuple(finished.firsts(connection, theirs.hosted, actor.account, now)),
    )


def switch_duty(
    connection: Connection, secret: bytes, actor: Actor, on: bool | None, now: int
) -> OnDuty | Refusal:
    """On or off duty; None says only that the list is open before this person. For staff."""
    if not reach(connection, secret, actor, now).is_staff:
        return refuse(Code.NOT_ALLOWED)
    match on:
        case True:
            duty.switch_on(connection, actor.account, now)
        case False:
            duty.switch_off(connection, actor.account)
        case None:
            duty.watch(connection, actor.account, now)
    return OnDuty(
        you=duty.has_switched_on(connection, actor.account, now),
        names=tuple(duty.names(connection, now)),
    )


def _looked_after(
    connection: Connection, rooms: frozenset[RoomId], items: Iterable[Item]
) -> tuple[LookedAfter, ...]:
    """Where most waits comes first, else in the directory's order."""
    waiting = Counter(item.room for item in items)
    theirs = [
        LookedAfter(room=room.id, names=room.names, waiting=waiting[room.id])
        for room in stored_rooms.everything(connection)
        if room.id in rooms
    ]
    return tuple(sorted(theirs, key=lambda room: -room.waiting))
