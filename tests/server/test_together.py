"""Questions asked together: one read for many, and each still has its own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from persistence.database import DatabaseCrowded
from server.node.together import MOST_TOGETHER, READS_AT_ONCE, Together


class Library:
    """Answers by a book's number, once it is open."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.reads: list[list[int]] = []
        self.crowded = False

    async def read(self, books: Sequence[int]) -> list[str]:
        self.reads.append(list(books))
        await self.open.wait()
        if self.crowded:
            raise DatabaseCrowded
        if 13 in books:
            raise LookupError
        return [f"book {book}" for book in books]


async def asked(together: Together[int, str], books: range) -> list["asyncio.Task[str]"]:
    tasks = [asyncio.create_task(together.ask(book)) for book in books]
    await asyncio.sleep(0)
    return tasks


async def test_what_is_asked_while_reads_are_under_way_is_one_read() -> None:
    library = Library()
    tasks = await asked(Together(library.read), range(20, 60))
    assert len(library.reads) == READS_AT_ONCE
    library.open.set()
    assert await asyncio.gather(*tasks) == [f"book {book}" for book in range(20, 60)]
    assert [len(books) for books in library.reads] == [1, 1, 38]


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


async def test_a_crowded_database_is_not_asked_again_for_each() -> None:
    library = Library()
    library.crowded = True
    tasks = await asked(Together(library.read), range(20, 30))
    library.open.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(answer, DatabaseCrowded) for answer in answers)
    assert len(library.reads) == 3


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
