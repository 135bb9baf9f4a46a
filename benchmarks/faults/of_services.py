"""Redis, PostgreSQL and SQLite fail, or the roads to them: how often, and what is promised. In each
of them calls to moderators and reminders go on beside the talk, and are counted too.
"""

from pathlib import Path

from benchmarks.chaos import Fault, Promise, carries
from benchmarks.faults.scenes import alone, database
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_services import (
    postgres,
    redis_outage,
    redis_presence,
    redis_road,
    redis_subscribers,
    sqlite,
    sqlite_order,
)
from tests.journeys.faults.of_services.postgres_scene import answers_scene, postgres_scene
from tests.journeys.faults.of_services.redis_scene import bad_road_scene, cluster_scene, redis_scene
from tests.journeys.faults.quiet.load import FULL_LOAD

CROSSING = Promise("messages cross meanwhile", of="crossing meanwhile", limit=1.5, share=0.99)
LOAD = carries(FULL_LOAD.per_second)
OUTAGE = (
    CROSSING,
    Promise("receipts' median, over before", of="receipt slowed", limit=2.0, unit="x"),
    Promise("receipts' p99, over before", of="receipt slowed p99", limit=2.0, unit="x"),
    Promise("normal again", of="normal again", limit=2.0),
    LOAD,
)
HOLES = (Promise("holes are closed", of="hole", limit=0.3, share=0.99), LOAD)
EXACT = (Promise("presence is exact again", of="exact again", limit=5.0),)


async def _killed(folder: Path) -> Finding:
    """Redis is killed for ten seconds, three times, under 1,000 messages a second."""
    async with database() as where, redis_scene(folder, where) as scene:
        return await redis_outage.redis_killed(scene, redis_outage.FULL_KILL)


async def _frozen(folder: Path) -> Finding:
    """Redis is stopped for six seconds, five times, and then goes on with what it was sent."""
    async with database() as where, redis_scene(folder, where) as scene:
        return await redis_outage.redis_frozen(scene, redis_outage.FULL_FREEZE)


async def _cut(folder: Path) -> Finding:
    """`CLIENT KILL TYPE pubsub` a hundred times at 1,000 messages a second."""
    async with database() as where, redis_scene(folder, where) as scene:
        return await redis_subscribers.subscribers_cut(scene, redis_subscribers.FULL_CUTS)


async def _silent(folder: Path) -> Finding:
    """The road between one process and Redis is silent for 30 seconds, and stays open."""
    async with database() as where, bad_road_scene(folder, where) as scene:
        return await redis_road.road_silent(scene, redis_road.FULL_SILENCE)


async def _spoiled(folder: Path) -> Finding:
    """Publications are lost, doubled, swapped and late."""
    async with database() as where, bad_road_scene(folder, where) as scene:
        return await redis_road.publications_spoiled(scene, redis_road.FULL_SPOILED)


async def _last_word(folder: Path) -> Finding:
    """The last publication of a burst is lost, with nothing after it to tell."""
    async with database() as where, bad_road_scene(folder, where) as scene:
        return await redis_road.last_word_lost(scene, redis_road.FULL_LAST_WORD)


async def _forgets(folder: Path) -> Finding:
    """`FLUSHALL` while people are here, and somebody comes in the same moment."""
    async with database() as where, redis_scene(folder, where) as scene:
        return await redis_presence.redis_forgets(scene, redis_presence.FULL_FORGETTING)


async def _begins_anew(folder: Path) -> Finding:
    """Redis is killed while people are here, and comes back at once and empty."""
    async with database() as where, redis_scene(folder, where) as scene:
        return await redis_presence.redis_begins_anew(scene, redis_presence.FULL_FORGETTING)


async def _cluster_killed(folder: Path) -> Finding:
    """All primaries of a Redis Cluster are killed for ten seconds."""
    async with database() as where, cluster_scene(folder, where) as scene:
        return await redis_outage.redis_killed(scene, redis_outage.FULL_KILL)


async def _primary_killed(folder: Path) -> Finding:
    """One of three primaries of a Redis Cluster is killed for ten seconds, each in turn."""
    async with database() as where, cluster_scene(folder, where) as scene:
        return await redis_outage.primary_killed(scene, redis_outage.FULL_KILL)


