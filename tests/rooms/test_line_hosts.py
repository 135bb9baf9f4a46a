"""What hosts say of a line, whom they offer it to, and which replies are held for who talks."""

import msgspec
import pytest

from rooms.dropins import acts
from rooms.dropins.deciding import decide_act
from rooms.dropins.forms import Form
from rooms.dropins.line import Line
from rooms.dropins.stages import State
from rooms.refusals import Code
from tests.rooms.line_scene import Hour, drop_in
from tests.rooms.scene import MINUTE_MS, NOW, account, member

SAME = Code.NOTHING_TO_CHANGE


@pytest.fixture
def hour() -> Hour:
    return Hour(drop_in())


def test_hosts_say_what_they_say_and_no_more(hour: Hour) -> None:
    assert hour.does("rosa", acts.OpenLine()) is SAME
    assert hour.does("rosa", acts.CloseLine()) is None
    assert not hour.line.line_open
    assert hour.does("rosa", acts.CloseLine()) is SAME
    assert hour.does("rosa", acts.OpenLine()) is None
    assert hour.line.line_open
    assert hour.does("rosa", acts.TellWaiting(words=" ")) is Code.EMPTY
    assert hour.does("rosa", acts.TellWaiting(words="Soon")) is None
    assert (hour.line.told, hour.line.told_at) == ("Soon", NOW)
    assert hour.does("rosa", acts.RunLate(minutes=5)) is SAME
    assert hour.does("ben", acts.AllWell()) is None
    assert hour.line.well_at == NOW
    before = hour.line
    assert hour.does("rosa", acts.AskModerator(note="Please come")) is None
    assert hour.line == before
    hour.becomes(state=State.SCHEDULED)
    assert hour.does("ben", acts.RunLate(minutes=5)) is None
    assert hour.line.late_minutes == 5
    for act in (acts.AllWell(), acts.CallNext(), acts.OfferHosting(member=member("ines"))):
        assert hour.does("rosa", act) is Code.NOT_LIVE


def test_a_session_is_offered_by_its_host_to_somebody_who_helps(hour: Hour) -> None:
    def offers(who: str, to: str, note: str = "") -> Code | None:
        return hour.does(who, acts.OfferHosting(member=member(to), note=note))

    assert offers("ben", "ines") is Code.NOT_ALLOWED
    assert offers("rosa", "rosa") is Code.NOT_ALLOWED
    assert offers("rosa", "ana") is Code.NOT_ALLOWED
    assert offers("rosa", "nobody") is Code.UNKNOWN_MEMBER
    assert offers("rosa", "ines", "Ana waits for results") is None
    line = hour.line
    assert (line.offered_to, line.offered_at) == (account("ines"), NOW)
    assert (line.handed_note, line.handed_at) == ("Ana waits for results", NOW)
    assert offers("rosa", "ben") is None
    assert (hour.line.offered_to, hour.line.handed_note) == (account("ben"), "")
    assert hour.line.handed_at is None


def test_held_replies_are_three_of_each_and_their_writers_own() -> None:
    hour = Hour(drop_in(form=Form.CIRCLE, speaker=account("ana")))

    def holds(who: str, number: int, body: str = "With you") -> Code | None:
        return hour.does(who, acts.HoldReply(reply=f"{number:032x}", body=body))

    assert holds("ana", 1) is SAME
    assert [holds("bo", n) for n in range(3)] == [None] * 3
    assert holds("bo", 3) is Code.RATE_LIMITED
    assert holds("cleo", 3) is None
    assert holds("bo", 0) is None
    assert holds("bo", 0, "Other words") is Code.IDEMPOTENCY_CONFLICT
    assert holds("cleo", 0) is Code.IDEMPOTENCY_CONFLICT
    assert holds("bo", 9, " ") is Code.EMPTY
    first = hour.line.replies[0]
    assert (first.account, first.body, first.at) == (account("bo"), "With you", NOW)
    assert len(hour.line.replies) == 4
    take = acts.TakeBackReply(reply=f"{0:032x}")
    assert hour.does("cleo", take) is Code.GONE
    assert hour.does("bo", take) is None
    assert hour.does("bo", take) is Code.GONE
    assert [reply.id for reply in hour.line.replies] == [f"{n:032x}" for n in (1, 2, 3)]
    hour.becomes(speaker=None)
    assert holds("dora", 7) is SAME
    for other in ({"form": Form.LINE}, {"state": State.SCHEDULED}):
        hour.line = msgspec.structs.replace(hour.line, form=Form.CIRCLE, state=State.LIVE)
        hour.becomes(speaker=account("ana"), **other)
        assert holds("dora", 7) is Code.NOT_LIVE


def test_what_is_over_is_over_for_hosts_and_for_new_places(hour: Hour) -> None:
    for state in (State.ENDED, State.CANCELLED, State.UNHOSTED):
        hour.becomes(state=state, ended_at=NOW - MINUTE_MS)
        assert hour.line.over
        assert hour.does("ana", acts.TakePlace()) is Code.NOT_LIVE
        assert hour.does("rosa", acts.CloseLine()) is Code.NOT_LIVE
    assert not drop_in(state=State.SCHEDULED).over
    assert not drop_in(state=State.LIVE).over


def test_what_only_its_hosts_can_say_no_moderator_says_for_them(hour: Hour) -> None:
    staff = msgspec.structs.replace(hour.who("ines"), staff=True)
    for state, act in ((State.LIVE, acts.AllWell()), (State.SCHEDULED, acts.RunLate(minutes=5))):
        hour.becomes(state=state)
        answer = decide_act(hour.line, act, staff, NOW)
        assert not isinstance(answer, Line)
        assert answer.code is Code.NOT_ALLOWED


def test_hosts_words_are_checked_as_all_words_are(hour: Hour) -> None:
    hour.take("ana")
    long = "x" * 2_000
    assert hour.does("rosa", acts.AnswerInWriting(member=member("ana"), body=" ")) is Code.EMPTY
    offer = acts.OfferHosting(member=member("ines"), note=long)
    assert hour.does("rosa", offer) is Code.TOO_LONG
