"""Nobody speaks out of turn, in no form, by no way of writing; reactions and taking back pass."""

import itertools

import pytest

from rooms import commands
from rooms.actor import Role
from rooms.commands import Reaction
from rooms.dropins.forms import Form
from rooms.facts import RoomFacts
from rooms.ids import AccountId
from rooms.refusals import Code
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, said, uid
from tests.rooms.stage import POST, act, code, hosted, scene

EDIT = commands.EditMessage(room=ROOM, command_id=uid(530), message=uid(1), body="better")
RETRACT = commands.RetractMessage(room=ROOM, command_id=uid(531), message=uid(1))
REACT = commands.React(room=ROOM, command_id=uid(532), message=uid(2), reaction=Reaction.HUG)

ALWAYS = {"mia", "max", "mona", "adam"}
"""The host, who is beside the host, staff."""
MEMBERS = {"ana", "ben", "mel"}
"""ana has the floor where somebody has it; mel is a mentor who does not host here."""

WRITES: dict[tuple[Form, bool], set[str]] = {
    (Form.OPEN_HOUR, False): MEMBERS,
    (Form.OPEN_HOUR, True): MEMBERS,
    (Form.LINE, False): set(),
    (Form.LINE, True): {"ana"},
    (Form.CIRCLE, False): MEMBERS,
    (Form.CIRCLE, True): {"ana"},
    (Form.QUESTIONS, False): set(),
    (Form.QUESTIONS, True): set(),
}


def expected(form: Form, taken: bool, frozen: bool, who: str) -> Code | None:
    if who in ALWAYS or (not frozen and who in WRITES[form, taken]):
        return None
    return Code.SHORT_PAUSE if frozen else Code.NOT_YOUR_TURN


def of(form: Form, taken: bool, frozen: bool, who: str) -> RoomFacts:
    speaker: AccountId | None = account("ana") if taken else None
    facts = scene(hosted(form=form, speaker=speaker, frozen=frozen))
    facts.messages = {uid(1): said(who), uid(2): said("cleo", uid(2))}
    return facts


SITUATIONS = list(itertools.product(Form, (False, True), (False, True), sorted(ALWAYS | MEMBERS)))


@pytest.mark.parametrize(("form", "taken", "frozen", "who"), SITUATIONS)
@pytest.mark.parametrize("command", [POST, EDIT], ids=["post", "edit"])
def test_words_pass_only_in_turn(
    command: commands.Writing, form: Form, taken: bool, frozen: bool, who: str
) -> None:
    decided = act(of(form, taken, frozen, who), command, who)
    assert code(decided) is expected(form, taken, frozen, who)


@pytest.mark.parametrize(("form", "taken", "frozen", "who"), SITUATIONS)
@pytest.mark.parametrize("command", [RETRACT, REACT], ids=["retract", "react"])
def test_supports_and_taking_back_always_pass(
    command: commands.Writing, form: Form, taken: bool, frozen: bool, who: str
) -> None:
    assert isinstance(act(of(form, taken, frozen, who), command, who), list)


@pytest.mark.parametrize("who", ["mia", "max"])
@pytest.mark.parametrize("form", [Form.LINE, Form.QUESTIONS])
def test_host_without_the_role_is_a_host_no_more(form: Form, who: str) -> None:
    facts = scene(hosted(form=form))
    facts.people[account(who)].role = Role.MEMBER
    assert code(act(facts, POST, who)) is Code.NOT_YOUR_TURN


def test_turn_is_lost_to_no_one_by_a_pause() -> None:
    facts = of(Form.LINE, True, True, "ana")
    assert code(act(facts, POST, "ana")) is Code.SHORT_PAUSE
    facts.hosted = hosted(speaker=account("ana"))
    assert isinstance(act(facts, POST, "ana"), list)


def test_questions_read_out_stay_as_they_were_asked() -> None:
    facts = scene(hosted())
    facts.messages = {uid(1): said("mia", read_out=True)}
    assert code(act(facts, EDIT, "mia")) is Code.NOT_ALLOWED
    assert isinstance(act(facts, RETRACT, "mia"), list)


@pytest.mark.parametrize(
    ("own_pace_ms", "busy", "waited", "expected"),
    [
        (0, True, 20_000, None),
        (0, True, 19_999, Code.SLOW),
        (MINUTE_MS, True, 20_000, Code.SLOW),
        (0, False, 0, None),
    ],
)
def test_busy_open_hour_goes_slowly_and_never_faster_than_its_room(
    own_pace_ms: int, busy: bool, waited: int, expected: Code | None
) -> None:
    facts = scene(hosted(form=Form.OPEN_HOUR, busy=busy))
    facts.pace_ms = own_pace_ms
    facts.people[account("ana")].last_post = NOW
    assert code(act(facts, POST, "ana", NOW + waited)) is expected


def test_busy_open_hour_does_not_slow_those_who_help() -> None:
    facts = scene(hosted(form=Form.OPEN_HOUR, busy=True))
    facts.people[account("mel")].last_post = NOW
    assert isinstance(act(facts, POST, "mel"), list)
