"""An invented result, with one of everything that a report must be able to show."""

from benchmarks.results import Bound, Curve, Result, Row, Table, Target

ON_TIME = Target(
    what="CPU a delivery, over C",
    bound=Bound.AT_MOST,
    limit=1.5,
    unit="x",
    value=1.28,
    each=(1.03, 1.28, 1.41),
)
TOO_SLOW = Target(
    what="p99 | overloaded", bound=Bound.AT_MOST, limit=50, unit="ms", value=81.5, each=(81.5,)
)
NOBODY_THERE = Target(
    what="deliveries, over ejabberd", bound=Bound.AT_LEAST, limit=4, unit="x", value=None
)
LOST = Target(
    what="kill: lost", bound=Bound.AT_MOST, limit=0, unit="messages", value=0, each=(0,), runs=20
)


def invented(name: str = "invented", table: Table = Table.SPEED) -> Result:
    return Result(
        name=name,
        title="An invented benchmark",
        means="Nothing at all. It only has one of everything.",
        at="2026-01-02T03:04:05+00:00",
        machine={"CPU": "an abacus", "Python": "3.11"},
        runs=5,
        targets=(ON_TIME, TOO_SLOW, NOBODY_THERE) if table is Table.SPEED else (LOST,),
        rows=(
            Row(name="ours", version="1", figures={"cpu_us": 4.9, "p99_ms": 6.1}),
            Row(name="theirs", absent="there is no <abacus> here"),
        ),
        curves=(
            Curve(
                title="Listeners",
                x="listeners",
                y="µs",
                points={"ours": [(100, 3.5), (15_000, 5.2)]},
                logarithmic=True,
            ),
        ),
        remarks=("Round 2 of theirs failed.",),
        table=table,
        took_seconds=61,
    )
