"""Questions asked together: one read for many, and each still has its own answer."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from persistence.away import is_away
from persistence.database import DatabaseCrowded
from server.node.together import BESIDE_SECONDS, MOST_TOGETHER, Together
from tests.server.virtual_time import in_virtual_time

CUT = DBAPIError("SELECT 1", None, Exception("closed in the middle"), connection_invalidated=True)


class Library:
    """Answers by a book's number, once it is open."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.reads: list[list[int]] = []
        self.away: Exception | None = None

    async def read(self, books: Sequence[int]) -> list[str]:
        self.reads.append(list(books))
        await self.open.wait()
        await asyncio.sleep(0)
        if self.away is not None:
            raise self.away
        if 13 in books:
            raise LookupError
        return [f"book {book}" for book in books]


async def asked(together: Together[int, str], books: range) -> list["asyncio.Task[str]"]:
    tasks = [asyncio.create_task(together.ask(book)) for book in books]
    await asyncio.sleep(0)
    return tasks


async def test_what_is_asked_while_a_read_is_under_way_is_one_read() -> None:
    library = Library()
    tasks = await asked(Together(library.read), range(20, 60))
    assert library.reads == [[20]]
    library.open.set()
    assert await asyncio.gather(*tasks) == [f"book {book}" for book in range(20, 60)]
    assert [len(books) for books in library.reads] == [1, 39]


@in_virtual_time
async def test_a_slow_read_does_not_hold_up_those_who_ask_beside_it() -> None:
    library = Library()
    together = Together(library.read)
    slow = await asked(together, range(20, 21))
    waiting = await asked(together, range(30, 40))
    await asyncio.sleep(BESIDE_SECONDS)
    assert library.reads == [[20], list(range(30, 40))]
    # Two at once and no more; both are slow, and both end.
    late = await asked(together, range(50, 60))
    await asyncio.sleep(2 * BESIDE_SECONDS)
    assert len(library.reads) == 2
    library.open.set()
    await asyncio.gather(*slow, *waiting, *late)
    assert library.reads[2:] == [list(range(50, 60))]


@in_virtual_time
async def test_who_asks_beside_a_slow_read_does_not_wait_for_it() -> None:
    library = Library()
    together = Together(library.read)
    slow = await asked(together, range(20, 21))
    await asyncio.sleep(BESIDE_SECONDS)
    beside = await asked(together, range(30, 31))
    assert library.reads == [[20], [30]]
    library.open.set()
    await asyncio.gather(*slow, *beside)


@in_virtual_time
async def test_after_a_read_for_several_the_next_waits_for_more_of_the_crowd() -> None:
    library = Library()
    library.open.set()
    together = Together(library.read, rest_seconds=1.0)
    await asyncio.gather(*await asked(together, range(20, 30)))
    crowd = await asked(together, range(30, 40))
    await asyncio.sleep(0.5)
    crowd += await asked(together, range(40, 50))
    await asyncio.gather(*crowd)
    assert library.reads == [[20], list(range(21, 30)), list(range(30, 50))]


@in_virtual_time
async def test_nobody_who_asks_alone_waits_for_a_crowd() -> None:
    library = Library()
    library.open.set()
    together, began = Together(library.read, rest_seconds=1.0), asyncio.get_running_loop().time()
    for book in (20, 21, 22):
        await together.ask(book)
    assert asyncio.get_running_loop().time() == began


async def test_no_read_is_larger_than_the_most() -> None:
    library = Library()
    tasks = await asked(Together(library.read), range(100, 300))
    library.open.set()
    await asyncio.gather(*tasks)
    assert max(len(books) for books in library.reads) == MOST_TOGETHER


async def test_one_that_cannot_be_answered_fails_alone() -> None:
    library = Library()
    tasks = await asked(Together(library.read), range(10, 20))
    library.open.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers[3], LookupError)
    assert [each for each in answers if isinstance(each, str)] == [
        f"book {book}" for book in range(10, 20) if book != 13
    ]


@pytest.mark.parametrize("error", [DatabaseCrowded(), ConnectionRefusedError(), CUT])
async def test_a_database_that_is_away_is_not_asked_again_for_each(error: Exception) -> None:
    library = Library()
    library.away = error
    tasks = await asked(Together(library.read), range(20, 30))
    library.open.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert answers == [error] * 10
    assert len(library.reads) == 2


class Said(Exception):
    """What a driver says, with PostgreSQL's code."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


STARTING, DIVIDED_BY_ZERO = Said("57P03"), Said("22012")


def test_a_question_that_cannot_be_answered_is_no_database_that_is_away() -> None:
    assert is_away(TimeoutError())
    assert is_away(DBAPIError("SELECT 1", None, STARTING))
    assert not is_away(ValueError())
    assert not is_away(DBAPIError("SELECT 1", None, DIVIDED_BY_ZERO))
    assert not is_away(OperationalError("SELECT 1", None, Exception("out of range")))


@in_virtual_time
async def test_who_waits_in_vain_is_told_so_and_nothing_is_read_for_them() -> None:
    library = Library()
    together = Together(library.read, most=1)
    tasks = await asked(together, range(20, 30))
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(answer, TimeoutError) for answer in answers)
    library.open.set()
    assert await together.ask(99) == "book 99"
    assert library.reads == [[20], [21], [99]]


async def test_who_has_gone_is_not_asked_about_again_alone() -> None:
    library = Library()
    tasks = await asked(Together(library.read), range(10, 20))
    tasks[2].add_done_callback(lambda _: tasks[9].cancel())
    library.open.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert [18] in library.reads
    assert [19] not in library.reads


async def test_who_goes_away_takes_nobody_elses_answer_along() -> None:
    library = Library()
    tasks = await asked(Together(library.read), range(20, 30))
    for gone in (tasks[0], tasks[5]):
        gone.cancel()
    library.open.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    kept = [answer for place, answer in enumerate(answers) if place not in (0, 5)]
    assert kept == [f"book {book}" for book in range(20, 30) if book not in (20, 25)]
    with pytest.raises(asyncio.CancelledError):
        await tasks[5]
