"""What has just been decided is seen by the next command of the same batch."""

from collections.abc import Callable
from typing import get_args

import pytest

from rooms import commands, events
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Reaction, Reason, Writing
from rooms.decide import Decision, decide
from rooms.evolving import evolve, spent
from rooms.facts import MessageState, RoomFacts, SanctionKind
from rooms.limits import WRITING
from rooms.refusals import Code, Refusal
from tests.rooms import stage
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, by, member, person, room, said, uid

MONA, MIA, ANA, BEN = by("mona"), by("mia"), by("ana"), by("ben")


def scene() -> RoomFacts:
    people = (person("mona", Role.ADMIN), person("mia", Role.MENTOR), person("ana"), person("ben"))
    session = stage.session(places=stage.called("ana"))
    return room(*people, messages=[said("ana")], drop_ins={stage.DROP_IN: session})


def commit(facts: RoomFacts, command: Writing, actor: Actor, now: int = NOW) -> list[events.Event]:
    """Decide, and let the facts follow."""
    decided = decide(facts, command, actor, now)
    assert isinstance(decided, list), decided
    evolve(facts, decided, actor.account, now)
    return decided


def code(decision: Decision) -> Code | None:
    return decision.code if isinstance(decision, Refusal) else None


def post(number: int = 20) -> commands.PostMessage:
    return commands.PostMessage(room=ROOM, command_id=uid(number), body="hello")


def retract(message: int = 1) -> commands.RetractMessage:
    return commands.RetractMessage(room=ROOM, command_id=uid(40), message=uid(message))


def react(on: bool) -> commands.React:
    return commands.React(
        room=ROOM, command_id=uid(41), message=uid(1), reaction=Reaction.HOPE, on=on
    )


def mute(name: str = "ana") -> commands.MuteMember:
    return commands.MuteMember(
        room=ROOM, command_id=uid(50), member=member(name), seconds=60, reason=Reason.UNKIND
    )


REMOVE = commands.RemoveMember(
    room=ROOM, command_id=uid(50), member=member("ana"), seconds=60, reason=Reason.UNKIND
)
LIFT = commands.LiftSanction(room=ROOM, command_id=uid(51), member=member("ana"), sanction=uid(50))
CLOSE = commands.CloseAccount(
    room=ROOM, command_id=uid(52), member=member("ana"), reason=Reason.OTHER
)
OPEN = commands.OpenAccount(room=ROOM, command_id=uid(53), member=member("ana"))
TAKE_DOWN = commands.RemoveMessage(
    room=ROOM, command_id=uid(54), message=uid(1), reason=Reason.UNKIND
)
PUT_BACK = commands.RestoreMessage(room=ROOM, command_id=uid(55), message=uid(1))


TAKE_DOWN_ALL = commands.RemoveRecent(
    room=ROOM, command_id=uid(58), member=member("ana"), reason=Reason.FLOODING
)
SUSPEND = commands.SuspendPowers(
    room=ROOM, command_id=uid(59), member=member("ben"), reason=Reason.UNKIND
)
LEAVE = commands.LeaveCommunity(room=ROOM, command_id=uid(61))
LOCK = commands.LockRoom(room=ROOM, command_id=uid(62), reason=Reason.HEATED)
UNLOCK = commands.UnlockRoom(room=ROOM, command_id=uid(63))
PACE = commands.SetPace(room=ROOM, command_id=uid(64), pace_seconds=30)
CALM = commands.CalmRoom(room=ROOM, command_id=uid(65))
END_CALM = commands.EndCalm(room=ROOM, command_id=uid(66))


def rename(name: str) -> commands.ChangeName:
    return commands.ChangeName(room=ROOM, command_id=uid(56), name=name)


def promote(name: str, role: Role) -> commands.ChangeRole:
    return commands.ChangeRole(room=ROOM, command_id=uid(57), member=member(name), role=role)


