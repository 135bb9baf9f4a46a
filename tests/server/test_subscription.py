"""One listener of one room: what is written to it as whom, and what a change of standing does."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest

from rooms import events
from rooms.actor import Role
from rooms.commands import Reason
from rooms.events import Event
from rooms.facts import Sanction, SanctionKind
from rooms.permissions import ListenerClass, Readers, RoomState
from rooms.refusals import Code, Refusal
from server.talk.joined_frames import JoinedFrames
from server.talk.subscription import Standing, State, Subscription
from tests.server.memory_transcript import (
    FAR_AWAY_MS,
    GARDEN,
    entries_of,
    member_of,
    muted,
    removed,
    role_changed,
    said,
)
from tests.server.node import Line


@dataclass
class Owner:
    """Remembers what it was told."""

    told: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def lagging(self, subscription: Subscription) -> None:
        self.told.append("lagging")

    def ended(self, subscription: Subscription, refusal: Refusal) -> None:
        self.told.append("ended")
        self.refusals.append(refusal)
        subscription.end()

    def banned(self) -> None:
        self.told.append("banned")

    def signed_out(self) -> None:
        self.told.append("signed_out")


def standing(role: Role, as_of: int, member: str | None) -> Standing:
    return Standing(as_of, role, RoomState.OPEN, Readers.GUESTS, member)


@dataclass
class Listener:
    """A live listener called Ana, or a guest."""

    role: Role = Role.MEMBER
    as_of: int = 0
    line: Line = field(default_factory=Line)
    owner: Owner = field(default_factory=Owner)

    def __post_init__(self) -> None:
        self.subscription = Subscription(GARDEN, self.line, self.owner)
        member = None if self.role is Role.GUEST else member_of("Ana")
        self.subscription.stand(standing(self.role, self.as_of, member))
        self.subscription.written = self.as_of
        self.subscription.state = State.LIVE

    def hear(self, *happened: Event) -> None:
        after = self.subscription.written
        self.subscription.write_live(JoinedFrames(entries_of(GARDEN, *happened, after=after)))

    def kinds(self) -> list[str]:
        return [frame["type"] for frame in self.line.sent()]


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.GUEST, ["entry", "void", "void"]),
        (Role.MEMBER, ["entry", "entry", "void"]),
        (Role.MENTOR, ["entry", "entry", "void"]),
        (Role.MODERATOR, ["entry", "entry", "entry"]),
        (Role.ADMIN, ["entry", "entry", "entry"]),
    ],
)
def test_standing_is_seen_by_the_person_and_by_staff_alone(role: Role, kinds: list[str]) -> None:
    listener = Listener(role)
    listener.hear(said(), muted("Ana"), muted("Ben"))
    assert listener.kinds() == kinds


def test_a_void_tells_its_place_and_nothing_else() -> None:
    listener = Listener()
    listener.hear(muted("Ben"))
    assert listener.line.sent() == [{"type": "void", "room": GARDEN, "seq": 1}]


def test_one_class_shares_its_bytes_and_nobody_else_gets_them() -> None:
    joined = JoinedFrames(entries_of(GARDEN, said(), muted("Ben")))
    shared = joined.prepared(ListenerClass.MEMBER, member_of("Ana"))
    assert joined.prepared(ListenerClass.MEMBER, member_of("Cora")) is shared
    assert joined.prepared(ListenerClass.STAFF, member_of("Ana")) != shared
    assert joined.prepared(ListenerClass.MEMBER, member_of("Ben")) != shared


def test_entries_that_were_written_are_not_written_again() -> None:
    listener = Listener(as_of=2)
    flush = JoinedFrames(entries_of(GARDEN, said(), said(), said()))
    listener.subscription.write_live(flush)
    listener.subscription.write_live(flush)
    assert listener.line.places() == [3]


@pytest.mark.parametrize("state", [State.CATCHING_UP, State.LAGGING, State.ENDED])
def test_only_a_live_listener_is_written_the_live_stream(state: State) -> None:
    listener = Listener()
    listener.subscription.state = state
    listener.hear(said())
    assert listener.kinds() == []


def test_a_listener_over_the_limit_lags_once_and_gets_no_more_entries() -> None:
    listener = Listener()
    listener.line.stall()
    listener.hear(said())
    listener.hear(said())
    assert listener.line.places() == [1]
    assert listener.owner.told == ["lagging"]
    assert listener.subscription.state is State.LAGGING


def test_catching_up_changes_the_class_exactly_at_its_place() -> None:
    listener = Listener(Role.MODERATOR)
    listener.subscription.state = State.CATCHING_UP
    listener.subscription.write(
        entries_of(
            GARDEN,
            muted("Ben"),
            role_changed("Ana", Role.MEMBER),
            muted("Ben"),
            role_changed("Ana", Role.ADMIN),
            muted("Ben"),
        )
    )
    assert listener.kinds() == ["entry", "entry", "void", "entry", "reset", "entry"]


def test_catching_up_ends_at_the_removal() -> None:
    listener = Listener()
    listener.subscription.state = State.CATCHING_UP
    listener.subscription.write(entries_of(GARDEN, said(), removed("Ana"), said()))
    assert listener.line.places() == [1, 2]
    assert listener.owner.told == ["ended"]
    assert listener.owner.refusals[0].code is Code.STEPPED_OUT
    assert listener.owner.refusals[0].params == {"until": FAR_AWAY_MS, "reason": Reason.UNKIND}


def test_an_ended_listener_does_not_lag() -> None:
    listener = Listener(as_of=1)
    listener.line.stall()
    listener.subscription.write_live(JoinedFrames(entries_of(GARDEN, said(), removed("Ana"))))
    assert listener.owner.told == ["ended"]
    assert listener.subscription.state is State.ENDED


def test_what_passed_before_the_snapshot_changes_nothing() -> None:
    listener = Listener(Role.MODERATOR, as_of=5)
    for entry in entries_of(GARDEN, role_changed("Ana", Role.MEMBER), removed("Ana"), after=3):
        listener.subscription.standing_passed(entry)
    assert listener.owner.told == []
    assert listener.subscription.role is Role.MODERATOR


def test_what_passed_after_the_snapshot_takes_effect_with_it() -> None:
    owner = Owner()
    subscription = Subscription(GARDEN, Line(), owner)
    for entry in entries_of(GARDEN, role_changed("Ana", Role.MODERATOR), removed("Ana"), after=4):
        subscription.standing_passed(entry)
    assert owner.told == []
    subscription.stand(standing(Role.MODERATOR, 5, member_of("Ana")))
    assert owner.told == ["ended"]


def test_what_happens_to_others_changes_nothing() -> None:
    listener = Listener()
    for entry in entries_of(GARDEN, role_changed("Ben", Role.ADMIN), removed("Ben")):
        listener.subscription.standing_passed(entry)
    assert listener.subscription.role is Role.MEMBER
    assert listener.owner.told == []


def test_a_guest_is_nobody_whom_an_entry_could_mean() -> None:
    listener = Listener(Role.GUEST)
    for entry in entries_of(GARDEN, role_changed("Ana", Role.ADMIN), removed("Ana")):
        listener.subscription.standing_passed(entry)
    assert listener.owner.told == []
    assert listener.kinds() == []


def test_a_mute_is_known_until_it_ends_or_is_lifted() -> None:
    listener = Listener()
    mute = muted("Ana")
    lifted = events.SanctionLifted(member=member_of("Ana"), sanction=mute.sanction)
    passing, lifting = entries_of(GARDEN, mute, lifted)
    listener.subscription.standing_passed(passing)
    refusal = listener.subscription.muted(FAR_AWAY_MS - 1)
    assert refusal is not None
    assert refusal.code is Code.MUTED
    assert listener.subscription.muted(FAR_AWAY_MS) is None
    listener.subscription.standing_passed(lifting)
    assert listener.subscription.muted(0) is None


# What the database says anew


def test_a_role_lost_elsewhere_is_lost_here_too() -> None:
    listener = Listener(Role.MODERATOR, as_of=3)
    listener.subscription.stand_again(standing(Role.MEMBER, 3, member_of("Ana")))
    listener.hear(muted("Ben"))
    assert listener.kinds() == ["void"]


def test_an_older_answer_does_not_undo_what_has_passed_since() -> None:
    listener = Listener(Role.MEMBER, as_of=3)
    listener.hear(role_changed("Ana", Role.MODERATOR))
    listener.subscription.standing_passed(
        entries_of(GARDEN, role_changed("Ana", Role.MODERATOR), after=3)[0]
    )
    listener.subscription.stand_again(standing(Role.MEMBER, 3, member_of("Ana")))
    assert listener.subscription.role is Role.MODERATOR


def test_a_room_that_was_locked_by_its_file_is_joined_anew() -> None:
    listener = Listener(Role.MEMBER, as_of=3)
    locked = Standing(3, Role.MEMBER, RoomState.LOCKED, Readers.GUESTS, member_of("Ana"))
    listener.subscription.stand_again(locked)
    assert listener.kinds() == ["reset"]


def test_a_mute_is_over_by_the_clock_of_the_database() -> None:
    mute = Sanction("a mute", SanctionKind.MUTE, until=1_000, reason=Reason.UNKIND)
    behind = replace(standing(Role.MENTOR, 1, member_of("Ana")), mutes=(mute,), ahead_ms=700_000)
    listener = Listener(Role.MENTOR)
    listener.subscription.stand(behind)
    assert listener.subscription.muted(now=500) is None
    listener.subscription.stand(replace(behind, ahead_ms=0))
    assert listener.subscription.muted(now=500) is not None
    # This machine's clock was put right meanwhile, and nothing else has changed.
    listener.subscription.stand_again(behind)
    assert listener.subscription.muted(now=500) is None


def suspended(who: str, until: int = FAR_AWAY_MS) -> events.PowersSuspended:
    return events.PowersSuspended(member=member_of(who), until=until, reason=Reason.UNKIND)


def test_suspended_moderator_sees_as_a_member_from_the_next_entry_on() -> None:
    listener = Listener(Role.MODERATOR)
    listener.hear(muted("Ben"))
    listener.hear(suspended("Ana"))
    listener.subscription.standing_passed(entries_of(GARDEN, suspended("Ana"), after=1)[0])
    listener.hear(muted("Cora"))
    assert listener.kinds() == ["entry", "entry", "void"]
    assert listener.subscription.role is Role.MEMBER


def test_role_given_during_a_suspension_gives_no_sight() -> None:
    listener = Listener(Role.MODERATOR)
    given: Event = role_changed("Ana", Role.MODERATOR)
    for place, event in enumerate([suspended("Ana"), given]):
        listener.subscription.standing_passed(entries_of(GARDEN, event, after=place)[0])
    assert listener.subscription.role is Role.MEMBER
    over = Listener(Role.MODERATOR)
    for place, event in enumerate([suspended("Ana", 1), given]):
        over.subscription.standing_passed(entries_of(GARDEN, event, after=place)[0])
    assert over.subscription.role is Role.MODERATOR


def test_closing_a_room_is_known_at_its_entry_and_resets_nobody() -> None:
    listener = Listener()
    turns: list[tuple[Event, RoomState]] = [
        (events.RoomLocked(reason=Reason.NO_COVER), RoomState.LOCKED),
        (events.RoomUnlocked(), RoomState.OPEN),
    ]
    for place, (event, state) in enumerate(turns):
        [entry] = entries_of(GARDEN, event, after=place)
        listener.subscription.standing_passed(entry)
        assert listener.subscription.standing is not None
        assert listener.subscription.standing.state is state
        read_anew = replace(listener.subscription.standing, as_of=entry.seq)
        listener.subscription.stand_again(read_anew)
    assert listener.line.sent() == []


def test_a_standing_is_another_as_soon_as_anything_but_its_time_is() -> None:
    known = standing(Role.MEMBER, 3, member_of("Ana"))
    assert replace(known, as_of=9, ahead_ms=70).is_as(known)
    others: dict[str, Any] = {
        "role": Role.MODERATOR,
        "state": RoomState.LOCKED,
        "readers": Readers.MEMBERS,
        "member": member_of("Ben"),
        "name": "Ben",
        "mutes": (Sanction("1", SanctionKind.MUTE, 5, Reason.SELLING),),
        "suspended_until": 5,
    }
    assert {"as_of", "ahead_ms", *others} == {each.name for each in fields(known)}
    for name, value in others.items():
        assert not replace(known, **{name: value}).is_as(known), name


def test_who_has_left_is_signed_out_and_nobody_else() -> None:
    ana, guest = Listener(), Listener(Role.GUEST)
    left = events.MemberLeft(member=member_of("Ana"))
    for listener in (ana, guest):
        listener.hear(left)
        listener.subscription.standing_passed(entries_of(GARDEN, left)[0])
        assert listener.kinds() == ["entry"]
    assert (ana.owner.told, guest.owner.told) == (["signed_out"], [])
