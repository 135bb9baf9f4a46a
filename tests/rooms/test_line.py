"""The line, as its people know it: who is next, what keeps a place, and what loses it."""

import pytest

from rooms.dropins import acts
from rooms.dropins.forms import Form
from rooms.dropins.line import CALL_MS
from rooms.dropins.stages import LOBBY_MS, UNDO_MS, State
from rooms.dropins.views import PlaceState
from rooms.refusals import Code, Refusal
from tests.rooms.line_scene import Hour, drop_in
from tests.rooms.scene import NOW, account, member, uid


@pytest.fixture
def hour() -> Hour:
    return Hour(drop_in())


def test_a_place_can_be_taken_from_the_lobby_until_the_end() -> None:
    ahead = Hour(drop_in(state=State.SCHEDULED, starts_at=NOW + LOBBY_MS + 1))
    refused = ahead.asks("ana", acts.TakePlace())
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params) == (Code.TOO_EARLY, {"at": NOW + 1})
    ahead.now += 1
    ahead.take("ana")
    ahead.becomes(state=State.LIVE)
    ahead.now = ahead.line.ends_at
    ahead.take("bo")
    ahead.becomes(state=State.ENDED, ended_at=ahead.now)
    assert ahead.does("cleo", acts.TakePlace()) is Code.NOT_LIVE


@pytest.mark.parametrize("form", [Form.OPEN_HOUR, Form.QUESTIONS])
def test_where_nobody_waits_a_question_is_the_way(form: Form) -> None:
    assert Hour(drop_in(form=form)).does("ana", acts.TakePlace()) is Code.LINE_CLOSED


def test_hosts_have_no_place_in_their_own_line(hour: Hour) -> None:
    assert hour.does("rosa", acts.TakePlace()) is Code.NOT_ALLOWED
    assert hour.does("ben", acts.TakePlace()) is Code.NOT_ALLOWED
    hour.take("ana", "bo")
    hour.becomes(host=account("ana"))
    hour.settle()
    assert hour.order() == ["bo"]


def test_one_line_at_a_time(hour: Hour) -> None:
    hour.elsewhere["ana"] = "e" * 32
    refused = hour.asks("ana", acts.TakePlace())
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params) == (Code.IN_ANOTHER_LINE, {"drop_in": "e" * 32})


def test_taking_a_place_again_changes_the_words_and_not_the_place(hour: Hour) -> None:
    hour.take("ana", question="How do I tell my kids?")
    hour.take("bo")
    hour.take("ana", question="How do I tell my mother?", note="She is ill too.")
    assert hour.order() == ["ana", "bo"]
    assert hour.place("ana").question == "How do I tell my mother?"
    assert hour.place("ana").note == "She is ill too."


def test_a_closed_line_takes_no_new_places_and_loses_none(hour: Hour) -> None:
    hour.take("ana")
    assert hour.does("ben", acts.CloseLine()) is None
    assert hour.does("bo", acts.TakePlace()) is Code.LINE_CLOSED
    assert hour.does("ana", acts.TakePlace(question="Still here")) is None
    assert hour.does("rosa", acts.CloseLine()) is Code.NOTHING_TO_CHANGE
    assert hour.does("rosa", acts.OpenLine()) is None
    hour.take("bo")


@pytest.mark.parametrize("words", ["x" * 601, "x" * 50_000])
def test_words_that_are_too_long_are_refused_and_never_cut(hour: Hour, words: str) -> None:
    for act in (acts.TakePlace(question=words), acts.TakePlace(note=words)):
        refused = hour.asks("ana", act)
        assert isinstance(refused, Refusal)
        assert refused.params == {"limit": 600, "length": len(words)}
    assert hour.does("ana", acts.TakePlace(note="a\x00b")) is Code.BAD_TEXT
    assert hour.order() == []


