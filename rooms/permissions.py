"""The one table of who may do what where: role x action x room state.

Asked by `decide`, by the socket, by HTTP, by fan-out and by exports. It answers standing
questions only; time, ownership and rank are `decide`'s. What the table does not name is denied.
"""

import enum
from typing import get_args

from rooms import events
from rooms.actor import Role
from rooms.events import Event
from rooms.ids import MemberId


class RoomState(enum.StrEnum):
    OPEN = "open"
    LOCKED = "locked"


class Readers(enum.StrEnum):
    """Who may read a room: anyone, or only people with an account."""

    GUESTS = "guests"
    MEMBERS = "members"


class Action(enum.StrEnum):
    READ = "read"
    WRITE = "write"
    RETRACT = "retract"
    """Take one's words back, give the floor back."""
    TYPING = "typing"
    MODERATE = "moderate"
    CLOSE_ACCOUNTS = "close_accounts"
    CHANGE_ROLES = "change_roles"
    KEEP_ROOM = "keep_room"
    """Close and open the room, set its pace, calm it."""
    SUSPEND = "suspend"
    """Take a colleague's powers away for a while."""
    WATCH = "watch"
    """Know of what waits for somebody to see to it."""
    LEAVE = "leave"
    """Leave the community for good."""
    SCHEDULE = "schedule"
    """Schedule drop-ins here, as their host; staff for others too."""
    HOST = "host"
    """Run a session: who of those who may is its host is `decide`'s question."""
    TAKE_PLACE = "take_place"
    """Wait in line, ask aside, come. A pause does not stand in the way."""
    STOP_SERIES = "stop_series"
    """End all sessions of a host."""
    CALL_HELP = "call_help"
    """Say that one needs help now: whatever the form, the pace or a pause."""


_MEMBERS = frozenset({Role.MEMBER, Role.MENTOR, Role.MODERATOR, Role.ADMIN})
_HELPERS = frozenset({Role.MENTOR, Role.MODERATOR, Role.ADMIN})
_STAFF = frozenset({Role.MODERATOR, Role.ADMIN})
_ADMINS = frozenset({Role.ADMIN})
_NOBODY: frozenset[Role] = frozenset()

_TABLE: dict[tuple[RoomState, Action], frozenset[Role]] = {
    (RoomState.OPEN, Action.READ): _MEMBERS | {Role.GUEST},
    (RoomState.OPEN, Action.WRITE): _MEMBERS,
    (RoomState.OPEN, Action.RETRACT): _MEMBERS,
    (RoomState.OPEN, Action.TYPING): _HELPERS,
    (RoomState.OPEN, Action.MODERATE): _STAFF,
    (RoomState.OPEN, Action.CLOSE_ACCOUNTS): _STAFF,
    (RoomState.OPEN, Action.CHANGE_ROLES): _ADMINS,
    (RoomState.OPEN, Action.KEEP_ROOM): _STAFF,
    (RoomState.OPEN, Action.SUSPEND): _STAFF,
    (RoomState.OPEN, Action.WATCH): _HELPERS,
    (RoomState.OPEN, Action.LEAVE): _MEMBERS,
    (RoomState.OPEN, Action.SCHEDULE): _HELPERS,
    (RoomState.OPEN, Action.HOST): _HELPERS,
    (RoomState.OPEN, Action.TAKE_PLACE): _MEMBERS,
    (RoomState.OPEN, Action.STOP_SERIES): _ADMINS,
    (RoomState.OPEN, Action.CALL_HELP): _MEMBERS,
    (RoomState.LOCKED, Action.READ): _MEMBERS | {Role.GUEST},
    (RoomState.LOCKED, Action.WRITE): _STAFF,
    (RoomState.LOCKED, Action.RETRACT): _MEMBERS,
    (RoomState.LOCKED, Action.TYPING): _STAFF,
    (RoomState.LOCKED, Action.MODERATE): _STAFF,
    (RoomState.LOCKED, Action.CLOSE_ACCOUNTS): _STAFF,
    (RoomState.LOCKED, Action.CHANGE_ROLES): _ADMINS,
    (RoomState.LOCKED, Action.KEEP_ROOM): _STAFF,
    (RoomState.LOCKED, Action.SUSPEND): _STAFF,
    (RoomState.LOCKED, Action.WATCH): _HELPERS,
    (RoomState.LOCKED, Action.LEAVE): _MEMBERS,
    (RoomState.LOCKED, Action.SCHEDULE): _STAFF,
    (RoomState.LOCKED, Action.HOST): _STAFF,
    (RoomState.LOCKED, Action.STOP_SERIES): _ADMINS,
    (RoomState.LOCKED, Action.CALL_HELP): _MEMBERS,
}


BEYOND_THE_ROOM = frozenset({Action.CLOSE_ACCOUNTS})
"""Actions that need the role everywhere: what they do is not the one room's alone."""

ASKED_HERE_ALONE = frozenset({Action.SUSPEND, Action.LEAVE})
"""Actions that other rooms only hear of: standing there is not asked."""


def allowed(role: Role, action: Action, state: RoomState) -> bool:
    """Whether the table grants `action`; an unknown pair is a no."""
    return role in _TABLE.get((state, action), _NOBODY)


def may_read(role: Role, readers: Readers, state: RoomState) -> bool:
    """Whether this role may read a room open to `readers`."""
    if readers is Readers.MEMBERS and role is Role.GUEST:
        return False
    return allowed(role, Action.READ, state)


class ListenerClass(enum.StrEnum):
    """Listeners of a room who are sent the same bytes; a frame is encoded once for each class."""

    GUEST = "guest"
    MEMBER = "member"
    STAFF = "staff"


def listener_class(role: Role) -> ListenerClass:
    if role.is_staff:
        return ListenerClass.STAFF
    return ListenerClass.GUEST if role is Role.GUEST else ListenerClass.MEMBER


_STANDING = frozenset(get_args(events.Standing))
TURNING = _STANDING | {events.RoomLocked, events.RoomUnlocked, events.MemberLeft}
"""Events that change what listeners may do or see: each ends a batch of fan-out."""


def is_standing(event: Event) -> bool:
    """Whether the event changes what a person may do or see."""
    return type(event) in _STANDING


def is_turning(event: Event) -> bool:
    """Whether the event is one of `TURNING`."""
    return type(event) in TURNING


def sees(listener: ListenerClass, event: Event) -> bool:
    """Whether a whole class sees the event; if not, it is sent a `void` with the seq alone."""
    return type(event) not in _STANDING or listener is ListenerClass.STAFF


def person_concerned(event: Event) -> MemberId | None:
    """The one person who sees the event although their class does not."""
    return event.member if isinstance(event, events.Standing) else None
