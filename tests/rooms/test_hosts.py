"""Who hosts: handed over, taken over, passed on by the clock; and what happens without a host."""

from collections.abc import Callable

import pytest

from rooms import commands, events
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Reason
from rooms.dropins.stages import AWAY_MS, GRACE_MS, HANDOVER_MS, State
from rooms.events import Handing
from rooms.facts import RoomFacts, SanctionKind
from rooms.refusals import Code
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, member, sanction, uid
from tests.rooms.stage import (
    CLOSE,
    DROP_IN,
    FREEZE,
    PASS_HOSTING,
    TAKE_FLOOR,
    TAKE_HOSTING,
    THAW,
    act,
    code,
    happened,
    hosted,
    live,
    name_co_host,
    scene,
    session,
)

GONE_AT = NOW + GRACE_MS + 1


def changed(host: str, co_host: str | None, how: Handing) -> list[events.Event]:
    beside = member(co_host) if co_host else None
    return [events.HostsChanged(drop_in=DROP_IN, host=member(host), co_host=beside, how=how)]


@pytest.mark.parametrize(
    ("who", "at", "how"),
    [
        ("max", NOW + GRACE_MS, Code.NOT_ALLOWED),
        ("max", GONE_AT, Handing.AWAY),
        ("mel", GONE_AT, Code.NOT_ALLOWED),
        ("ana", GONE_AT, Code.NOT_ALLOWED),
        ("mona", NOW, Handing.TAKEN),
        ("mia", NOW, Code.NOTHING_TO_CHANGE),
        (HOUSE, GONE_AT, Code.NOT_ALLOWED),
    ],
)
def test_hosting_is_taken_from_who_is_away_or_by_staff(
    who: str | Actor, at: int, how: Handing | Code
) -> None:
    facts = scene(hosted())
    decided = act(facts, TAKE_HOSTING, who, at)
    if isinstance(how, Code):
        assert code(decided) is how
    else:
        beside = "max" if who == "mona" else "mia"
        assert decided == changed(str(who), beside, how)


@pytest.mark.parametrize("after", [HANDOVER_MS, HANDOVER_MS + 1])
@pytest.mark.parametrize("who", ["mel", "max"])
def test_hosting_is_handed_over_within_a_minute_or_stays(who: str, after: int) -> None:
    about = session(state=State.LIVE, offered_to=account(who), offered_at=NOW)
    facts = scene(hosted(), about=about)
    decided = act(facts, TAKE_HOSTING, who, NOW + after)
    if after > HANDOVER_MS:
        assert code(decided) is Code.NOT_ALLOWED
        assert live(facts).host == account("mia")
    else:
        assert decided == changed(who, "max" if who == "mel" else "mia", Handing.HANDED)
        assert about.offered_to is None
        assert code(act(facts, TAKE_HOSTING, "mel", NOW + after)) is not None


def test_hosting_is_not_handed_to_who_may_not_host_here() -> None:
    about = session(state=State.LIVE, offered_to=account("mel"), offered_at=NOW)
    facts = scene(hosted(), about=about)
    facts.people[account("mel")].sanctions.append(sanction(SanctionKind.MUTE))
    assert code(act(facts, TAKE_HOSTING, "mel")) is Code.MUTED
    facts.people[account("mel")].role = Role.MEMBER
    assert code(act(facts, TAKE_HOSTING, "mel")) is Code.NOT_ALLOWED


@pytest.mark.parametrize(
    ("host_seen", "second_seen", "at", "passes"),
    [
        (NOW, GONE_AT, GONE_AT, True),
        (NOW + 1, GONE_AT, GONE_AT, False),
        (NOW, GONE_AT - AWAY_MS, GONE_AT, True),
        (NOW, GONE_AT - AWAY_MS - 1, GONE_AT, False),
    ],
)
def test_clock_passes_it_on_after_three_minutes_to_who_is_here(
    host_seen: int, second_seen: int, at: int, passes: bool
) -> None:
    seen = {account("mia"): host_seen, account("max"): second_seen}
    facts = scene(hosted(), about=session(state=State.LIVE, seen=seen))
    decided = act(facts, PASS_HOSTING, HOUSE, at)
    if passes:
        assert decided == changed("max", "mia", Handing.AWAY)
        assert code(act(facts, PASS_HOSTING, HOUSE, at)) is Code.NOTHING_TO_CHANGE
    else:
        assert code(decided) is Code.NOTHING_TO_CHANGE


def test_who_has_just_taken_over_is_not_away() -> None:
    seen = {account("max"): GONE_AT}
    facts = scene(hosted(), about=session(state=State.LIVE, seen=seen))
    act(facts, TAKE_HOSTING, "mona", GONE_AT)
    assert code(act(facts, PASS_HOSTING, HOUSE, GONE_AT)) is Code.NOTHING_TO_CHANGE
    act(facts, PASS_HOSTING, HOUSE, GONE_AT + GRACE_MS + 1)
    assert live(facts).host == account("mona"), "max was not seen lately either"