def test_a_full_line_has_a_waiting_list_and_lets_in_the_first(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo", "dora", "eli", "fay")
    assert [hour.states()[name] for name in ("dora", "eli", "fay")] == ["waiting"] + ["listed"] * 2
    assert hour.line.position(account("eli")) == 1
    assert hour.does("bo", acts.LeaveLine()) is None
    hour.take("gus")
    assert hour.states()["eli"] is PlaceState.WAITING
    assert hour.states()["fay"] is hour.states()["gus"] is PlaceState.LISTED


def test_nobody_gains_by_leaving_and_coming_again(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo")
    assert hour.does("ana", acts.LeaveLine()) is None
    hour.take("ana")
    assert hour.order() == ["bo", "cleo", "ana"]


def test_first_timers_go_first_where_the_host_chose_so() -> None:
    hour = Hour(drop_in(first_timers_first=True, capacity=8), heard={"ana", "bo", "cleo"})
    hour.take("ana", "bo", "dora", "cleo", "eli")
    assert hour.order() == ["dora", "eli", "ana", "bo", "cleo"]
    assert hour.does("rosa", acts.MoveUp(member=member("bo"), reason="A test on Monday")) is None
    assert hour.does("dora", acts.LeaveLine()) is None
    hour.take("dora", "fay")
    assert hour.order() == ["bo", "eli", "dora", "fay", "ana", "cleo"]


def test_stepping_aside_keeps_the_place_however_long(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo")
    assert hour.does("ana", acts.StepAside()) is None
    assert hour.does("ana", acts.StepAside()) is Code.NOTHING_TO_CHANGE
    hour.goes_on(25)
    assert hour.line.position(account("ana")) is None
    assert hour.line.position(account("bo")) == 2
    assert hour.line.turns_ahead(account("bo")) == (0, 1)
    assert hour.call() is None
    assert hour.states()["bo"] is PlaceState.CALLED
    assert hour.does("ana", acts.ComeBack()) is None
    assert hour.line.position(account("ana")) == 1


def test_only_one_is_called_and_only_while_the_floor_is_free(hour: Hour) -> None:
    assert hour.call() is Code.NOBODY_WAITS
    hour.take("ana", "bo")
    assert hour.call() is None
    refused = hour.asks("ben", acts.CallNext())
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params) == (Code.ALREADY_CALLED, {"name": "Ana"})
    hour.takes_floor("ana")
    assert hour.call() is Code.FLOOR_TAKEN
    hour.frees_floor()
    hour.becomes(frozen=True)
    assert hour.call() is Code.SHORT_PAUSE
    hour.becomes(frozen=False)
    assert hour.call() is None


def test_a_call_that_is_not_answered_costs_one_place_and_no_more(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo")
    hour.call()
    hour.goes_on(2.5)
    assert hour.states()["ana"] is PlaceState.CALLED
    hour.goes_on(0.01)
    assert hour.order() == ["bo", "ana", "cleo"]
    assert hour.place("ana").moved_down
    hour.does("bo", acts.LeaveLine())
    hour.call()
    assert hour.states()["ana"] is PlaceState.CALLED
    assert not hour.place("ana").moved_down


def test_who_is_alone_in_line_is_not_told_that_they_moved_down(hour: Hour) -> None:
    hour.take("ana")
    hour.call()
    hour.goes_on(3)
    assert hour.states() == {"ana": PlaceState.WAITING}
    assert not hour.place("ana").moved_down


def test_two_more_minutes_as_often_as_needed(hour: Hour) -> None:
    hour.take("ana")
    assert hour.does("ana", acts.MoreTime()) is Code.NO_PLACE
    hour.call()
    for _ in range(20):
        hour.goes_on(1.5)
        assert hour.does("ana", acts.MoreTime()) is None
    assert hour.states()["ana"] is PlaceState.CALLED


def test_no_turn_is_lost_in_a_short_pause(hour: Hour) -> None:
    hour.take("ana", "bo")
    hour.call()
    hour.becomes(frozen=True)
    hour.goes_on(9)
    hour.becomes(frozen=False)
    hour.settle()
    assert hour.states()["ana"] is PlaceState.CALLED
    assert hour.place("ana").until == hour.now + CALL_MS


def test_passing_lets_the_next_one_go_first(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo")
    hour.does("bo", acts.StepAside())
    hour.call()
    assert hour.does("ana", acts.PassTurn()) is None
    assert hour.order() == ["bo", "cleo", "ana"]
    assert not hour.place("ana").moved_down


def test_a_host_can_call_out_of_turn_and_put_off(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo", "dora", "eli")
    assert hour.call("cleo") is None
    assert hour.does("rosa", acts.PutOff(member=member("cleo"))) is None
    assert hour.order() == ["ana", "bo", "dora", "cleo", "eli"]
    assert hour.call("eli") is Code.NO_PLACE
    assert hour.call("hana") is Code.NO_PLACE


def test_urgent_goes_first_also_from_the_waiting_list(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo", "dora", "eli")
    assert hour.call() is None
    assert hour.does("rosa", acts.MoveUp(member=member("eli"), reason=" ")) is Code.EMPTY
    assert hour.does("rosa", acts.MoveUp(member=member("eli"), reason="Today")) is None
    assert hour.order() == ["ana", "eli", "bo", "cleo", "dora"]
    assert hour.states()["eli"] is PlaceState.WAITING


def test_an_answer_in_writing_ends_the_turn(hour: Hour) -> None:
    hour.take("ana", question="Can I work?", note="Alone with two kids")
    answer = acts.AnswerInWriting(member=member("ana"), body="Many do.")
    assert hour.does("rosa", answer) is None
    place = hour.place("ana")
    assert (place.state, place.answer) == (PlaceState.ANSWERED, "Many do.")
    assert (place.question, place.note) == ("Can I work?", "")
    assert hour.does("rosa", answer) is Code.NO_PLACE


def test_who_may_not_be_here_loses_the_place_and_is_not_called(hour: Hour) -> None:
    hour.take("ana", "bo", note="for Rosa alone")
    hour.barred = {account("ana")}
    assert hour.call() is None
    assert hour.states() == {"bo": PlaceState.CALLED}
    assert (hour.place("ana").state, hour.place("ana").note) == (PlaceState.LEFT, "")


def test_hosts_acts_are_the_hosts_alone(hour: Hour) -> None:
    hour.take("ana", "bo")
    for act in (acts.CallNext(), acts.PutOff(member=member("bo")), acts.TellWaiting(words="Hi")):
        assert hour.does("ana", act) is Code.NOT_ALLOWED
    assert hour.does("ben", acts.OfferHosting(member=member("ines"))) is Code.NOT_ALLOWED
    assert hour.does("rosa", acts.OfferHosting(member=member("ana"))) is Code.NOT_ALLOWED
    assert hour.does("rosa", acts.OfferHosting(member=member("ines"), note="Bo next")) is None
    assert (hour.line.offered_to, hour.line.handed_note) == (account("ines"), "Bo next")


def test_the_end_tells_everybody_and_its_undoing_gives_all_places_back(hour: Hour) -> None:
    hour.take("ana", "bo", "cleo", "dora", "eli", question="Why me?", note="for Rosa")
    hour.call()
    hour.takes_floor("ana")
    before = hour.order()
    hour.becomes(state=State.ENDED, ended_at=hour.now, speaker=None)
    hour.goes_on(0.5)
    assert hour.order() == []
    assert hour.place("ana").state is PlaceState.DONE
    assert {hour.place(name).state for name in before[1:]} == {PlaceState.UNREACHED}
    hour.becomes(state=State.LIVE, ended_at=None)
    hour.settle()
    # Ana's turn had begun: her place is another's now.
    assert hour.order() == before[1:]
    assert set(hour.states().values()) == {PlaceState.WAITING}
    assert hour.place("bo").note == "for Rosa"


def test_notes_are_erased_once_the_end_stands_and_questions_stay(hour: Hour) -> None:
    hour.take("ana", question="Why me?", note="for Rosa")
    hour.becomes(state=State.ENDED, ended_at=hour.now)
    hour.settle()
    assert hour.place("ana").note == "for Rosa"
    hour.now += UNDO_MS
    hour.settle()
    assert (hour.place("ana").question, hour.place("ana").note) == ("Why me?", "")


def test_replies_wait_for_the_end_of_a_share() -> None:
    hour = Hour(drop_in(form=Form.CIRCLE))
    replies = [acts.HoldReply(reply=uid(n), body="x") for n in range(4)]
    assert hour.does("bo", replies[0]) is Code.NOTHING_TO_CHANGE
    hour.becomes(speaker=account("ana"))
    for reply in replies[:3]:
        assert hour.does("bo", reply) is None
    assert hour.does("bo", replies[0]) is None
    assert hour.does("bo", replies[3]) is Code.RATE_LIMITED
    assert hour.does("cleo", acts.TakeBackReply(reply=replies[0].reply)) is Code.GONE
    assert hour.does("bo", acts.TakeBackReply(reply=replies[0].reply)) is None
    assert hour.does("bo", replies[3]) is None