def test_every_event_moves_the_head_and_the_time() -> None:
    facts = scene()
    commit(facts, post(20), ANA, NOW + 1)
    commit(facts, post(21), BEN, NOW + 2)
    assert (facts.head, facts.last_at) == (12, NOW + 2)
    assert [facts.messages[uid(number)].seq for number in (20, 21)] == [11, 12]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((post(), ANA), (post(), BEN), Code.IDEMPOTENCY_CONFLICT),
        ((retract(), ANA), (retract(), ANA), Code.GONE),
        ((TAKE_DOWN, MONA), (retract(), ANA), Code.GONE),
        ((TAKE_DOWN, MONA), (TAKE_DOWN, MONA), Code.GONE),
        ((react(True), BEN), (react(True), BEN), Code.NOTHING_TO_CHANGE),
        ((mute(), MONA), (post(), ANA), Code.MUTED),
        ((REMOVE, MONA), (retract(), ANA), Code.STEPPED_OUT),
        ((CLOSE, MONA), (post(), ANA), Code.ACCOUNT_CLOSED),
        ((CLOSE, MONA), (CLOSE, MONA), Code.NOTHING_TO_CHANGE),
        ((rename("Luz"), ANA), (rename("Luz"), BEN), Code.NAME_TAKEN),
        ((rename("Luz"), ANA), (rename("Luz"), ANA), Code.NOTHING_TO_CHANGE),
        ((promote("ana", Role.MODERATOR), MONA), (mute(), BEN), Code.NOT_ALLOWED),
        ((TAKE_DOWN_ALL, MONA), (retract(), ANA), Code.GONE),
        ((TAKE_DOWN_ALL, MONA), (TAKE_DOWN_ALL, MONA), Code.NOTHING_TO_CHANGE),
        ((LEAVE, ANA), (post(), ANA), Code.SIGNED_OUT),
        ((LEAVE, ANA), (mute(), MONA), Code.UNKNOWN_MEMBER),
        ((LOCK, MONA), (post(), ANA), Code.ROOM_LOCKED),
        ((LOCK, MONA), (LOCK, MONA), Code.NOTHING_TO_CHANGE),
        ((PACE, MONA), (PACE, MONA), Code.NOTHING_TO_CHANGE),
    ],
)
def test_second_command_sees_the_first(
    first: tuple[Writing, Actor], second: tuple[Writing, Actor], expected: Code
) -> None:
    facts = scene()
    commit(facts, *first)
    assert code(decide(facts, *second, NOW)) is expected


@pytest.mark.parametrize(
    "batch",
    [
        [(mute(), MONA), (LIFT, MONA), (post(), ANA)],
        [(REMOVE, MONA), (LIFT, MONA), (post(), ANA)],
        [(CLOSE, MONA), (OPEN, MONA), (post(), ANA)],
        [(TAKE_DOWN, MONA), (PUT_BACK, MONA), (retract(), ANA)],
        [(react(True), BEN), (react(False), BEN), (react(True), BEN)],
        [(post(), ANA), (retract(20), ANA)],
        [(promote("ben", Role.MODERATOR), MONA), (mute(), BEN)],
        [(LOCK, MONA), (UNLOCK, MONA), (post(), ANA)],
        [(TAKE_DOWN_ALL, MONA), (PUT_BACK, MONA), (retract(), ANA)],
        [(CALM, MONA), (END_CALM, MONA), (post(), ANA), (post(21), ANA)],
    ],
)
def test_what_was_undone_is_allowed_again(batch: list[tuple[Writing, Actor]]) -> None:
    facts = scene()
    for command, actor in batch:
        commit(facts, command, actor)


def test_demoted_moderator_moderates_no_more() -> None:
    facts = scene()
    commit(facts, promote("ben", Role.MODERATOR), MONA)
    commit(facts, promote("ben", Role.MEMBER), MONA)
    assert code(decide(facts, mute(), BEN, NOW)) is Code.NOT_ALLOWED


def test_edited_text_is_the_one_that_is_put_back() -> None:
    facts = scene()
    edit = commands.EditMessage(room=ROOM, command_id=uid(60), message=uid(1), body="better")
    commit(facts, edit, ANA)
    commit(facts, TAKE_DOWN, MONA)
    assert commit(facts, PUT_BACK, MONA) == [events.MessageRestored(message=uid(1), body="better")]
    assert facts.messages[uid(1)].state is MessageState.SHOWN


def test_name_of_the_next_message_is_the_new_one() -> None:
    facts = scene()
    commit(facts, rename("Luz"), ANA)
    [posted] = commit(facts, post(), ANA)
    assert isinstance(posted, events.MessagePosted)
    assert posted.name == "Luz"


def test_slow_room_sees_the_message_before() -> None:
    facts = scene()
    facts.pace_ms = 30_000
    commit(facts, post(20), ANA)
    assert code(decide(facts, post(21), ANA, NOW)) is Code.SLOW


