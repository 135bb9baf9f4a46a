"""When a drop-in begins, by whom, in which form, and how it ends."""

from typing import Any

import pytest

from rooms import events
from rooms.actor import HOUSE, Actor, Role
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import AWAY_MS, LATE_MS, LOBBY_MS, UNHOSTED_MS, State
from rooms.facts import RoomFacts, SanctionKind
from rooms.permissions import RoomState
from rooms.refusals import Code
from tests.rooms.scene import MINUTE_MS, NOW, account, member, person, sanction
from tests.rooms.stage import (
    CLOSE,
    HOUR_MS,
    OPEN,
    REOPEN,
    TAKE_FLOOR,
    act,
    code,
    happened,
    hosted,
    live,
    scene,
    session,
)

NOBODY_SEEN: dict[Any, int] = {}
OTHER = Hosted(
    drop_in="e" * 32,
    form=Form.LINE,
    host=account("mel"),
    host_since=NOW,
    opened_at=NOW,
    ends_at=NOW,
)


@pytest.mark.parametrize(
    ("who", "at", "expected"),
    [
        ("mia", NOW - LOBBY_MS - 1, Code.TOO_EARLY),
        ("mia", NOW - LOBBY_MS, None),
        ("mia", NOW + UNHOSTED_MS - 1, None),
        ("mia", NOW + UNHOSTED_MS, Code.TOO_LATE),
        ("max", NOW + LATE_MS - 1, Code.TOO_EARLY),
        ("max", NOW + LATE_MS, None),
        ("mel", NOW + LATE_MS, None),
        ("mona", NOW + LATE_MS - 1, Code.TOO_EARLY),
        ("mona", NOW + LATE_MS, None),
        ("ana", NOW + LATE_MS, Code.NOT_ALLOWED),
        (HOUSE, NOW - 1, Code.TOO_EARLY),
        (HOUSE, NOW, None),
        (HOUSE, NOW + UNHOSTED_MS, Code.TOO_LATE),
    ],
)
def test_session_begins_in_its_time_by_those_who_may(
    who: str | Actor, at: int, expected: Code | None
) -> None:
    seen = {account("mia"): at, account("max"): at}
    assert code(act(scene(about=session(seen=seen)), OPEN, who, at)) is expected


@pytest.mark.parametrize(
    ("seen", "at", "host"),
    [
        ({"mia": NOW - AWAY_MS, "max": NOW}, NOW, "mia"),
        ({"mia": NOW - AWAY_MS - 1, "max": NOW}, NOW, None),
        ({"mia": NOW, "max": NOW + LATE_MS}, NOW + LATE_MS, "max"),
        ({"mia": NOW + LATE_MS, "max": NOW + LATE_MS}, NOW + LATE_MS, "mia"),
        ({"mel": NOW, "mona": NOW}, NOW, None),
        ({}, NOW, None),
    ],
)
def test_at_its_time_it_begins_by_itself_when_one_of_the_two_is_here(
    seen: dict[str, int], at: int, host: str | None
) -> None:
    facts = scene(about=session(seen={account(name): when for name, when in seen.items()}))
    decided = act(facts, OPEN, HOUSE, at)
    if host is None:
        assert code(decided) is Code.NOT_LIVE
    else:
        assert live(facts).host == account(host)


def without_role(facts: RoomFacts) -> None:
    facts.people[account("mia")].role = Role.MEMBER


def suspended(facts: RoomFacts) -> None:
    facts.people[account("mia")].suspend(NOW + HOUR_MS)


def closed(facts: RoomFacts) -> None:
    facts.people[account("mia")].closed = True


def gone(facts: RoomFacts) -> None:
    facts.people[account("mia")].leave()


def out(facts: RoomFacts) -> None:
    facts.people[account("mia")].sanctions.append(sanction(SanctionKind.REMOVAL))


def paused(facts: RoomFacts) -> None:
    facts.people[account("mia")].sanctions.append(sanction(SanctionKind.MUTE))


