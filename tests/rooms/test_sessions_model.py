"""Any hour, lived by anybody: read off its entries, nobody spoke out of turn, and the entries alone
come to the same facts."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rooms import commands, events
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Reason, Writing
from rooms.dropins.forms import Form
from rooms.dropins.stages import AWAY_MS, GRACE_MS, OVERRUN_MS
from rooms.evolving import evolve
from rooms.facts import RoomFacts
from rooms.ids import AccountId
from rooms.refusals import Refusal
from tests.checker.floor import i13_in_turn
from tests.checker.records import Row
from tests.checker.run import Run
from tests.rooms import stage
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, by, member, said, uid

PEOPLE = ("ana", "ben", "cleo", "mia", "max", "mel", "mona", "adam")
ACTS = (
    *("post", "post", "edit", "open", "close", "reopen", "take_floor", "take_floor", "free_floor"),
    *("freeze", "thaw", "take_hosting", "name", "name_nobody", "mute", "step_out", "close_account"),
    *("suspend", "demote", "leave", "lock", "unlock", "house_open", "house_close", "pass", "slow"),
    "house_free",
)
WAITS_MS = (0, 0, 0, AWAY_MS, GRACE_MS + 1, 20 * MINUTE_MS, stage.HOUR_MS, OVERRUN_MS)


@dataclass(frozen=True)
class Step:
    """Who does what about whom, after a while; `seen` are those who are in the room then."""

    act: str
    who: str
    whom: str
    wait_ms: int
    seen: tuple[str, ...]


steps = st.builds(
    Step,
    act=st.sampled_from(ACTS),
    who=st.sampled_from(PEOPLE),
    whom=st.sampled_from(PEOPLE),
    wait_ms=st.sampled_from(WAITS_MS),
    seen=st.sampled_from(
        [(), ("mia",), ("mia", "max"), ("max",), ("mia", "max", "mona"), ("mia", "ana")]
    ),
)


def command_of(step: Step, number: int) -> tuple[Writing, Actor]:
    here: dict[str, Any] = {"room": ROOM, "command_id": uid(1000 + number)}
    about = {**here, "member": member(step.whom)}
    session = {**here, "drop_in": stage.DROP_IN}
    plain: dict[str, Any] = {
        "open": commands.OpenDropIn,
        "close": commands.CloseDropIn,
        "reopen": commands.ReopenDropIn,
        "take_floor": commands.TakeFloor,
        "free_floor": commands.FreeFloor,
        "freeze": commands.FreezeFloor,
        "thaw": commands.ThawFloor,
        "take_hosting": commands.TakeHosting,
    }
    if step.act in plain:
        return plain[step.act](**session), by(step.who)
    house: dict[str, Writing] = {
        "house_open": commands.OpenDropIn(**session),
        "house_close": commands.CloseDropIn(**session),
        "house_free": commands.FreeFloor(**session),
        "pass": commands.PassHosting(**session),
        "slow": commands.SlowDown(**session, busy=number % 2 == 0),
    }
    if step.act in house:
        return house[step.act], HOUSE
    others: dict[str, Writing] = {
        "post": commands.PostMessage(**here, body=f"word {number}"),
        "edit": commands.EditMessage(**here, message=uid(PEOPLE.index(step.who)), body=f"{number}"),
        "name": commands.NameCoHost(**session, member=member(step.whom)),
        "name_nobody": commands.NameCoHost(**session, member=None),
        "mute": commands.MuteMember(**about, seconds=60, reason=Reason.UNKIND),
        "step_out": commands.RemoveMember(**about, seconds=60, reason=Reason.UNKIND),
        "close_account": commands.CloseAccount(**about, reason=Reason.UNKIND),
        "suspend": commands.SuspendPowers(**about, reason=Reason.UNKIND),
        "demote": commands.ChangeRole(**about, role=Role.MEMBER),
        "leave": commands.LeaveCommunity(**here),
        "lock": commands.LockRoom(**here, reason=Reason.HEATED),
        "unlock": commands.UnlockRoom(**here),
    }
    return others[step.act], by(step.who)


def begin(form: Form) -> RoomFacts:
    about = stage.session(form=form, places=stage.called("ana", "ben"))
    facts = stage.scene(about=about)
    own = [said(name, uid(place)) for place, name in enumerate(PEOPLE)]
    facts.messages = {each.message: each for each in own}
    return facts


Told = list[tuple[int, AccountId, events.Event]]


def live_through(facts: RoomFacts, script: list[Step]) -> Told:
    told: Told = []
    now = NOW
    for number, step in enumerate(script):
        now += step.wait_ms
        about = facts.drop_ins[stage.DROP_IN]
        about.seen.update({account(name): now for name in step.seen})
        for place in about.places.values():
            place.until = now + MINUTE_MS
        command, actor = command_of(step, number)
        decided = stage.act(facts, command, actor, now)
        if not isinstance(decided, Refusal):
            by_whom = [actor.account] + [HOUSE.account] * len(decided)
            told += [(now, who, each) for who, each in zip(by_whom, decided, strict=False)]
    return told


def rows(told: Told) -> Iterator[Row]:
    for seq, person in enumerate(stage.scene().people.values(), 1):
        posted: dict[str, Any] = {"kind": "message_posted", "role": person.role.value}
        yield Row(room=ROOM, seq=seq, at=NOW, member=person.member, **posted)
    for seq, (at, actor, event) in enumerate(told, 11):
        said_of = msgspec.to_builtins(event)
        kept = {field: said_of[field] for field in KEPT if said_of.get(field) is not None}
        subject = said_of.get("member") or said_of.get("author")
        kind = said_of["type"]
        yield Row(room=ROOM, seq=seq, at=at, kind=kind, actor=actor, member=subject, **kept)


KEPT = ("drop_in", "form", "host", "co_host", "again", "role")
A_TURN = [
    Step("open", "mia", "mia", 0, ("mia", "max")),
    Step("take_floor", "ana", "ana", 0, ()),
    Step("post", "ana", "ana", 0, ()),
    Step("post", "ben", "ben", 0, ()),
]


@settings(max_examples=300, deadline=None)
@example(form=Form.LINE, script=[*A_TURN, Step("close_account", "adam", "ana", 0, ())])
@example(form=Form.CIRCLE, script=[*A_TURN, Step("freeze", "max", "mia", 0, ()), *A_TURN])
@example(form=Form.LINE, script=[*A_TURN, Step("close", "mia", "mia", 0, ()), *A_TURN])
@given(form=st.sampled_from(Form), script=st.lists(steps, max_size=24))
def test_whatever_happens_nobody_speaks_out_of_turn_and_the_log_tells_all(
    form: Form, script: list[Step]
) -> None:
    facts = begin(form)
    told = live_through(facts, [A_TURN[0], *script])
    assert [*i13_in_turn(Run(tuple(rows(told)), ()))] == []
    again = begin(form)
    for at, actor, event in told:
        evolve(again, [event], actor, at)
    assert told_alike(again) == told_alike(facts)


def told_alike(facts: RoomFacts) -> tuple[Any, ...]:
    """What the log tells of a session: all but who was seen, and how long somebody is called."""
    about = copy.copy(facts.drop_ins[stage.DROP_IN])
    about.seen, places = {}, {who: each.state for who, each in about.places.items()}
    about.places = {}
    return facts.hosted, about, places, facts.head


@settings(max_examples=300, deadline=None)
@given(form=st.sampled_from(Form), script=st.lists(steps, max_size=24))
def test_no_session_is_left_to_somebody_who_may_not_host_or_speak(
    form: Form, script: list[Step]
) -> None:
    facts = begin(form)
    live_through(facts, [A_TURN[0], *script])
    hosted = facts.hosted
    if hosted is None:
        return
    host = facts.people[hosted.host]
    assert hosted.frozen or not (host.closed or host.role is Role.MEMBER)
    if hosted.speaker is not None:
        assert not facts.people[hosted.speaker].closed
        assert hosted.form in (Form.LINE, Form.CIRCLE)
