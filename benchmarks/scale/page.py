"""`docs/scale.md`, and the same in the terminal: the model's tables and what they mean.

Every figure is computed; the sentences are true of any of them.
"""

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.report import stored
from benchmarks.report.tables import table
from benchmarks.report.words import number
from benchmarks.results import Result
from benchmarks.scale.constants import Constant, Source, constants
from benchmarks.scale.model import Behaviour, Machines, Need, ceiling, need
from server.setup.steps import ROOT

PAGE = ROOT / "docs" / "scale.md"
SIZES = (100_000, 1_000_000, 10_000_000)
MADE_BY = "<!-- Made by `python3 -m benchmarks report` from benchmarks/scale/. Do not edit. -->"

OPENING = """What 10⁵, 10⁶ and 10⁷ people at once would need, by what one message, one join and one
idle line cost in the stored results. It is arithmetic, not a measurement: nobody has run this. It
counts CPU and memory; networks, disks and the people who look after them come on top. The costs
are those of loopback, where the sender pays for the receiver's part of TCP too, so the web
processes are counted too high rather than too low."""

ADVICE = """**What each of them asks for when it is full:**

- *PostgreSQL's lines.* A pooler in transaction mode for reads; the journal's lines keep prepared
  statements and belong to a process, so they are counted first (`MOST_CONNECTIONS` in
  `persistence/journal_postgres.py`). Neither costs a promise.
- *Heads compared.* Every process asks for the head of every room it listens to once a second; that
  is what finds a lost publication. When a room's people come in by the same few processes (the
  balancer chooses by a hash of the room in the address), a room is compared by few processes
  instead of by as many as it has people. The same takes most of the hearing away.
- *Redis.* Rooms lie on 256 channels, so a process of many rooms hears all of them, and what Redis
  hands out grows with messages times processes. The channels are spread over the primaries of a
  Redis Cluster as they are; people of a room on few processes let a process hear few channels.
- *Messages.* One primary takes all appends. A process that has few messages a second commits each
  by itself, and that is the cost counted here; group commit makes it several times cheaper exactly
  when it gets busy. Beyond one primary communities must be divided by trees of rooms, each with its
  own database: no transaction spans two trees but those that take authority away from an account.
- *Web processes* share nothing and are bought by the dozen. A process takes as many lines as files
  may be open; memory is never what ends first.

**A host that is lost** sends its people to the others. `welcome` and `heartbeat` say over which
time they come back; it must be longer than the seconds in the table, which are CPU alone."""


def show() -> None:
    """Prints the page."""
    print(markdown(stored.everything()))


def markdown(results: Sequence[Result]) -> str:
    """The page, by the constants of these results."""
    known = constants(results)
    cost = {name: constant.value for name, constant in known.items()}
    parts = [
        "# Past this machine",
        MADE_BY,
        OPENING,
        "## What people do, and what is bought",
        _assumed(Behaviour(), Machines()),
        "## What it takes",
        _needs([need(size, cost) for size in SIZES]),
        "## What is full first",
        _ceilings(cost),
        ADVICE,
        "## The constants",
        _constants(known.values()),
    ]
    return "\n\n".join(parts) + "\n"


def _assumed(people: Behaviour, machines: Machines) -> str:
    return "\n".join(
        [
            f"- {number(people.messages_a_person_an_hour)} messages a person in the busiest hour;"
            f" {number(people.listeners)} people in the room somebody is in, on average over"
            " people; a room a person.",
            f"- {number(people.minutes_a_visit)} minutes a visit; everybody in the room is told who"
            f" comes and goes; a heartbeat every {number(people.heartbeat_seconds)} s.",
            f"- A process has a core, at most {number(machines.fullest * 100)} % full and with at"
            f" most {number(machines.most_connections)} lines; {machines.processes_a_host} of them"
            f" on a host of {machines.host_cores} cores. PostgreSQL's primary has"
            f" {machines.postgres_cores} cores and {number(machines.postgres_lines)} lines.",
        ]
    )


def _needs(needs: Sequence[Need]) -> str:
    return table(
        [
            ("people at once", *(number(each.connections) for each in needs)),
            ("messages a second", *(number(each.messages_a_second) for each in needs)),
            ("deliveries a second", *(number(each.deliveries_a_second) for each in needs)),
            ("joins a second", *(number(each.joins_a_second) for each in needs)),
            ("web processes", *(number(each.processes) for each in needs)),
            ("hosts of them", *(number(each.hosts) for each in needs)),
            ("memory of them, GiB", *(number(each.gib) for each in needs)),
            ("Redis primaries", *(number(each.shards) for each in needs)),
            ("PostgreSQL cores, messages", *(number(each.postgres_cores) for each in needs)),
            ("PostgreSQL cores, heads", *(number(each.postgres_heads_cores) for each in needs)),
            ("PostgreSQL lines", *(number(each.postgres_lines) for each in needs)),
            ("a host lost: back after, s", *(number(each.host_lost_seconds) for each in needs)),
        ]
    )


def _ceilings(cost: Mapping[str, float]) -> str:
    machines = Machines()
    ceilings = {name: ceiling(name, cost) for name in need(1, cost).shares(machines)}
    ordered = sorted(ceilings.items(), key=lambda item: item[1])
    first, people = ordered[0]
    shown = [(name, number(round(at, -4))) for name, at in ordered]
    sentence = f"**{first[0].upper()}{first[1:]}**: full at {number(round(people, -4))} people."
    return f"{sentence}\n\n{table([('what', 'full at, people at once'), *shown])}"


def _constants(known: Iterable[Constant]) -> str:
    rows = [
        (
            each.source.what,
            _where(each.source) if each.measured else "**not measured: an estimate**",
            f"{number(each.value)} {each.source.unit}",
        )
        for each in known
    ]
    return table([("", "from", "value"), *rows], words_first=2)


def _where(source: Source) -> str:
    less = f", less that of *{source.less}*" if source.less else ""
    return f"`{source.benchmark}`, *{source.row}*, {source.column}{less}"
