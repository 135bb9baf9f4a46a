"""What may happen to each part of a house, each for a random while; the part is well again after
it. Knows neither when nor how often.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from tests.journeys.faults.crowd.crowd import Crowd
from tests.journeys.faults.everything.beside import Beside
from tests.journeys.meddling import Meddler
from tests.journeys.proxy import Proxy
from tests.journeys.web import Web
from tests.services import PostgresServer, RedisServer
from tests.services.processes import ServiceFailed

DROP_EVERY, DOUBLE_EVERY, SWAP_EVERY = 7, 5, 3
LATE_SECONDS = 0.08

Act = Callable[[], Awaitable[None]]


def of_process(web: Web, dice: random.Random, *, is_killing: bool) -> list[Act]:
    async def kill() -> None:
        web.kill()
        await asyncio.sleep(dice.uniform(0, 1))
        await _begun(web)

    async def freeze() -> None:
        web.freeze()
        await asyncio.sleep(dice.uniform(0.5, 5))
        web.thaw()

    return [kill, freeze] if is_killing else [freeze]


async def _begun(web: Web) -> None:
    """As a supervisor does it: again and again, while its database is away."""
    while True:
        try:
            await web.begin().ready()
        except ServiceFailed:
            web.close()
        else:
            return


def of_redis(redis: RedisServer, dice: random.Random) -> list[Act]:
    async def kill() -> None:
        redis.kill()
        await asyncio.sleep(dice.uniform(0.5, 4))
        redis.start()

    async def stop() -> None:
        redis.pause()
        await asyncio.sleep(dice.uniform(0.5, 6))
        redis.resume()

    return [kill, stop]


def of_postgres(postgres: PostgresServer) -> list[Act]:
    async def crash() -> None:
        postgres.stop_immediate()
        postgres.start()

    async def think_better_of_it() -> None:
        """Half as often as the others: a crash stops everything."""

    return [crash, think_better_of_it]


def of_people(crowd: Crowd, beside: Beside, dice: random.Random) -> list[Act]:
    async def drop_people() -> None:
        beside.drop_somebody()
        for person in dice.sample(crowd.people, len(crowd.people) // 5):
            person.drop()

    return [drop_people]


def of_ways(ways: Sequence[Proxy], dice: random.Random) -> list[Act]:
    async def cut() -> None:
        way = dice.choice(ways)
        way.cut()
        way.flow()

    async def stall() -> None:
        way = dice.choice(ways)
        way.stall()
        await asyncio.sleep(dice.uniform(0.5, 4))
        way.flow()

    async def half_close() -> None:
        # A line may be on its way out.
        with suppress(OSError, RuntimeError):
            dice.choice(ways).half_close()

    async def be_late() -> None:
        way = dice.choice(ways)
        way.delay_seconds = LATE_SECONDS
        await asyncio.sleep(dice.uniform(0.5, 4))
        way.delay_seconds = 0.0

    return [cut, stall, half_close, be_late]


def of_publications(meddler: Meddler, dice: random.Random) -> list[Act]:
    async def spoil() -> None:
        meddler.drop_every, meddler.double_every = DROP_EVERY, DOUBLE_EVERY
        meddler.swap_every = SWAP_EVERY
        await asyncio.sleep(dice.uniform(0.5, 4))
        meddler.let_be()

    return [spoil]
