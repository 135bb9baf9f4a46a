"""Who loses a line and comes back: how long each was gone, how evenly they came, and who is at
which door. Breaks nothing itself.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from tests.journeys.faults.crowd.crowd import Crowd
from tests.journeys.faults.crowd.log import Lost
from tests.journeys.faults.crowd.person import CrowdPerson, Sample
from tests.journeys.web import Web

BACK_WITHIN_SECONDS = 30.0
"""Ten times the three seconds in which people of a lost process are back at another."""
ALL_BACK_WITHIN_SECONDS = 300.0
"""Ten times the promise for 2,000 who are cut off at once; also for those who find no process for a
while, and ask less and less often."""


class Returning:
    """These people, whose lines are about to be lost. `wrong`: who of them was not back in time."""

    def __init__(self, crowd: Crowd, leaving: Collection[CrowdPerson]) -> None:
        self.wrong: list[str] = []
        self._crowd = crowd
        self._marks = {each: len(each.back) for each in leaving}
        self._logs = {each: len(each.log) for each in crowd.people}

    async def back(self, *, within_seconds: float = BACK_WITHIN_SECONDS) -> list[Sample]:
        """Returns when all of them are live again, or at the deadline, with how long each who came
        back was gone, once or more often."""
        with suppress(TimeoutError):
            await self._crowd.until(lambda: not self._missing(), within_seconds=within_seconds)
        if missing := self._missing():
            self.wrong.append(f"{len(missing)} people were not back in {within_seconds:g} s")
        return [sample for each, mark in self._marks.items() for sample in each.back[mark:]]

    def ends(self) -> Counter[int]:
        """By which close codes they were sent away; 1006 without a word."""
        return Counter(codes[0] for each in self._marks if (codes := self._codes(each)))

    def others_lost(self) -> int:
        """How many lines of all the others have ended meanwhile."""
        return sum(len(self._codes(each)) for each in self._logs.keys() - self._marks.keys())

    def _missing(self) -> list[CrowdPerson]:
        return [each for each, mark in self._marks.items() if len(each.back) <= mark]

    def _codes(self, each: CrowdPerson) -> list[int]:
        since = each.log[self._logs[each] :]
        return [thing.code for _, thing in since if isinstance(thing, Lost)]


def at_doors(crowd: Crowd, webs: Sequence[Web]) -> list[CrowdPerson]:
    """Everybody who has a line to one of these processes, or tries."""
    doors = {web.url for web in webs}
    return [each for each in crowd.people if each.door in doors]


def unused(crowd: Crowd) -> list[str]:
    """Violations: the doors by which nobody is in."""
    used = {each.door for each in crowd.people if each.live}
    return [f"nobody was in by {url}" for url in crowd.house.urls if url not in used]


async def change_doors(crowd: Crowd) -> None:
    """In each room those who are too many by one door try the next one; returns when they are in
    again."""
    people_of = {room: [each for each in crowd.people if each.room == room] for room in crowd.rooms}
    doors = len(crowd.house.urls)
    moving = [each for people in people_of.values() for each in _too_many(people, doors)]
    returning = Returning(crowd, moving)
    for each in moving:
        each.drop()
    await returning.back(within_seconds=ALL_BACK_WITHIN_SECONDS)


def _too_many(people: Sequence[CrowdPerson], doors: int) -> Sequence[CrowdPerson]:
    ((most_used, _),) = Counter(each.door for each in people).most_common(1)
    evenly = -(-len(people) // doors)
    return [each for each in people if each.door == most_used][evenly:]


def since(moment: float, samples: Iterable[Sample]) -> list[Sample]:
    """The same returns, counted from this moment where they began before it."""
    return [_from(moment, sample) for sample in samples]


def busiest_second(returns: Iterable[Sample]) -> float:
    """The largest share of them that ended within one second."""
    ends = sorted(when + seconds for when, seconds in returns)
    most, first = 0, 0
    for last, end in enumerate(ends):
        while end - ends[first] > 1:
            first += 1
        most = max(most, last - first + 1)
    return most / len(ends) if ends else 0.0


def told_of_all(crowd: Crowd) -> bool:
    """Whether those who came first know, by a heartbeat, how many have come since."""
    spreads = [person.spread_ms for person in crowd.people]
    return min(spreads) >= 0.9 * max(spreads)


def now() -> float:
    """By the event loop's clock, as all samples are."""
    return asyncio.get_running_loop().time()


def _from(moment: float, sample: Sample) -> Sample:
    began, seconds = sample
    start = max(began, moment)
    return start, max(0.0, began + seconds - start)
