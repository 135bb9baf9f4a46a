"""From what one message, one join, one connection costs to what a community of so many needs.

Pure arithmetic over stated behaviour; every assumption is a field with a value.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

SECONDS_AN_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What people do in the busiest hour. `listeners`: how many others are in the room somebody is
    in, on average over people; `rooms_share`: rooms that are listened to, for each connection."""

    messages_a_person_an_hour: float = 6.0
    listeners: float = 40.0
    minutes_a_visit: float = 20.0
    heartbeat_seconds: float = 20.0

    @property
    def rooms_share(self) -> float:
        return 1 / self.listeners


@dataclass(frozen=True, slots=True)
class Machines:
    """What is bought, and how full it may get: a spike and a lost host must fit on top."""

    most_connections: int = 15_000
    fullest: float = 0.5
    processes_a_host: int = 14
    host_cores: int = 16
    postgres_cores: int = 32
    postgres_lines: int = 5_000
    lines_a_process: int = 12
    most_shards: int = 256
    heads_every_seconds: float = 1.0
    base_mib_a_process: float = 120.0


@dataclass(frozen=True, slots=True)
class Need:
    """What so many connections need. Shares are of what there is: 1 is all of it, at `fullest`."""

    connections: int
    messages_a_second: float
    deliveries_a_second: float
    joins_a_second: float
    processes: int
    hosts: int
    gib: float
    process_share: float
    """Of one process, by what does not get less with more processes."""
    shards: int
    postgres_cores: float
    postgres_heads_cores: float
    postgres_lines: int
    host_lost_seconds: float
    """Until the people of a lost host are back, at the pace that the other hosts' spare CPU allows;
    of the last host: until it has taken everybody in again."""

    def shares(self, machines: Machines) -> dict[str, float]:
        """By resource, how much is used of the most that can be had of it."""
        primary = machines.postgres_cores * machines.fullest
        return {
            "one process, by hearing every publication": self.process_share,
            "the PostgreSQL primary's CPU, by messages": self.postgres_cores / primary,
            "the PostgreSQL primary's CPU, by heads compared": self.postgres_heads_cores / primary,
            "PostgreSQL's lines, without a pooler": self.postgres_lines / machines.postgres_lines,
            "Redis primaries, of 256 channels": self.shards / machines.most_shards,
        }


def need(
    connections: int,
    cost: Mapping[str, float],
    behaviour: Behaviour = Behaviour(),
    machines: Machines = Machines(),
) -> Need:
    """`cost` by the names of `constants.SOURCES`."""
    messages = connections * behaviour.messages_a_person_an_hour / SECONDS_AN_HOUR
    joins = connections / (behaviour.minutes_a_visit * 60)
    # Everybody in the room is told who came and who went, and is sent a heartbeat.
    changes = 2 * joins
    deliveries = (messages + changes) * behaviour.listeners
    deliveries += connections / behaviour.heartbeat_seconds
    publications = messages + changes
    shared = (
        deliveries * cost["delivery_us"]
        + messages * (cost["inbound_us"] + cost["append_us"])
        + joins * cost["connect_us"]
        + publications * cost["publish_us"]
    ) / 1e6
    processes = _processes(connections, shared, publications, cost, behaviour, machines)
    rooms_each = _rooms_each(connections, processes, behaviour)
    redis_us = cost["redis_us"] + processes * cost["redis_hear_us"]
    heads = processes * rooms_each / machines.heads_every_seconds
    memory_mib = connections * cost["idle_kib"] / 1024 + processes * machines.base_mib_a_process
    return Need(
        connections=connections,
        messages_a_second=messages,
        deliveries_a_second=deliveries,
        joins_a_second=joins,
        processes=processes,
        hosts=math.ceil(processes / machines.processes_a_host),
        gib=memory_mib / 1024,
        process_share=publications * cost["hear_us"] / 1e6 / machines.fullest,
        shards=math.ceil(publications * redis_us / 1e6 / machines.fullest),
        postgres_cores=messages * cost["postgres_us"] / 1e6,
        postgres_heads_cores=heads * cost["postgres_head_us"] / 1e6,
        postgres_lines=processes * machines.lines_a_process,
        host_lost_seconds=_host_lost(connections, processes, cost["connect_us"], machines),
    )


def ceiling(
    resource: str,
    cost: Mapping[str, float],
    behaviour: Behaviour = Behaviour(),
    machines: Machines = Machines(),
) -> int:
    """With how many connections a resource is used up; beyond 10⁹ is said as 10⁹."""
    low, high = 1, 10**9
    while high - low > max(1, low // 1_000):
        middle = (low + high) // 2
        full = need(middle, cost, behaviour, machines).shares(machines)[resource] > 1
        low, high = (low, middle) if full else (middle, high)
    return low


def _processes(
    connections: int,
    shared_seconds: float,
    publications: float,
    cost: Mapping[str, float],
    behaviour: Behaviour,
    machines: Machines,
) -> int:
    """Enough for what they share and for what each of them does alone. Where the latter alone is
    more than a process may do, as many as the connections ask for: no number would be enough."""
    least = max(1, math.ceil(connections / machines.most_connections))
    processes = least
    for _ in range(50):
        heads = _rooms_each(connections, processes, behaviour) / machines.heads_every_seconds
        own = (publications * cost["hear_us"] + heads * cost["head_us"]) / 1e6
        room_left = machines.fullest - own
        if room_left <= 0:
            return least
        wanted = max(least, math.ceil(shared_seconds / room_left))
        if wanted == processes:
            break
        processes = wanted
    return processes


def _host_lost(connections: int, processes: int, connect_us: float, machines: Machines) -> float:
    lost = min(processes, machines.processes_a_host)
    spare = (processes - lost) * (1 - machines.fullest) or float(processes)
    return connections * lost / processes * connect_us / 1e6 / spare


def _rooms_each(connections: int, processes: int, behaviour: Behaviour) -> float:
    """Rooms that one process listens to, when a room's people are anywhere."""
    rooms = connections * behaviour.rooms_share
    nobody_of_it: float = (1 - 1 / processes) ** behaviour.listeners
    return rooms * (1 - nobody_of_it)
