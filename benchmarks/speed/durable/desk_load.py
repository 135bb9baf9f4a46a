"""Drives a desk as sockets would: so many commands unanswered, or so many a second.

Knows the desk and its answers; the database is somebody else's.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.speed.durable.community import SECRET, Saying
from benchmarks.speed.durable.metronome import beats
from persistence.journal import Accepted, Journal, Outcome
from server.talk.desk import Desk

OUTSTANDING = 1_024
"""Enough for two full batches in flight and the next ones waiting."""
WARM_UP = 512


class NotAccepted(Exception):
    """The desk refused a message: what was measured is not what was meant."""


@dataclass(frozen=True, slots=True)
class Committed:
    """What a run came to; `cpu_seconds` is this process's, the writer's thread included,
    `service_seconds` the database's own."""

    messages: int
    seconds: float
    cpu_seconds: float
    service_seconds: float
    batches: Sequence[int]

    @property
    def per_second(self) -> float:
        return self.messages / self.seconds

    @property
    def cpu_us(self) -> float:
        return self.cpu_seconds / self.messages * 1e6

    @property
    def service_us(self) -> float:
        return self.service_seconds / self.messages * 1e6

    @property
    def batch(self) -> float:
        """Messages a batch, on average."""
        return sum(self.batches) / len(self.batches)


class _Talk:
    """Says one thing after the other to a desk, and hears the answers."""

    def __init__(self, desk: Desk, sayings: Sequence[Saying]) -> None:
        self._desk = desk
        self._ahead: Iterator[Saying] = iter(sayings)
        self._unanswered = len(sayings)
        self._refused: Outcome | None = None
        self._all_answered = asyncio.Event()
        self.seconds: list[float] = []
        """From when something was due to its receipt."""

    def say(self, due: float, *, then_the_next: bool) -> None:
        saying = next(self._ahead, None)
        if saying is None:
            return

        def answered(outcome: Outcome) -> None:
            now = time.perf_counter()
            self.seconds.append(now - due)
            self._heard(outcome)
            if then_the_next:
                self.say(now, then_the_next=True)

        self._desk.submit(*saying, answered)

    async def ended(self) -> None:
        """Returns when all has been answered; raises `NotAccepted`."""
        await self._all_answered.wait()
        if self._refused is not None:
            raise NotAccepted(str(self._refused))

    def _heard(self, outcome: Outcome) -> None:
        # Not raised here: the desk holds back what an answer raises.
        if not isinstance(outcome, Accepted):
            self._refused = outcome
        self._unanswered -= 1
        if not self._unanswered:
            self._all_answered.set()


async def closed_loop(
    journal: Journal,
    sayings: Sequence[Saying],
    outstanding: int = OUTSTANDING,
    service_seconds: Callable[[], float] = lambda: 0.0,
) -> Committed:
    """All of them, so many unanswered at a time. `service_seconds`: the CPU time of the database's
    processes so far. Raises `NotAccepted`."""
    batches: list[int] = []
    desk = _desk(journal, batches)
    await _say_all(desk, sayings[:WARM_UP], OUTSTANDING)
    batches.clear()
    service_began = service_seconds()
    began, cpu_began = time.perf_counter(), time.process_time()
    await _say_all(desk, sayings[WARM_UP:], outstanding)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    service = service_seconds() - service_began
    return Committed(len(sayings) - WARM_UP, seconds, cpu_seconds, service, batches)


async def open_loop(
    journal: Journal, sayings: Sequence[Saying], per_second: float, beat_on: Sequence[int]
) -> list[float]:
    """All of them, each when it is due, whether the others are answered or not: how long each
    waited for its receipt. `beat_on` are the cores of who says when. Raises `NotAccepted`."""
    desk = _desk(journal, [])
    await _say_all(desk, sayings[:WARM_UP], OUTSTANDING)
    talk = _Talk(desk, sayings[WARM_UP:])
    say = partial(talk.say, then_the_next=False)
    await beats(per_second, len(sayings) - WARM_UP, beat_on, say)
    await talk.ended()
    return talk.seconds


def _desk(journal: Journal, batches: list[int]) -> Desk:
    return Desk(
        journal,
        secret=SECRET,
        committed=lambda entries: None,
        batch_size_seen=batches.append,
    )


async def _say_all(desk: Desk, sayings: Sequence[Saying], outstanding: int) -> None:
    talk = _Talk(desk, sayings)
    for _ in range(outstanding):
        talk.say(time.perf_counter(), then_the_next=True)
    await talk.ended()
