"""Whatever order entries arrive in, the feed gives the log, or says what is missing."""

from hypothesis import given
from hypothesis import strategies as st

from rooms.events import NameChanged
from rooms.feed import MAX_HELD, Feed
from rooms.transcript import Entry
from tests.rooms.scene import ROOM, member

LOG = [
    Entry(room=ROOM, seq=seq, at=seq, event=NameChanged(member=member("ana"), name=f"A{seq}"))
    for seq in range(1, 41)
]
ARRIVALS = st.lists(st.sampled_from(LOG), max_size=100)


@given(ARRIVALS, st.lists(st.integers(1, 5), max_size=30))
def test_any_order_with_doubles_and_losses_gives_the_log_once_holes_are_filled(
    arrivals: list[Entry], sizes: list[int]
) -> None:
    feed, shown, rest = Feed(next_seq=1), [], arrivals
    for size in sizes:
        shown += feed.accept(rest[:size])
        rest = rest[size:]
    shown += feed.accept(rest)
    while missing := feed.missing_up_to(len(LOG)):
        shown += feed.accept(LOG[seq - 1] for seq in missing)
    assert shown == LOG
    assert feed.hole() is None


@given(ARRIVALS)
def test_what_is_given_out_is_always_a_beginning_of_the_log(arrivals: list[Entry]) -> None:
    feed, shown = Feed(next_seq=1), []
    for entry in arrivals:
        shown += feed.accept([entry])
        assert shown == LOG[: feed.next_seq - 1]


@given(st.permutations(LOG))
def test_every_permutation_is_put_in_order(arrivals: list[Entry]) -> None:
    assert Feed(next_seq=1).accept(arrivals) == LOG


@given(st.integers(1, 40), ARRIVALS)
def test_reader_who_came_later_sees_nothing_from_before(start: int, arrivals: list[Entry]) -> None:
    assert all(entry.seq >= start for entry in Feed(next_seq=start).accept(arrivals))


def test_first_of_two_entries_at_one_place_is_kept() -> None:
    other = Entry(room=ROOM, seq=2, at=0, event=NameChanged(member=member("ben"), name="B"))
    feed = Feed(next_seq=1)
    feed.accept([LOG[1], other])
    assert feed.accept([LOG[0]]) == LOG[:2]


def test_hole_is_named_and_ends_where_an_entry_waits() -> None:
    feed = Feed(next_seq=1)
    assert feed.hole() is None
    feed.accept([LOG[4], LOG[8]])
    assert feed.hole() == range(1, 5)
    assert feed.missing_up_to(40) == range(1, 5)


def test_lost_tail_is_missing_when_the_head_is_known() -> None:
    feed = Feed(next_seq=1)
    feed.accept(LOG[:3])
    assert feed.missing_up_to(5) == range(4, 6)
    assert feed.missing_up_to(3) is None
    assert feed.missing_up_to(2) is None


def test_feed_that_waits_for_too_long_says_so() -> None:
    feed = Feed(next_seq=0)
    waiting = [
        Entry(room=ROOM, seq=seq, at=0, event=LOG[0].event) for seq in range(1, MAX_HELD + 2)
    ]
    feed.accept(waiting[:-1])
    assert not feed.overfull
    feed.accept(waiting[-1:])
    assert feed.overfull