@pytest.mark.parametrize("befall", [without_role, suspended, closed, gone, out, paused])
def test_host_who_may_not_host_any_more_does_not_and_the_second_begins_at_its_time(
    befall: Any,
) -> None:
    facts = scene()
    befall(facts)
    assert code(act(facts, OPEN, "mia")) is not None
    act(facts, OPEN, HOUSE)
    assert (live(facts).host, live(facts).co_host) == (account("max"), None)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"state": RoomState.LOCKED}, Code.ROOM_LOCKED),
        ({"hosted": OTHER}, Code.CLASH),
        ({"hosted": hosted()}, Code.NOTHING_TO_CHANGE),
    ],
)
@pytest.mark.parametrize("who", ["mia", HOUSE], ids=["host", "house"])
def test_closed_or_taken_room_does_not_open(
    who: str | Actor, more: dict[str, Any], expected: Code
) -> None:
    facts = scene(about=session())
    for field, value in more.items():
        setattr(facts, field, value)
    assert code(act(facts, OPEN, who)) is expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"state": State.CANCELLED}, Code.NOT_LIVE),
        ({"state": State.ENDED}, Code.NOT_LIVE),
        ({"state": State.UNHOSTED}, Code.NOT_LIVE),
        ({"stopped": True}, Code.SERIES_STOPPED),
    ],
)
def test_what_is_over_cancelled_or_stopped_does_not_open(
    more: dict[str, Any], expected: Code
) -> None:
    assert code(act(scene(about=session(**more)), OPEN, "mia")) is expected


@pytest.mark.parametrize("planned", Form)
@pytest.mark.parametrize("covered", [True, False])
def test_nobody_hosts_alone_but_a_small_line_or_circle(planned: Form, covered: bool) -> None:
    facts = scene(about=session(form=planned, second=account("max") if covered else None))
    act(facts, OPEN, "mia")
    alone = planned if planned is Form.CIRCLE else Form.LINE
    assert live(facts).form is (planned if covered else alone)
    about = facts.drop_ins[live(facts).drop_in]
    assert (about.capacity, about.form) == (12 if covered else 8, live(facts).form)


def test_second_person_who_may_not_host_covers_nobody() -> None:
    facts = scene(about=session(form=Form.OPEN_HOUR))
    facts.people[account("max")].role = Role.MEMBER
    act(facts, OPEN, "mia")
    assert (live(facts).co_host, live(facts).form) == (None, Form.LINE)


@pytest.mark.parametrize(
    ("until", "who", "at", "form"),
    [
        (NOW + 1, "mia", NOW, Form.QUESTIONS),
        (NOW, "mia", NOW, Form.LINE),
        (0, "mia", NOW, Form.LINE),
        (NOW + HOUR_MS, "max", NOW + LATE_MS, Form.LINE),
    ],
)
def test_expert_session_needs_a_record_of_its_host_that_holds(
    until: int, who: str, at: int, form: Form
) -> None:
    facts = scene(about=session(form=Form.QUESTIONS, expert=True, expert_until=until))
    act(facts, OPEN, who, at)
    assert live(facts).form is form
    assert facts.drop_ins[live(facts).drop_in].expert is (form is Form.QUESTIONS)


def test_early_start_says_so() -> None:
    [opened] = happened(scene(), OPEN, "mia", NOW - 3 * MINUTE_MS)
    assert opened == events.DropInOpened(
        drop_in=session().drop_in,
        form=Form.LINE,
        host=member("mia"),
        co_host=member("max"),
        ends_at=NOW + HOUR_MS,
        early_ms=3 * MINUTE_MS,
    )


def test_unknown_session_is_unknown() -> None:
    facts = scene()
    facts.drop_ins.clear()
    facts.people[account("mia")] = person("mia", Role.MENTOR)
    for command in (OPEN, CLOSE, REOPEN, TAKE_FLOOR):
        assert code(act(facts, command, "mia")) is Code.UNKNOWN_DROP_IN
