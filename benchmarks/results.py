"""What a benchmark found, as it is stored and reported. Values only."""

import enum

import msgspec


class Bound(enum.Enum):
    AT_MOST = "at most"
    AT_LEAST = "at least"


class Verdict(enum.Enum):
    MET = "met"
    UNMET = "unmet"
    ABSENT = "absent"
    """What it is compared with cannot be had here: the target counts as unmet."""


class Table(enum.Enum):
    """Which of the two tables of the report."""

    SPEED = "speed"
    FAULTS = "faults"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One promise about one figure, and what came of it. `value` is the median of `each`, unless
    the note says which other quantile it is."""

    what: str
    bound: Bound
    limit: float
    unit: str
    """`x` for a ratio."""
    value: float | None
    each: tuple[float, ...] = ()
    note: str = ""
    runs: int = 0
    """How often this was tried; 0: as often as the result says."""
    missed: int = 0
    """Rounds in which ours failed, or was offered less than was meant: more than 0 is unmet."""

    @property
    def verdict(self) -> Verdict:
        if self.missed:
            return Verdict.UNMET
        if self.value is None:
            return Verdict.ABSENT
        met = self.value <= self.limit if self.bound is Bound.AT_MOST else self.value >= self.limit
        return Verdict.MET if met else Verdict.UNMET


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One contestant, or one point of a curve, by column: medians over the rounds, and of what was
    lost the most."""

    name: str
    version: str = ""
    figures: dict[str, float] = {}
    absent: str = ""
    """Why there are no figures."""


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """How figures grow: `points` maps a line's name to (x, y)."""

    title: str
    x: str
    y: str
    points: dict[str, list[tuple[float, float]]]
    logarithmic: bool = False


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark, one run: stored as `docs/results/NAME.json`."""

    name: str
    title: str
    means: str
    """What the numbers mean, in two sentences."""
    at: str
    """When, ISO 8601, UTC."""
    machine: dict[str, str]
    runs: int
    """Rounds, or repetitions of a fault."""
    targets: tuple[Target, ...]
    rows: tuple[Row, ...] = ()
    curves: tuple[Curve, ...] = ()
    remarks: tuple[str, ...] = ()
    table: Table = Table.SPEED
    took_seconds: float = 0.0
    """Filled in by whoever ran it."""
