"""Many people in one event loop, on lean lines: they talk at a given rate, come back by themselves,
and at the end the checker looks at what each of them was shown. Breaks nothing itself.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import Self

from rooms.ids import RoomId
from tests.checker.records import Record, RoomReadBy, Row
from tests.checker.transcript import read_heads, read_transcript
from tests.journeys.faults.crowd.frames import Decoder
from tests.journeys.faults.crowd.log import Whose, to_records
from tests.journeys.faults.crowd.person import CrowdPerson
from tests.journeys.faults.crowd.uncollected import uncollected
from tests.journeys.house import House
from tests.journeys.recording import violations

TICK_SECONDS = 0.005
LOOK_SECONDS = 1.0
POLL_SECONDS = 0.02
PATIENCE_SECONDS = 60.0
CAUGHT_UP_SECONDS = 10.0
COME_AT_ONCE = 100
SHORTEST_TEXT, LONGEST_TEXT = 100, 250
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Crowd:
    """`acknowledged` grows with each receipt; `people` have a room each, `rooms` in turn; `paces`
    are messages acknowledged a second. What else was measured of the people: `samples`."""

    def __init__(self, house: House, rooms: Sequence[RoomId], dice: random.Random) -> None:
        self.house = house
        self.rooms = rooms
        self.people: list[CrowdPerson] = []
        self.acknowledged = 0
        self.paces: list[float] = []
        self._dice = dice
        self._texts = [_text(dice) for _ in range(1_000)]
        self._reached = asyncio.Condition()
        self._epoch_ms = time.time() * 1000 - asyncio.get_running_loop().time() * 1000

    @classmethod
    @asynccontextmanager
    async def gather(
        cls,
        house: House,
        *,
        rooms: int = 20,
        people_per_room: int = 10,
        urls: Sequence[str] | None = None,
        seed: int = 1,
    ) -> AsyncIterator[Self]:
        """Everybody has joined their room, through all doors (`urls`, else the house's) in turn."""
        dice = random.Random(seed)
        crowd = cls(house, await house.rooms(rooms), dice)
        await crowd._invite(people_per_room, urls or house.urls)
        with uncollected():
            async with asyncio.TaskGroup() as tasks:
                running = [tasks.create_task(crowd._look())]
                try:
                    for start in range(0, len(crowd.people), COME_AT_ONCE):
                        coming = crowd.people[start : start + COME_AT_ONCE]
                        running += [tasks.create_task(each.keep_up()) for each in coming]
                        await crowd.until(partial(_all_live, coming))
                    for each in crowd.people:
                        each.back.clear()
                    yield crowd
                finally:
                    for task in running:
                        task.cancel()

    @asynccontextmanager
    async def talking(self, per_second: float) -> AsyncIterator[None]:
        """So many messages a second over all people, until the block is left, whether they are
        acknowledged or not; what is not yet is then still sent."""
        talking = asyncio.create_task(self._talk(per_second))
        try:
            yield
        finally:
            talking.cancel()

    async def until(
        self, true: Callable[[], bool], *, within_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Returns once `true()`; raises TimeoutError."""
        async with asyncio.timeout(within_seconds):
            while not true():  # noqa: ASYNC110  an event for each frame would cost more than it
                await asyncio.sleep(POLL_SECONDS)

    async def reached(self, count: int, *, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Returns when so many messages have been acknowledged in all."""
        await self.until(lambda: self.acknowledged >= count, within_seconds=within_seconds)

    async def more(self, count: int, *, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Returns when so many more messages have been acknowledged."""
        await self.reached(self.acknowledged + count, within_seconds=within_seconds)

    async def caught_up(self) -> None:
        """Returns when at most a tenth of the people have more to say than is on its way, or after
        a while: a crowd that never catches up is known by its pace."""
        with suppress(TimeoutError):
            await self.until(
                lambda: 10 * sum(each.behind for each in self.people) <= len(self.people),
                within_seconds=CAUGHT_UP_SECONDS,
            )

    @contextmanager
    def paced(self) -> Iterator[None]:
        """How many messages a second are acknowledged in this block is one more of the `paces`."""
        loop = asyncio.get_running_loop()
        began, before = loop.time(), self.acknowledged
        yield
        self.paces.append((self.acknowledged - before) / max(loop.time() - began, TICK_SECONDS))

    async def everybody_live(self, *, within_seconds: float = PATIENCE_SECONDS) -> None:
        await self.until(partial(_all_live, self.staying), within_seconds=within_seconds)

    async def all_shown(self, *, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Returns when everybody who is still there shows all that the transcript holds now."""
        heads = await self._heads()
        await self.until(partial(self._show_all, heads), within_seconds=within_seconds)

    async def settled(self, *, within_seconds: float = PATIENCE_SECONDS) -> None:
        """At rest, and the run is over: from here on nothing more may be said."""
        await self.at_rest(within_seconds=within_seconds)
        for each in self.staying:
            each.settled()

    async def at_rest(self, *, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Returns when everybody who is still there is live, with nothing unanswered, and shows
        the transcript's head. Stop talking first."""
        async with asyncio.timeout(within_seconds):
            reached, heads = None, await self._heads()
            while reached != heads:
                await self.until(partial(self._rest, heads), within_seconds=within_seconds)
                reached, heads = heads, await self._heads()

    @property
    def staying(self) -> list[CrowdPerson]:
        """Everybody who was not sent away."""
        return [each for each in self.people if each.gone is None]

    def lost_line(self, cause: str) -> None:
        """From now on a line that goes without a word went like this: `dropped`, or `killed`."""
        for each in self.people:
            each.lost_cause = cause

    @property
    def refusals(self) -> Counter[str]:
        """The final ones, by code."""
        return sum((each.refusals for each in self.people), Counter())

    async def violations(
        self, *, allowing: Collection[str | int] = (), within_seconds: float = PATIENCE_SECONDS
    ) -> list[str]:
        """Everybody settles; then everything that the checker finds, and everybody who was sent
        away or finally refused, but for the codes in `allowing`."""
        found = []
        try:
            await self.settled(within_seconds=within_seconds)
        except TimeoutError:
            found += [f"unsettled: {_state(each)}" for each in self.staying if not each.quiet]
            found.append("unsettled: not everybody shows the transcript's head")
        found += [f"sent away with {each.gone}" for each in self.people if each.gone is not None]
        found += [f"refused: {code} x {times}" for code, times in self.refusals.items()]
        found = [each for each in found if not any(str(code) in each for code in allowing)]
        rows = [row for row in await read_transcript(self.house.database) if row.room in self.rooms]
        return found + await asyncio.to_thread(self._checked, rows)

    def _checked(self, rows: Sequence[Row]) -> list[str]:
        return violations(rows, tuple(self.records()))

    def records(self) -> Iterable[Record]:
        """What everybody did and saw, for the checker."""
        for room in self.rooms:
            yield RoomReadBy(client="operator", room=room, readers="guests")
        for number, each in enumerate(self.people):
            whose = Whose(client=f"person-{number}", account=each.person.account, room=each.room)
            yield from to_records(each.log, whose, self._epoch_ms)

    async def _invite(self, people_per_room: int, doors: Sequence[str]) -> None:
        people = await self.house.people(len(self.rooms) * people_per_room)
        decoders = {room: Decoder() for room in self.rooms}
        for number, person in enumerate(people):
            place, at = divmod(number, len(self.rooms))
            turn = (place + at) % len(doors)
            self.people.append(
                CrowdPerson(
                    person,
                    self.rooms[at],
                    [*doors[turn:], *doors[:turn]],
                    decoders[self.rooms[at]],
                    acknowledged=self._acknowledge,
                    dice=random.Random(self._dice.random()),
                )
            )

    async def _talk(self, per_second: float) -> None:
        loop = asyncio.get_running_loop()
        order = self._dice.sample(self.people, len(self.people))
        began, said = loop.time(), 0
        while True:
            due = int((loop.time() - began) * per_second)
            for number in range(said, due):
                each = order[number % len(order)]
                each.say(self._texts[number % len(self._texts)], began + number / per_second)
            said = due
            await asyncio.sleep(TICK_SECONDS)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for each in self.people:
                each.look(loop.time())

    async def _heads(self) -> dict[str, int]:
        """Of the crowd's own rooms: others may be written in meanwhile."""
        heads = await read_heads(self.house.database)
        return {room: heads.get(room, 0) for room in self.rooms}

    def _show_all(self, heads: Mapping[str, int]) -> bool:
        return all(
            each.live and (each.cursor or 0) >= heads.get(each.room, 0) for each in self.staying
        )

    def _rest(self, heads: Mapping[str, int]) -> bool:
        return self._show_all(heads) and all(each.quiet for each in self.staying)

    def _acknowledge(self) -> None:
        self.acknowledged += 1


def _all_live(people: Iterable[CrowdPerson]) -> bool:
    return all(each.live for each in people)


def _state(each: CrowdPerson) -> str:
    return f"{each.person.name} by {each.door}, {'live' if each.live else 'not live'}"


def _text(dice: random.Random) -> bytes:
    words: list[str] = []
    length = dice.randint(SHORTEST_TEXT, LONGEST_TEXT)
    while sum(map(len, words)) + len(words) < length:
        words.append("".join(dice.choices(_LETTERS, k=dice.randint(2, 9))))
    return " ".join(words)[:length].strip().encode()
