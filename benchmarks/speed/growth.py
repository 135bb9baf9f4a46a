"""How the costs grow: with the listeners of a room, with rooms, with what was ever said in one, and
with processes. Curves, and of history the promise that it costs nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks import family, machine
from benchmarks.benchmark import Benchmark, Effort, Progress
from benchmarks.contestants.contestant import Place, Running
from benchmarks.contestants.hearthside import DIALECT
from benchmarks.ground import history, offered
from benchmarks.ground.contest import CPU, P99, figures
from benchmarks.ground.history import Past, pasts
from benchmarks.ground.settled import Community, community, served
from benchmarks.load import client
from benchmarks.load.plan import Load
from benchmarks.results import Curve, Result, Target
from benchmarks.rounds import Figures, Found, interleaved, ratio_of_ours
from benchmarks.targets import LOST, at_most, nothing_lost, rows, with_missed

LISTENERS: Final = ((100, 20), (1_000, 20), (5_000, 20), (15_000, 5))
"""How many, and how many messages a second: 15,000 would be more than full with 20."""
ROOMS: Final = (1, 100, 500, 2_000)
PROCESSES: Final = (1, 2)
PER_ROOM: Final = 5
PER_SECOND: Final = 500
"""Of what is spread over rooms."""
ENTRIES: Final = (1_000, 10_000, 100_000, 1_000_000)
FLAT: Final = 1.5
"""The largest history's time over the smallest's: a walk through it would be a thousand."""
NO_SEARCH: Final = (
    "There is no search of messages: none of the product's searches reads a history. What is timed"
    " as search is that of rooms; it stays out of what is promised."
)
MEANS: Final = (
    "CPU a delivery by listeners and by rooms, p99 by processes, each point once; in rounds, the"
    " time to join a room in which something was just said and to read a page out of the middle of"
    " it, by the length of its history."
)


@dataclass(frozen=True, slots=True)
class Point:
    """One contestant: so much of something."""

    name: str
    size: int
    load: Load
    places: Sequence[Place]
    processes: int = 1


@dataclass(frozen=True, slots=True)
class Grown:
    """Points that were measured once, and what came of them."""

    points: Sequence[Point]
    found: Found

    def line(self, column: str) -> list[tuple[float, float]]:
        """Of those that did not fail."""
        return [
            (float(point.size), figure)
            for point in self.points
            for figure in self.found.each(point.name, column)
        ]

    def missed(self) -> int:
        return sum(self.found.missed(point.name) for point in self.points)

    def short(self) -> int:
        """Points at which less was said than was to be."""
        return sum(offered.rounds_short(self.found, p.load, p.name) for p in self.points)


class Growth:
    """A `Benchmark`."""

    name = "growth"
    title = "How costs grow"

    def run(self, effort: Effort, progress: Progress) -> Result:
        few = 2 if effort.quick else 4
        progress.steps(2 * few + len(PROCESSES) + 1 + effort.rounds * few)
        listeners = _by_listeners(LISTENERS[:few], effort.seconds, progress)
        rooms = _by_rooms(ROOMS[:few], effort.seconds, progress)
        processes = _by_processes(effort.seconds, progress)
        progress.step(f"up to {ENTRIES[few - 1]:,} entries in a room")
        with pasts(ENTRIES[:few]) as made:
            past = _by_history(made, effort.rounds, progress)
        every = (listeners, rooms, processes)
        return Result(
            name=self.name,
            title=self.title,
            means=MEANS,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=machine.description(),
            runs=effort.rounds,
            targets=(*_flat(past, made), _nothing_lost(every)),
            rows=tuple(
                row for found in (*(g.found for g in every), past) for row in rows(found, {})
            ),
            curves=(
                _curve("Listeners of one room", "listeners", CPU, listeners),
                _curve("Rooms of five", "rooms", CPU, rooms),
                _curve("Processes", "processes", P99, processes, logarithmic=False),
                _history_curve(past, made),
            ),
            remarks=(*_remarks(every), *past.remarks, NO_SEARCH),
        )


def _by_listeners(sizes: Sequence[tuple[int, int]], seconds: float, progress: Progress) -> Grown:
    with community(rooms=1, lines=sizes[-1][0], said=0, cores=machine.cores().server) as within:
        points = [
            Point(
                f"{lines:,} listeners, {per_second} a second",
                lines,
                # The senders have all spoken, and are listed, before it is measured.
                Load(1, lines, 20, per_second=per_second, seconds=seconds, warm_seconds=5),
                within.places[:lines],
            )
            for lines, per_second in sizes
        ]
        return _measured(within, points, progress)


def _by_rooms(sizes: Sequence[int], seconds: float, progress: Progress) -> Grown:
    most = sizes[-1]
    with community(
        rooms=most, lines=most * PER_ROOM, said=0, cores=machine.cores().server
    ) as within:
        points = [
            Point(
                f"{size:,} rooms, {PER_SECOND} a second",
                size,
                _spread(size, size * PER_ROOM, seconds),
                _in_first(within, size, most),
            )
            for size in sizes
        ]
        return _measured(within, points, progress)


def _by_processes(seconds: float, progress: Progress) -> Grown:
    with community(rooms=100, lines=1_000, said=0, cores=machine.cores().server) as within:
        points = [
            Point(
                f"processes: {count}, {PER_SECOND} a second in 100 rooms of 10",
                count,
                _spread(100, 1_000, seconds),
                within.places,
                count,
            )
            for count in PROCESSES
        ]
        return _measured(within, points, progress)


def _spread(rooms: int, lines: int, seconds: float) -> Load:
    return Load(rooms, lines, min(lines, 100), per_second=PER_SECOND, seconds=seconds)


def _in_first(within: Community, rooms: int, most: int) -> list[Place]:
    """The lines of the first rooms, room by room in turn."""
    return [
        within.places[place * most + room] for place in range(PER_ROOM) for room in range(rooms)
    ]


def _measured(within: Community, points: Sequence[Point], progress: Progress) -> Grown:
    found = interleaved(
        points, 1, lambda point: _loaded(within, point), progress, disturbed=family.disturbed
    )
    return Grown(points, found)


def _loaded(within: Community, point: Point) -> Figures:
    cores = machine.cores()
    with served(within, cores=cores.server, processes=point.processes) as house:
        webs = house.webs
        running = Running([web.pid for web in webs], [web.port for web in webs], point.places)
        return figures(client.run(point.load, DIALECT, running, cores=cores.load))


def _by_history(made: Sequence[Past], rounds: int, progress: Progress) -> Found:
    cores = machine.cores()
    return interleaved(
        made, rounds, lambda past: past.measure(cores.load), progress, disturbed=family.disturbed
    )


def _flat(found: Found, made: Sequence[Past]) -> Iterator[Target]:
    small, large = made[0].name, made[-1].name
    for column in (history.JOIN, history.PAGE):
        grown = ratio_of_ours(found.of(column), large, small)
        yield at_most(FLAT, f"{column.partition(',')[0]}: {large} / {small}", grown)


def _nothing_lost(every: Sequence[Grown]) -> Target:
    lost = [figure for grown in every for _, figure in grown.line(LOST)]
    missed = sum(grown.missed() for grown in every)
    target = nothing_lost(lost, missed, "lost at any point", note="the most; each point once")
    return with_missed(target, sum(grown.short() for grown in every), "were sent too little")


def _remarks(every: Sequence[Grown]) -> Iterator[str]:
    for grown in every:
        yield from grown.found.remarks
        for point in grown.points:
            yield from offered.remarks(grown.found, point.load, [point.name])


def _curve(title: str, x: str, y: str, grown: Grown, *, logarithmic: bool = True) -> Curve:
    points = {"Hearthside": grown.line(y)}
    return Curve(title=title, x=x, y=y, points=points, logarithmic=logarithmic)


def _history_curve(found: Found, made: Sequence[Past]) -> Curve:
    points = {
        column.partition(",")[0]: [
            (float(past.entries), found.medians(past.name)[column])
            for past in made
            if found.medians(past.name)
        ]
        for column in (history.JOIN, history.PAGE, history.SEARCH)
    }
    title = "What was ever said in a room"
    return Curve(title=title, x="entries", y="ms", points=points, logarithmic=True)


GROWTH: Final[Benchmark] = Growth()
