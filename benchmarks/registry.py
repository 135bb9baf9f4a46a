"""Every benchmark by its name, and the commands beside them.

Places, not objects: only what is asked for is imported, since some of it needs a compiler or Node.
"""

import pkgutil
from collections.abc import Callable
from typing import Final

from benchmarks.benchmark import Benchmark

BENCHMARKS: Final = {
    "fan-out-1000": "benchmarks.speed.fan_out:FAN_OUT_1000",
    "fan-out-5000": "benchmarks.speed.fan_out:FAN_OUT_5000",
    "rivals-fan-out": "benchmarks.speed.fan_out:RIVALS_FAN_OUT",
    "overload": "benchmarks.speed.overload:OVERLOAD",
    "many-rooms": "benchmarks.speed.many_rooms:MANY_ROOMS",
    "inbound": "benchmarks.speed.inbound:INBOUND",
    "durable-sqlite": "benchmarks.speed.durable.durable:ON_SQLITE",
    "durable-postgres": "benchmarks.speed.durable.durable:ON_POSTGRES",
    "slow-commit": "benchmarks.speed.slow_commit:SLOW_COMMIT",
    "connections": "benchmarks.speed.connections:CONNECTIONS",
    "idle-memory": "benchmarks.speed.idle_memory:IDLE_MEMORY",
    "stall": "benchmarks.speed.stall:STALL",
    "end-to-end": "benchmarks.speed.end_to_end:END_TO_END",
    "growth": "benchmarks.speed.growth:GROWTH",
    "presence": "benchmarks.speed.presence:PRESENCE",
    "crossing": "benchmarks.speed.crossing:CROSSING",
    "chaos-one-killed": "benchmarks.faults.of_processes:ONE_KILLED",
    "chaos-all-killed": "benchmarks.faults.of_processes:ALL_KILLED",
    "chaos-rolling-restart": "benchmarks.faults.of_processes:ROLLING_RESTART",
    "chaos-two-releases": "benchmarks.faults.of_processes:TWO_RELEASES",
    "chaos-all-cut": "benchmarks.faults.of_processes:ALL_CUT",
    "chaos-frozen": "benchmarks.faults.of_processes:FROZEN",
    "chaos-wrong-clock": "benchmarks.faults.of_processes:WRONG_CLOCK",
    "chaos-everything": "benchmarks.faults.of_processes:EVERYTHING",
    "chaos-redis-killed": "benchmarks.faults.of_services:REDIS_KILLED",
    "chaos-redis-frozen": "benchmarks.faults.of_services:REDIS_FROZEN",
    "chaos-subscribers-cut": "benchmarks.faults.of_services:SUBSCRIBERS_CUT",
    "chaos-road-silent": "benchmarks.faults.of_services:ROAD_SILENT",
    "chaos-publications-spoiled": "benchmarks.faults.of_services:PUBLICATIONS_SPOILED",
    "chaos-last-word-lost": "benchmarks.faults.of_services:LAST_WORD_LOST",
    "chaos-redis-forgets": "benchmarks.faults.of_services:REDIS_FORGETS",
    "chaos-redis-begins-anew": "benchmarks.faults.of_services:REDIS_BEGINS_ANEW",
    "chaos-cluster-killed": "benchmarks.faults.of_services:CLUSTER_KILLED",
    "chaos-primary-killed": "benchmarks.faults.of_services:PRIMARY_KILLED",
    "chaos-cluster-frozen": "benchmarks.faults.of_services:CLUSTER_FROZEN",
    "chaos-cluster-cut": "benchmarks.faults.of_services:CLUSTER_CUT",
    "chaos-cluster-forgets": "benchmarks.faults.of_services:CLUSTER_FORGETS",
    "chaos-postgres-crashes": "benchmarks.faults.of_services:POSTGRES_CRASHES",
    "chaos-answers-lost": "benchmarks.faults.of_services:ANSWERS_LOST",
    "chaos-sqlite-killed": "benchmarks.faults.of_services:SQLITE_KILLED",
    "chaos-sqlite-order": "benchmarks.faults.of_services:SQLITE_ORDER",
    "chaos-away": "benchmarks.faults.of_people:AWAY",
    "chaos-away-by-pages": "benchmarks.faults.of_people:AWAY_BY_PAGES",
    "chaos-joining": "benchmarks.faults.of_people:JOINING",
    "chaos-pauses": "benchmarks.faults.of_people:PAUSES",
    "chaos-bans": "benchmarks.faults.of_people:BANS",
    "chaos-bans-without-redis": "benchmarks.faults.of_people:BANS_WITHOUT_REDIS",
    "chaos-slow-listener": "benchmarks.faults.of_people:SLOW_LISTENER",
    "chaos-oversized": "benchmarks.faults.of_people:OVERSIZED",
    "chaos-half-open": "benchmarks.faults.of_people:HALF_OPEN",
    "chaos-caps": "benchmarks.faults.of_people:CAPS",
    "chaos-fuzz": "benchmarks.faults.of_people:FUZZ",
    "chaos-poison-sockets": "benchmarks.faults.of_people:POISON_OVER_SOCKETS",
    "chaos-poison-http": "benchmarks.faults.of_people:POISON_OVER_HTTP",
}
"""The name, and `module:attribute` of a `Benchmark` of that name; in the order of the tables."""

COMMANDS: Final = {
    "rivals": "benchmarks.contestants.everyone:show",
    "report": "benchmarks.report.report:report",
    "scale": "benchmarks.scale.page:show",
}
"""What is asked for in the same way and measures nothing: `module:function`, without arguments."""


CHAOS: Final = "chaos"
"""Asked for, it is every fault; what is not asked for never runs one."""
FAULTS: Final = tuple(name for name in BENCHMARKS if name.startswith(f"{CHAOS}-"))


def benchmark(name: str) -> Benchmark:
    """Raises KeyError for a name that is not listed."""
    found: Benchmark = pkgutil.resolve_name(BENCHMARKS[name])
    return found


def command(name: str) -> Callable[[], None]:
    """Raises KeyError for a name that is not listed."""
    found: Callable[[], None] = pkgutil.resolve_name(COMMANDS[name])
    return found