@pytest.mark.parametrize(
    ("who", "named", "expected"),
    [
        ("mia", "mel", None),
        ("mona", "mel", None),
        ("mia", None, None),
        ("max", "mel", Code.NOT_ALLOWED),
        ("ana", "mel", Code.NOT_ALLOWED),
        ("mia", "ana", Code.NOT_ALLOWED),
        ("mia", "mia", Code.NOT_ALLOWED),
        ("mia", "max", Code.NOTHING_TO_CHANGE),
        ("mia", "nobody", Code.UNKNOWN_MEMBER),
    ],
)
def test_host_names_another_mentor_beside_them(
    who: str, named: str | None, expected: Code | None
) -> None:
    decided = act(scene(hosted()), name_co_host(member(named) if named else None), who)
    if expected is None:
        assert decided == changed("mia", named, Handing.BESIDE)
    else:
        assert code(decided) is expected


def mute(name: str) -> commands.Writing:
    return commands.MuteMember(
        room=ROOM, command_id=uid(601), member=member(name), seconds=60, reason=Reason.UNKIND
    )


def step_out(name: str) -> commands.Writing:
    return commands.RemoveMember(
        room=ROOM, command_id=uid(602), member=member(name), seconds=60, reason=Reason.UNKIND
    )


def close(name: str) -> commands.Writing:
    return commands.CloseAccount(
        room=ROOM, command_id=uid(603), member=member(name), reason=Reason.SELLING
    )


def suspend(name: str) -> commands.Writing:
    return commands.SuspendPowers(
        room=ROOM, command_id=uid(604), member=member(name), reason=Reason.UNKIND
    )


def demote(name: str) -> commands.Writing:
    return commands.ChangeRole(
        room=ROOM, command_id=uid(605), member=member(name), role=Role.MEMBER
    )


LEAVE = commands.LeaveCommunity(room=ROOM, command_id=uid(606))
MAKES: dict[str, Callable[[str], commands.Writing]] = {
    "mute": mute,
    "step_out": step_out,
    "close": close,
    "suspend": suspend,
    "demote": demote,
}
AWAY = ["mute", "step_out", "close", "leave"]
POWERLESS = [*AWAY, "suspend", "demote"]


def deal(facts: RoomFacts, dealt: str, name: str) -> list[events.Event]:
    """Done by the admin, or by themselves when they leave for good."""
    if dealt == "leave":
        return happened(facts, LEAVE, name)
    return happened(facts, MAKES[dealt](name), "adam")


@pytest.mark.parametrize("dealt", AWAY)
def test_floor_of_who_may_not_speak_any_more_is_free_in_the_same_append(dealt: str) -> None:
    facts = scene(hosted())
    act(facts, TAKE_FLOOR, "ana")
    _, freed = deal(facts, dealt, "ana")
    assert freed == events.FloorFreed(drop_in=DROP_IN, member=member("ana"))
    assert isinstance(act(facts, TAKE_FLOOR, "ben"), list)


@pytest.mark.parametrize("dealt", POWERLESS)
def test_session_of_a_host_without_powers_passes_to_the_second_who_is_here(dealt: str) -> None:
    facts = scene(hosted())
    _, passed = deal(facts, dealt, "mia")
    assert [passed] == changed("max", None, Handing.AWAY)
    assert not live(facts).frozen


@pytest.mark.parametrize("dealt", POWERLESS)
@pytest.mark.parametrize("alone", ["unseen", "unnamed"])
def test_with_nobody_to_go_on_it_pauses_until_a_moderator_comes(dealt: str, alone: str) -> None:
    about = session(state=State.LIVE)
    facts = scene(hosted(), about=about)
    if alone == "unseen":
        about.seen[account("max")] = NOW - MINUTE_MS
    else:
        about.second, facts.hosted = None, hosted(co_host=None)
    assert deal(facts, dealt, "mia")[1:] == [events.FloorFrozen(drop_in=DROP_IN)]
    act(facts, TAKE_HOSTING, "mona")
    act(facts, THAW, "mona")
    assert (live(facts).host, live(facts).frozen) == (account("mona"), False)
    assert live(facts).co_host == (account("max") if alone == "unseen" else None)


def test_pause_in_force_is_not_said_twice() -> None:
    facts = scene(hosted(co_host=None), about=session(state=State.LIVE, second=None))
    act(facts, FREEZE, "mia")
    assert len(happened(facts, demote("mia"), "adam")) == 1


@pytest.mark.parametrize("dealt", POWERLESS)
def test_who_was_beside_the_host_is_there_no_more(dealt: str) -> None:
    facts = scene(hosted())
    assert deal(facts, dealt, "max")[1:] == changed("mia", None, Handing.BESIDE)


@pytest.mark.parametrize("name", ["cleo", "mel"])
@pytest.mark.parametrize("dealt", ["mute", "step_out", "close"])
def test_others_change_nothing_of_a_session(dealt: str, name: str) -> None:
    facts = scene(hosted(speaker=account("ana")))
    before = facts.hosted
    assert len(deal(facts, dealt, name)) == 1
    assert facts.hosted == before


def test_nothing_follows_where_no_session_is_live() -> None:
    facts = scene(hosted())
    act(facts, CLOSE, "mia")
    assert len(happened(facts, close("mia"), "adam")) == 1
