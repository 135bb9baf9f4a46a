"""The table of permissions against a second one, written out by hand."""

import pytest

from rooms import events
from rooms.actor import Role
from rooms.commands import Reason
from rooms.dropins.forms import Form
from rooms.permissions import (
    Action,
    ListenerClass,
    Readers,
    RoomState,
    allowed,
    listener_class,
    may_read,
    person_concerned,
    sees,
)
from tests.rooms.scene import ROOM, member, uid

# One letter a role: guest (g), member (m), mentor (t), moderator (o), admin (a).
TABLE = """
    open    read            g m t o a
    open    write             m t o a
    open    retract           m t o a
    open    typing              t o a
    open    moderate              o a
    open    close_accounts        o a
    open    change_roles            a
    open    keep_room             o a
    open    suspend               o a
    open    watch               t o a
    open    leave             m t o a
    open    schedule            t o a
    open    host                t o a
    open    take_place        m t o a
    open    stop_series             a
    open    call_help         m t o a
    locked  read            g m t o a
    locked  write                 o a
    locked  retract           m t o a
    locked  typing                o a
    locked  moderate              o a
    locked  close_accounts        o a
    locked  change_roles            a
    locked  keep_room             o a
    locked  suspend               o a
    locked  watch               t o a
    locked  leave             m t o a
    locked  schedule              o a
    locked  host                  o a
    locked  take_place
    locked  stop_series             a
    locked  call_help         m t o a
"""
LETTERS = {
    Role.GUEST: "g",
    Role.MEMBER: "m",
    Role.MENTOR: "t",
    Role.MODERATOR: "o",
    Role.ADMIN: "a",
}
GRANTS = {
    (RoomState(state), Action(action)): letters
    for state, action, *letters in (line.split() for line in TABLE.strip().splitlines())
}


@pytest.mark.parametrize("state", RoomState)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_table_grants_what_is_written_and_nothing_else(
    role: Role, action: Action, state: RoomState
) -> None:
    assert allowed(role, action, state) is (LETTERS[role] in GRANTS[state, action])


def test_unknown_action_is_denied_to_everybody() -> None:
    unknown: Action = "export"  # type: ignore[assignment]  # what a later release might ask
    assert not any(allowed(role, unknown, state) for role in Role for state in RoomState)


def test_unknown_state_is_denied_to_everybody() -> None:
    unknown: RoomState = "archived"  # type: ignore[assignment]  # what a later release might write
    assert not any(allowed(role, action, unknown) for role in Role for action in Action)


@pytest.mark.parametrize(
    ("role", "readers", "may"),
    [
        (Role.GUEST, Readers.GUESTS, True),
        (Role.GUEST, Readers.MEMBERS, False),
        (Role.MEMBER, Readers.GUESTS, True),
        (Role.MEMBER, Readers.MEMBERS, True),
    ],
)
@pytest.mark.parametrize("state", RoomState)
def test_guest_reads_only_where_guests_may(
    role: Role, readers: Readers, may: bool, state: RoomState
) -> None:
    assert may_read(role, readers, state) is may


@pytest.mark.parametrize(
    ("role", "listens"),
    [
        (Role.GUEST, ListenerClass.GUEST),
        (Role.MEMBER, ListenerClass.MEMBER),
        (Role.MENTOR, ListenerClass.MEMBER),
        (Role.MODERATOR, ListenerClass.STAFF),
        (Role.ADMIN, ListenerClass.STAFF),
    ],
)
def test_listener_class_follows_the_role(role: Role, listens: ListenerClass) -> None:
    assert listener_class(role) is listens


def test_roles_rank_from_guest_to_admin() -> None:
    assert sorted(Role, key=lambda role: role.rank) == [
        Role.GUEST,
        Role.MEMBER,
        Role.MENTOR,
        Role.MODERATOR,
        Role.ADMIN,
    ]


ANA = member("ana")
STANDING: list[events.Event] = [
    events.MemberMuted(member=ANA, sanction=uid(1), until=1, reason=Reason.OTHER),
    events.MemberRemoved(member=ANA, sanction=uid(1), until=1, reason=Reason.OTHER),
    events.SanctionLifted(member=ANA, sanction=uid(1)),
    events.AccountClosed(member=ANA, reason=Reason.OTHER),
    events.AccountOpened(member=ANA),
    events.RoleChanged(member=ANA, role=Role.MENTOR),
    events.PowersSuspended(member=ANA, until=1, reason=Reason.OTHER),
]
PUBLIC: list[events.Event] = [
    events.MessageRetracted(message=uid(1), author=ANA),
    events.NameChanged(member=ANA, name="Ana"),
    events.MessagesRemoved(member=ANA, messages=(uid(1),), reason=Reason.OTHER),
    events.MemberLeft(member=ANA),
    events.RoomLocked(reason=Reason.OTHER),
    events.RoomUnlocked(),
    events.PaceChanged(pace_ms=1),
    events.RoomCalmed(until=1, pace_ms=1),
    events.CalmEnded(),
    events.DropInOpened(drop_in=ROOM, form=Form.LINE, host=member("mia"), ends_at=0),
    events.DropInClosed(drop_in=ROOM, how=events.Ending.UNHOSTED),
    events.HostsChanged(drop_in=ROOM, host=member("mia"), how=events.Handing.AWAY),
    events.FloorGiven(drop_in=ROOM, member=member("ana")),
    events.FloorFreed(drop_in=ROOM, member=member("ana")),
    events.FloorFrozen(drop_in=ROOM),
    events.FloorThawed(drop_in=ROOM),
]


@pytest.mark.parametrize("event", STANDING, ids=lambda event: type(event).__name__)
def test_standing_is_shown_to_staff_and_the_person_alone(event: events.Event) -> None:
    assert [listener for listener in ListenerClass if sees(listener, event)] == [
        ListenerClass.STAFF
    ]
    assert person_concerned(event) == ANA


@pytest.mark.parametrize("event", PUBLIC, ids=lambda event: type(event).__name__)
def test_talk_is_shown_to_everybody(event: events.Event) -> None:
    assert all(sees(listener, event) for listener in ListenerClass)
    assert person_concerned(event) is None


def test_short_pause_says_nothing_but_that_it_is_one() -> None:
    assert events.FloorFrozen.__struct_fields__ == ("drop_in",)
