"""Who was away, who must go, who does not read, who means ill: how many of them, and what is
promised to everybody else.
"""

from pathlib import Path

from benchmarks.chaos import Fault, Promise, carries
from benchmarks.faults.scenes import pair, services
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.hostile import excess, fuzz, poison_sent
from tests.journeys.faults.of_people import authority, catching_up
from tests.journeys.faults.of_people.slow_listener import Slow, stops_reading
from tests.journeys.faults.unhurried import unhurried_house

MIB = 1024 * 1024
CAUGHT_UP = (Promise("everybody has everything", of="contiguous", limit=20.0),)


async def _away(folder: Path) -> Finding:
    """200 people who each missed 5,000 messages come back at the same moment, and are sent them."""
    with pair(folder) as house:
        return await catching_up.back_after(house, catching_up.Away())


async def _away_by_pages(folder: Path) -> Finding:
    """The same, by a page and then by reading back, as who has no room for 5,000 does."""
    with pair(folder) as house:
        return await catching_up.back_after(house, catching_up.Away(by_pages=True))


async def _joining(folder: Path) -> Finding:
    """2,000 people come in while 500 messages a second are said."""
    with pair(folder) as house:
        return await catching_up.joining_while_others_talk(house, catching_up.Joins())


async def _pauses(folder: Path) -> Finding:
    """Somebody who does not stop writing is paused 500 times by the other process."""
    with pair(folder) as house:
        return await authority.pauses(house, 500)


async def _bans(folder: Path) -> Finding:
    """100 people with three sockets each on two processes, one of which does not read, are closed
    out."""
    with pair(folder) as house:
        return await authority.bans(house, 100)


async def _bans_without_redis(folder: Path) -> Finding:
    """The same without Redis, all at one moment."""
    with (
        services() as found,
        unhurried_house(
            folder, database=found.database, redis=found.redis.url, processes=2
        ) as house,
    ):
        return await authority.bans_without_redis(house, found.redis, 100)


async def _slow_listener(folder: Path) -> Finding:
    """One of 200 listeners stops reading at 500 messages a second, five times; before each of them
    the same without."""
    with pair(folder) as house:
        return await stops_reading(house, Slow())


async def _oversized(folder: Path) -> Finding:
    """Messages of 32 KiB and a byte, and messages in more than 64 pieces."""
    with pair(folder) as house:
        return await excess.oversized(house, 50)


async def _half_open(folder: Path) -> Finding:
    """500 handshakes that never end."""
    with pair(folder) as house:
        return await excess.half_open(house, 500)


async def _caps(folder: Path) -> Finding:
    """More sockets than a person, or an address, may have."""
    with pair(folder) as house:
        return await excess.caps(house, 20)


async def _fuzz(folder: Path) -> Finding:
    """Three minutes of made-up frames, structured and random, beside a pair that talks."""
    with pair(folder) as house:
        return await fuzz.fuzz(house, fuzz.FuzzSize())


async def _poison_over_sockets(folder: Path) -> Finding:
    """Every field of every command with every poison."""
    with pair(folder) as house:
        return await poison_sent.over_sockets(house)


async def _poison_over_http(folder: Path) -> Finding:
    """Every field of every body with every poison."""
    with pair(folder) as house:
        return await poison_sent.over_http(house)


AWAY = Fault("chaos-away", "200 people missed 5,000 messages", _away, CAUGHT_UP)
AWAY_BY_PAGES = Fault(
    "chaos-away-by-pages", "200 people missed 5,000 messages, by pages", _away_by_pages
)
JOINING = Fault(
    "chaos-joining",
    "2,000 joins while people talk",
    _joining,
    (carries(catching_up.Joins().per_second),),
)
PAUSES = Fault("chaos-pauses", "500 pauses of somebody who does not stop", _pauses)
BANS = Fault(
    "chaos-bans",
    "100 bans of three sockets",
    _bans,
    (
        Promise("sockets closed", of="closed", limit=1.0, share=0.99),
        Promise("sockets that do not read closed", of="closed_deaf", limit=1.0, share=0.99),
    ),
)
BANS_WITHOUT_REDIS = Fault(
    "chaos-bans-without-redis",
    "100 bans without Redis",
    _bans_without_redis,
    (
        Promise("sockets closed", of="closed", limit=15.0),
        Promise("sockets that do not read closed", of="closed_deaf", limit=15.0),
    ),
)
SLOW_LISTENER = Fault(
    "chaos-slow-listener",
    "One of 200 stops reading",
    _slow_listener,
    (
        Promise(
            "the others' p99 grows beyond a tenth or 1 ms by",
            of="grows_beyond",
            limit=0.0,
            share=0.5,
        ),
        Promise("it is let go", of="let_go", limit=20.0),
        Promise("memory grows by", of="memory_bytes", limit=MIB, unit="bytes"),
        carries(Slow().per_second),
    ),
)
OVERSIZED = Fault(
    "chaos-oversized",
    "Messages too long, or in too many pieces",
    _oversized,
    (Promise("the socket is closed", of="closed", limit=1.0),),
)
HALF_OPEN = Fault(
    "chaos-half-open",
    "500 handshakes that never end",
    _half_open,
    (
        Promise("they are gone", of="gone", limit=10.0),
        Promise("others are served meanwhile", of="served", limit=1.0, share=0.99),
    ),
)
CAPS = Fault("chaos-caps", "More sockets than one may have", _caps)
FUZZ = Fault("chaos-fuzz", "Made-up frames", _fuzz)
POISON_OVER_SOCKETS = Fault("chaos-poison-sockets", "Poison over sockets", _poison_over_sockets)
POISON_OVER_HTTP = Fault("chaos-poison-http", "Poison over HTTP", _poison_over_http)
