"""Somebody needs help now: one open call a person and room, whatever the form, the pace or a pause.
It waits for no room's lock, and nothing that was said or waits is moved by it.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from persistence import locks, standing, tables
from persistence.dropins import calls
from persistence.people import throttles
from persistence.safety import duty
from rooms.dropins.stages import State
from rooms.dropins.views import CallKind
from rooms.ids import AccountId, DropInId, RoomId, new_opaque_id
from rooms.limits import Rate
from rooms.permissions import Action, allowed
from rooms.refusals import Code, Refusal, refuse

FLOOD = Rate(period_ms=60_000, burst=30)
"""New calls of one person in all rooms: only a program is stopped by it."""
LONGEST_NOTE = 2_000

_h = tables.help_call.c


class Help(msgspec.Struct, frozen=True, kw_only=True):
    """One's own call in a room. `at` (ms): since when it is open, null when it is not. `taken`: a
    moderator or a host is on it. `unanswered`: for three minutes nobody has taken it. `on_duty`:
    whether anybody who looks after this room is on duty now; if not, help lines come first."""

    at: int | None = None
    taken: bool = False
    unanswered: bool = False
    on_duty: bool = False


class Caller(msgspec.Struct, frozen=True):
    """Who calls; by `key`, a keyed hash of the account, their calls are counted."""

    account: AccountId
    key: str


def call_for_help(
    connection: Connection, secret: bytes, caller: Caller, room: RoomId, note: str, now: int
) -> Help | Refusal:
    """Call, or add a note to the call that is open already. Refused with `unknown_room`, and with
    `rate_limited` only to a flood; no pause, form, pace, lock or removal is in the way."""
    account = caller.account
    here = standing.standing(connection, secret, room, account)
    if here is None or here.person is None:
        return refuse(Code.UNKNOWN_ROOM)
    if not allowed(here.person.role, Action.CALL_HELP, here.facts.state):
        return refuse(Code.NOT_ALLOWED)
    locks.hold(connection, locks.throttle_key("calling", caller.key))
    found = _open(connection, account, room)
    if found is not None:
        _add(connection, found, note)
        return _told(connection, account, room, now)
    wait_ms = throttles.spend(connection, "help_now", caller.key, FLOOD, now)
    if wait_ms:
        return refuse(Code.RATE_LIMITED, retry_after=wait_ms)
    calls.call(
        connection,
        CallKind.HELP_NOW,
        room,
        key=f"help_now:{new_opaque_id()}",
        drop_in=_live(connection, room),
        account=account,
        note=note or None,
    )
    return _told(connection, account, room, now)


def own(connection: Connection, account: AccountId, room: RoomId, now: int) -> Help:
    """How one's own call stands; the same for a room that there is not."""
    return _told(connection, account, room, now)


def _told(connection: Connection, account: AccountId, room: RoomId, now: int) -> Help:
    found = _open(connection, account, room)
    on_duty = bool(duty.names(connection, now, room))
    if found is None:
        return Help(on_duty=on_duty)
    return Help(
        at=found.at,
        taken=found.taken_by is not None,
        unanswered=found.taken_by is None and found.at <= now - calls.UNANSWERED_MS,
        on_duty=on_duty,
    )


def _open(connection: Connection, account: AccountId, room: RoomId) -> Any | None:
    columns = (_h.id, _h.at, _h.note, _h.taken_by)
    asked = (
        select(*columns)
        .where(
            _h.room_id == room,
            _h.account_id == account,
            _h.kind == CallKind.HELP_NOW.value,
            _h.closed_at.is_(None),
        )
        # One that was ended may have been opened again beside a later one.
        .order_by(_h.at.desc(), _h.id)
        .limit(1)
    )
    return connection.execute(asked).one_or_none()


def _add(connection: Connection, found: Any, note: str) -> None:
    """What is said with a second press is not lost, and said twice it stands there once."""
    before = found.note or ""
    if not note or note in before:
        return
    words = f"{before}\n{note}" if before else note
    connection.execute(
        update(tables.help_call).where(_h.id == found.id).values(note=words[:LONGEST_NOTE])
    )


def _live(connection: Connection, room: RoomId) -> DropInId | None:
    d = tables.drop_in.c
    asked = select(d.id).where(d.room_id == room, d.state == State.LIVE.value)
    return connection.execute(asked.limit(1)).scalar_one_or_none()
