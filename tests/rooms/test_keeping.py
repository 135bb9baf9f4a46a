"""Closing a room, its pace, and a calm: who may, and what it changes for those who write."""

from typing import Any

import pytest

from rooms import commands, events
from rooms.actor import Role
from rooms.commands import Reason
from rooms.decide import Decision, decide
from rooms.evolving import evolve
from rooms.facts import RoomFacts
from rooms.keeping import CALM_PACE_MS
from rooms.permissions import RoomState
from rooms.refusals import Code, Refusal
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, by, person, room, uid

LOCK = commands.LockRoom(room=ROOM, command_id=uid(30), reason=Reason.NO_COVER)
UNLOCK = commands.UnlockRoom(room=ROOM, command_id=uid(31))
CALM = commands.CalmRoom(room=ROOM, command_id=uid(32))
END_CALM = commands.EndCalm(room=ROOM, command_id=uid(33))
POST = commands.PostMessage(room=ROOM, command_id=uid(7), body="hello")


def pace(seconds: int | None) -> commands.SetPace:
    return commands.SetPace(room=ROOM, command_id=uid(34), pace_seconds=seconds)


def scene(**more: Any) -> RoomFacts:
    people = (person("ana", last_post=NOW), person("mia", Role.MENTOR, last_post=NOW))
    return room(*people, person("mona", Role.MODERATOR, last_post=NOW), **more)


def act(facts: RoomFacts, command: commands.Writing, name: str = "mona", at: int = NOW) -> Decision:
    """Decided, and in force for what follows."""
    decided = decide(facts, command, by(name), at)
    if not isinstance(decided, Refusal):
        evolve(facts, decided, account(name), at)
    return decided


def code(decision: Decision) -> Code | None:
    return decision.code if isinstance(decision, Refusal) else None


@pytest.mark.parametrize("command", [LOCK, UNLOCK, pace(5), CALM, END_CALM])
@pytest.mark.parametrize("name", ["ana", "mia"])
@pytest.mark.parametrize("state", RoomState)
def test_only_staff_keep_a_room(command: commands.Writing, name: str, state: RoomState) -> None:
    assert code(decide(scene(state=state), command, by(name), NOW)) in (
        Code.NOT_ALLOWED,
        Code.ROOM_LOCKED,
    )


def test_closed_room_says_why_and_opens_again() -> None:
    facts = scene()
    assert act(facts, LOCK) == [events.RoomLocked(reason=Reason.NO_COVER)]
    assert (facts.state, facts.lock_reason) == (RoomState.LOCKED, Reason.NO_COVER)
    assert code(act(facts, POST, "ana")) is Code.ROOM_LOCKED
    assert act(facts, UNLOCK) == [events.RoomUnlocked()]
    assert (facts.state, facts.lock_reason) == (RoomState.OPEN, None)
    assert code(act(facts, UNLOCK)) is Code.NOTHING_TO_CHANGE


@pytest.mark.parametrize(
    ("usual_ms", "live_ms", "asked", "pace_ms"),
    [
        (0, None, 5, 5_000),
        (0, 5_000, 0, 0),
        (0, 5_000, None, 0),
        (3_000, None, 0, 0),
        (3_000, 5_000, None, 3_000),
        (3_000, 3_000, None, 3_000),
        (0, None, 0, None),
        (0, None, None, None),
        (3_000, None, None, None),
        (0, 5_000, 5, None),
    ],
)
def test_pace_is_the_live_one_or_the_usual(
    usual_ms: int, live_ms: int | None, asked: int | None, pace_ms: int | None
) -> None:
    decided = act(scene(pace_ms=usual_ms, live_pace_ms=live_ms), pace(asked))
    if pace_ms is None:
        assert code(decided) is Code.NOTHING_TO_CHANGE
    else:
        assert decided == [events.PaceChanged(pace_ms=pace_ms)]


def test_live_pace_holds_members_and_not_helpers() -> None:
    facts = scene(live_pace_ms=20_000)
    assert code(decide(facts, POST, by("ana"), NOW + 19_999)) is Code.SLOW
    assert code(decide(facts, POST, by("ana"), NOW + 20_000)) is None
    assert code(decide(facts, POST, by("mia"), NOW + 1)) is None


def test_calm_is_slow_for_members_and_ends_by_the_clock_alone() -> None:
    facts = scene()
    until = NOW + 30 * MINUTE_MS
    assert act(facts, CALM) == [events.RoomCalmed(until=until, pace_ms=CALM_PACE_MS)]
    assert code(decide(facts, POST, by("ana"), NOW + CALM_PACE_MS - 1)) is Code.SLOW
    assert code(decide(facts, POST, by("ana"), NOW + CALM_PACE_MS)) is None
    assert code(decide(facts, POST, by("mia"), NOW + 1)) is None
    facts.people[account("ana")].last_post = until - 1
    assert code(decide(facts, POST, by("ana"), until)) is None


def test_slower_pace_outlives_a_calm() -> None:
    facts = scene(live_pace_ms=2 * CALM_PACE_MS)
    assert act(facts, CALM) == [
        events.RoomCalmed(until=NOW + 30 * MINUTE_MS, pace_ms=2 * CALM_PACE_MS)
    ]


def test_calm_is_ended_once() -> None:
    facts = scene()
    act(facts, CALM)
    assert act(facts, END_CALM) == [events.CalmEnded()]
    assert code(decide(facts, POST, by("ana"), NOW)) is None
    assert code(act(facts, END_CALM)) is Code.NOTHING_TO_CHANGE
    act(facts, CALM)
    assert code(act(facts, END_CALM, at=NOW + 30 * MINUTE_MS)) is Code.NOTHING_TO_CHANGE