def test_rate_limit_sees_what_the_batch_has_spent() -> None:
    facts = scene()
    for number in range(WRITING.burst):
        commit(facts, post(100 + number), ANA)
        spent(facts, account("ana"), NOW)
    assert code(decide(facts, post(200), ANA, NOW)) is Code.RATE_LIMITED
    assert facts.people[account("ana")].joined
    assert code(decide(facts, post(200), BEN, NOW)) is None


def test_mute_ends_by_the_clock_once() -> None:
    facts = scene()
    commit(facts, mute(), MONA)
    end = commands.EndSanction(
        room=ROOM, command_id=uid(70), member=member("ana"), sanction=uid(50)
    )
    later = NOW + MINUTE_MS
    commit(facts, end, HOUSE, later)
    assert code(decide(facts, end, HOUSE, later)) is Code.NOTHING_TO_CHANGE
    assert facts.people[account("ana")].sanction(SanctionKind.MUTE, NOW) is None


def test_event_about_a_person_who_was_not_read_is_a_mistake() -> None:
    stranger = events.AccountOpened(member=member("nobody"))
    with pytest.raises(AssertionError, match="not read"):
        evolve(scene(), [stranger], account("mona"), NOW)


EVOLVED: dict[type[events.Event], Callable[[], list[tuple[Writing, Actor]]]] = {
    events.MessagePosted: lambda: [(post(), ANA)],
    events.MessageEdited: lambda: [
        (commands.EditMessage(room=ROOM, command_id=uid(60), message=uid(1), body="new"), ANA)
    ],
    events.MessageRetracted: lambda: [(retract(), ANA)],
    events.MessageRemoved: lambda: [(TAKE_DOWN, MONA)],
    events.MessageRestored: lambda: [(TAKE_DOWN, MONA), (PUT_BACK, MONA)],
    events.ReactionAdded: lambda: [(react(True), BEN)],
    events.ReactionRemoved: lambda: [(react(True), BEN), (react(False), BEN)],
    events.NameChanged: lambda: [(rename("Luz"), ANA)],
    events.MemberMuted: lambda: [(mute(), MONA)],
    events.MemberRemoved: lambda: [(REMOVE, MONA)],
    events.SanctionLifted: lambda: [(mute(), MONA), (LIFT, MONA)],
    events.AccountClosed: lambda: [(CLOSE, MONA)],
    events.AccountOpened: lambda: [(CLOSE, MONA), (OPEN, MONA)],
    events.RoleChanged: lambda: [(promote("ana", Role.MENTOR), MONA)],
    events.MessagesRemoved: lambda: [(TAKE_DOWN_ALL, MONA)],
    events.PowersSuspended: lambda: [(promote("ben", Role.MODERATOR), MONA), (SUSPEND, MONA)],
    events.MemberLeft: lambda: [(LEAVE, ANA)],
    events.RoomLocked: lambda: [(LOCK, MONA)],
    events.RoomUnlocked: lambda: [(LOCK, MONA), (UNLOCK, MONA)],
    events.PaceChanged: lambda: [(PACE, MONA)],
    events.RoomCalmed: lambda: [(CALM, MONA)],
    events.CalmEnded: lambda: [(CALM, MONA), (END_CALM, MONA)],
    events.DropInOpened: lambda: [(stage.OPEN, MIA)],
    events.DropInClosed: lambda: [(stage.OPEN, MIA), (stage.CLOSE, MIA)],
    events.HostsChanged: lambda: [(stage.OPEN, MIA), (stage.TAKE_HOSTING, MONA)],
    events.FloorGiven: lambda: [(stage.OPEN, MIA), (stage.TAKE_FLOOR, ANA)],
    events.FloorFreed: lambda: [
        (stage.OPEN, MIA),
        (stage.TAKE_FLOOR, ANA),
        (stage.FREE_FLOOR, ANA),
    ],
    events.FloorFrozen: lambda: [(stage.OPEN, MIA), (stage.FREEZE, MIA)],
    events.FloorThawed: lambda: [(stage.OPEN, MIA), (stage.FREEZE, MIA), (stage.THAW, MIA)],
}


@pytest.mark.parametrize("event", get_args(events.Event), ids=lambda event: event.__name__)
def test_every_event_can_be_brought_about_and_followed(event: type[events.Event]) -> None:
    facts = scene()
    last = [commit(facts, command, actor) for command, actor in EVOLVED[event]()][-1]
    assert [type(happened) for happened in last] == [event]
