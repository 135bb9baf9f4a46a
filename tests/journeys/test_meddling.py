"""The meddler is itself looked at: it acts on whole publications, wherever the stream is cut, and
on nothing else."""

import pytest

from tests.journeys.meddling import Meddler
from tests.journeys.resp import words

TICK = b"*3\r\n$7\r\nmessage\r\n$12\r\nhs:tick:{1}:\r\n$0\r\n\r\n"
CONFIRMED = b"*3\r\n$9\r\nsubscribe\r\n$10\r\nhs:fan:{1}\r\n:1\r\n"
ANSWERS = b"+OK\r\n:2\r\n$-1\r\n*-1\r\n*2\r\n*1\r\n:1\r\n$2\r\n\r\n\r\n"


def published(number: int) -> bytes:
    return b"*3\r\n$7\r\nmessage\r\n$10\r\nhs:fan:{1}\r\n$1\r\n%d\r\n" % number


def passed(meddler: Meddler, stream: bytes, size: int) -> bytes:
    """What comes through when the stream arrives in pieces of this size."""
    passing = meddler.of_a_line()
    return b"".join(passing(stream[at : at + size]) for at in range(0, len(stream), size))


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_whole_publications_are_dropped_doubled_and_swapped(size: int) -> None:
    one, two, three, four = map(published, range(1, 5))
    stream = CONFIRMED + one + TICK + two + ANSWERS + three + four
    assert passed(Meddler(), stream, size) == stream
    dropped = CONFIRMED + one + TICK + ANSWERS + three
    assert passed(Meddler(drop_every=2), stream, size) == dropped
    doubled = CONFIRMED + one + TICK + two + ANSWERS + three * 2 + four
    assert passed(Meddler(double_every=3), stream, size) == doubled
    swapped = CONFIRMED + one + TICK + two + ANSWERS + four + three
    assert passed(Meddler(swap_every=3), stream, size) == swapped


def test_words_are_those_of_flat_arrays() -> None:
    assert words(published(4)) == [b"message", b"hs:fan:{1}", b"4"]
    assert words(b"+OK\r\n") == []