async def _cluster_frozen(folder: Path) -> Finding:
    """All primaries of a Redis Cluster are stopped for six seconds."""
    async with database() as where, cluster_scene(folder, where) as scene:
        return await redis_outage.redis_frozen(scene, redis_outage.FULL_FREEZE)


async def _cluster_cut(folder: Path) -> Finding:
    """The subscribers of all primaries are cut off a hundred times."""
    async with database() as where, cluster_scene(folder, where) as scene:
        return await redis_subscribers.subscribers_cut(scene, redis_subscribers.FULL_CUTS)


async def _cluster_forgets(folder: Path) -> Finding:
    """`FLUSHALL` to all primaries."""
    async with database() as where, cluster_scene(folder, where) as scene:
        return await redis_presence.redis_forgets(scene, redis_presence.FULL_FORGETTING)


async def _crashes(folder: Path) -> Finding:
    """PostgreSQL is stopped at once (`-m immediate`) and started again, ten times."""
    async with postgres_scene(folder) as scene:
        return await postgres.postgres_crashes(scene, postgres.FULL_CRASHES)


async def _answers(folder: Path) -> Finding:
    """The answer to a COMMIT is lost on its way, a hundred times."""
    async with database() as where, answers_scene(folder, where) as scene:
        return await postgres.commit_answers_lost(scene, postgres.FULL_ANSWERS)


async def _sqlite(folder: Path) -> Finding:
    """The only process, on SQLite, is killed 30 times under load."""
    with alone(folder) as house:
        return await sqlite.sqlite_killed(house, sqlite.FULL_KILLS)


async def _order(folder: Path) -> Finding:
    """The system calls of a process on SQLite: the data of a message is synced before anybody is
    told."""
    with alone(folder) as house:
        return await sqlite_order.synced_before_receipt(house, folder, sqlite_order.FULL_ORDER)


REDIS_KILLED = Fault("chaos-redis-killed", "Redis killed for 10 s", _killed, OUTAGE)
REDIS_FROZEN = Fault("chaos-redis-frozen", "Redis stopped for 6 s", _frozen, (CROSSING, LOAD))
SUBSCRIBERS_CUT = Fault("chaos-subscribers-cut", "Subscribers cut off", _cut, HOLES)
ROAD_SILENT = Fault(
    "chaos-road-silent",
    "A silent road to Redis",
    _silent,
    (Promise("it is noticed", of="noticed", limit=3.0), CROSSING, LOAD),
)
PUBLICATIONS_SPOILED = Fault(
    "chaos-publications-spoiled", "Publications lost, doubled, swapped, late", _spoiled, (LOAD,)
)
LAST_WORD_LOST = Fault(
    "chaos-last-word-lost",
    "The last publication of a burst lost",
    _last_word,
    (Promise("it is shown", of="shown", limit=2.0),),
)
REDIS_FORGETS = Fault("chaos-redis-forgets", "Redis forgets everything", _forgets, EXACT)
REDIS_BEGINS_ANEW = Fault("chaos-redis-begins-anew", "Redis begins anew", _begins_anew, EXACT)
CLUSTER_KILLED = Fault(
    "chaos-cluster-killed", "Redis Cluster killed for 10 s", _cluster_killed, OUTAGE
)
PRIMARY_KILLED = Fault(
    "chaos-primary-killed", "One primary of a cluster killed", _primary_killed, (CROSSING, LOAD)
)
CLUSTER_FROZEN = Fault(
    "chaos-cluster-frozen", "Redis Cluster stopped for 6 s", _cluster_frozen, (CROSSING, LOAD)
)
CLUSTER_CUT = Fault("chaos-cluster-cut", "Subscribers of a cluster cut off", _cluster_cut, HOLES)
CLUSTER_FORGETS = Fault(
    "chaos-cluster-forgets", "Redis Cluster forgets everything", _cluster_forgets, EXACT
)
POSTGRES_CRASHES = Fault("chaos-postgres-crashes", "PostgreSQL crashes", _crashes)
ANSWERS_LOST = Fault("chaos-answers-lost", "The answer to a COMMIT lost", _answers)
SQLITE_KILLED = Fault("chaos-sqlite-killed", "The only process killed, on SQLite", _sqlite)
SQLITE_ORDER = Fault("chaos-sqlite-order", "Data synced, then receipt", _order)
