"""What the clock and an undone end make of a line: nobody loses a turn that is had, nobody gets two
places back, and words go when nothing can come of them any more."""

import msgspec
import pytest

from rooms.dropins import acts
from rooms.dropins.stages import UNDO_MS, State
from rooms.dropins.views import PlaceState
from tests.rooms.line_scene import Hour, drop_in
from tests.rooms.scene import MINUTE_MS, NOW, account, member

W, L, C, T = PlaceState.WAITING, PlaceState.LISTED, PlaceState.CALLED, PlaceState.TALKING


@pytest.fixture
def hour() -> Hour:
    return Hour(drop_in())


def called() -> Hour:
    hour = Hour(drop_in())
    hour.take("ana", "bo")
    assert hour.call() is None
    return hour


def talking() -> Hour:
    hour = called()
    hour.takes_floor("ana")
    return hour


def test_hosts_and_who_may_not_be_here_lose_a_place_but_never_a_turn_that_is_had(
    hour: Hour,
) -> None:
    hour.take("ana", "bo", "ines")
    assert hour.call() is None
    hour.takes_floor("ana")
    hour.barred = {account("ana"), account("bo")}
    hour.becomes(co_host=account("ines"))
    hour.settle()
    assert hour.states() == {account("ana"): T}
    assert {hour.place(name).state for name in ("bo", "ines")} == {PlaceState.LEFT}


def test_an_end_is_undone_for_ten_minutes_and_for_who_is_nowhere_else() -> None:
    def after(delay: int, **elsewhere: str) -> list[str]:
        hour = Hour(drop_in(capacity=2))
        hour.take("ana", "bo", "cleo", question="How long?", note="N")
        hour.becomes(state=State.ENDED, ended_at=NOW)
        hour.settle()
        assert {place.state for place in hour.line.places} == {PlaceState.UNREACHED}
        hour.becomes(state=State.SCHEDULED, ended_at=None)
        hour.settle()
        assert hour.order() == []
        hour.becomes(state=State.LIVE)
        hour.elsewhere = dict(elsewhere)
        hour.now = NOW + delay
        hour.settle()
        assert {place.ended_at for place in hour.line.held} <= {None}
        assert [place.state for place in hour.line.held] == [W, W, L][: len(hour.order())]
        return hour.order()

    everybody = [account(name) for name in ("ana", "bo", "cleo")]
    assert after(10 * MINUTE_MS - 1) == everybody
    assert after(10 * MINUTE_MS) == []
    assert after(0, ana="e" * 32) == everybody[1:]


def test_who_comes_back_later_stands_where_they_stood() -> None:
    hour = Hour(drop_in())
    hour.take("bo", "cleo", "ana")
    hour.becomes(state=State.ENDED, ended_at=NOW)
    hour.settle()
    hour.becomes(state=State.LIVE, ended_at=None)
    hour.elsewhere = {"ana": "e" * 32}
    hour.does("rosa", acts.MoveUp(member=member("cleo"), reason="Results today"))
    hour.elsewhere = {}
    hour.settle()
    assert hour.order() == [account(name) for name in ("cleo", "bo", "ana")]


def test_nobody_is_given_back_two_places() -> None:
    hour = Hour(drop_in())
    hour.take("ana", "bo")
    ana, bo = (msgspec.structs.replace(hour.place(name), number=1) for name in ("ana", "bo"))
    hour.becomes(places=(ana, msgspec.structs.replace(bo, account=ana.account)))
    hour.becomes(state=State.ENDED, ended_at=NOW)
    hour.settle()
    hour.becomes(state=State.LIVE, ended_at=None)
    hour.settle()
    assert hour.order() == [account("ana")]


def test_a_turn_that_an_entry_ended_leaves_no_note() -> None:
    hour = Hour(drop_in())
    hour.take("ana", question="How long?", note="N")
    done = msgspec.structs.replace(hour.place("ana"), state=PlaceState.DONE, ended_at=NOW)
    hour.line = hour.line.with_place(done)
    hour.settle()
    assert (hour.place("ana").question, hour.place("ana").note) == ("", "")


def test_a_call_without_an_end_does_not_end() -> None:
    hour = called()
    hour.line = hour.line.with_place(msgspec.structs.replace(hour.place("ana"), until=None))
    hour.goes_on(60)
    assert hour.place("ana").state is C


def test_words_of_the_unreached_are_kept_until_the_end_stands() -> None:
    hour = Hour(drop_in())
    hour.take("ana", question="How long?", note="N")
    hour.becomes(state=State.ENDED, ended_at=NOW)
    for delay, note in ((0, "N"), (UNDO_MS - 1, "N"), (UNDO_MS, "")):
        hour.now = NOW + delay
        hour.settle()
        assert (hour.place("ana").note, hour.place("ana").question) == (note, "How long?")
    assert hour.place("ana").ended_at == NOW


def test_who_talks_at_the_end_is_done_and_everybody_else_is_told() -> None:
    hour = talking()
    hour.becomes(state=State.ENDED, ended_at=NOW)
    hour.settle()
    assert hour.place("ana").state is PlaceState.DONE
    assert hour.place("bo").state is PlaceState.UNREACHED


def test_a_line_made_shorter_lets_nobody_in_and_puts_nobody_out() -> None:
    hour = Hour(drop_in(capacity=3))
    hour.take("ana", "bo", "cleo", "dora", "eli", "fay")
    hour.becomes(capacity=1)
    hour.settle()
    assert list(hour.states().values()) == [W, W, W, L, L, L]


def test_more_time_in_the_moment_after_a_call_counts_from_then() -> None:
    hour = called()
    hour.now = NOW + 2 * MINUTE_MS + 10_000
    assert hour.does("ana", acts.MoreTime()) is None
    assert hour.place("ana").until == hour.now + 2 * MINUTE_MS
