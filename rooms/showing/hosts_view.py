"""What hosts and moderators see of a session: who waits, what is asked, who calls. Pure."""

import msgspec

from rooms.actor import Role
from rooms.dropins.line import Line, Place
from rooms.dropins.stages import UNDO_MS, State
from rooms.dropins.views import (
    Asked,
    Called,
    CallKind,
    Helper,
    HostView,
    PlaceState,
    Waiting,
)
from rooms.ids import AccountId, MemberId
from rooms.permissions import Action, RoomState, allowed

HANDED_NOTE_MS = 24 * 3_600_000
"""So long the note of a hand-over is kept."""


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """What was read for the hosts. `names` and `members` of all who are spoken of, `here` who is in
    the room now. `coming`: how many said so, as a step from five up. `ended_by`: who may undo the
    end."""

    names: dict[AccountId, str] = {}
    members: dict[AccountId, MemberId] = {}
    here: frozenset[AccountId] = frozenset()
    questions: tuple[Asked, ...] = ()
    calls: tuple[Called, ...] = ()
    helpers: tuple[Helper, ...] = ()
    load: tuple[str, ...] = ()
    coming: int | None = None
    well_due: int | None = None
    opened_at: int | None = None
    ended_by: AccountId | None = None


def host_view(line: Line, desk: Desk, account: AccountId, role: Role, now: int) -> HostView | None:
    """None for who neither hosts nor looks after the room. Who was offered to take over, and does
    neither, sees the offer and nothing else."""
    hosts = account in line.hosts and allowed(role, Action.HOST, RoomState.OPEN)
    offered = account == line.offered_to and allowed(role, Action.HOST, RoomState.OPEN)
    if not (hosts or role.is_staff):
        return HostView(hosts=False, offered_you=True) if offered else None
    is_host = hosts and account == line.host
    speaker = line.of(line.speaker) if line.speaker else None
    return HostView(
        hosts=hosts,
        line=tuple(_waiting(place, desk, is_host) for place in _in_order(line)),
        speaker=_waiting(speaker, desk, is_host) if speaker else None,
        questions=desk.questions,
        calls=desk.calls if role.is_staff else _for_hosts(line, desk),
        coming=desk.coming,
        well_due=desk.well_due,
        load=desk.load,
        offered_to=desk.members.get(line.offered_to) if line.offered_to else None,
        offered_name=desk.names.get(line.offered_to, "") if line.offered_to else "",
        offered_you=offered,
        handed_note=_handed_note(line, now) if is_host else "",
        helpers=desk.helpers,
        may_undo_until=_may_undo_until(line, desk, account, now),
    )


def _in_order(line: Line) -> list[Place]:
    """Who was called first of all, then as they come."""
    waits = [place for place in line.held if place.state is not PlaceState.TALKING]
    return sorted(waits, key=lambda place: place.state is not PlaceState.CALLED)


def _waiting(place: Place, desk: Desk, is_host: bool) -> Waiting:
    return Waiting(
        member=desk.members[place.account],
        name=desk.names.get(place.account, ""),
        state=place.state,
        question=place.question,
        note=place.note if is_host else "",
        shown=place.shown,
        language=place.language,
        in_writing=place.in_writing,
        first_time=place.first_time,
        since=place.since,
        until=place.until,
        here=place.account in desk.here,
    )


def _for_hosts(line: Line, desk: Desk) -> tuple[Called, ...]:
    """A private word to the moderators is theirs alone: hosts who are none see that one of this
    session was said, and who took it on. Before and after their session they see none of those who
    need help in the room."""
    if line.state is not State.LIVE:
        return ()
    blank = {"name": "", "member": None, "note": ""}
    return tuple(
        msgspec.structs.replace(call, **blank) if call.kind is CallKind.ASKED else call
        for call in desk.calls
        if call.kind is not CallKind.ASKED or _is_of_session(call, desk)
    )


def _is_of_session(call: Called, desk: Desk) -> bool:
    return desk.opened_at is not None and call.at >= desk.opened_at


def _handed_note(line: Line, now: int) -> str:
    kept = line.handed_at is not None and now < line.handed_at + HANDED_NOTE_MS
    return line.handed_note if kept else ""


def _may_undo_until(line: Line, desk: Desk, account: AccountId, now: int) -> int | None:
    if line.state is not State.ENDED or line.ended_at is None or desk.ended_by != account:
        return None
    until = line.ended_at + UNDO_MS
    return until if now < until else None
