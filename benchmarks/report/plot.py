"""Curves and targets as figures of matplotlib. What is unmet is told by side, hatching and word
besides its colour. Knows neither files nor pages; lines and letters are set by `picture.py`.
"""

import math
import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import (
    FixedLocator,
    FuncFormatter,
    LogLocator,
    MaxNLocator,
    NullFormatter,
    NullLocator,
)

from benchmarks.report.bars import Bar
from benchmarks.report.looks import Look
from benchmarks.report.words import number
from benchmarks.results import Curve

WIDTH_INCHES = 9.0
CURVE_INCHES = 4.6
BAR_INCHES = 0.37
AROUND_BARS_INCHES = 1.25
MOST_BARS = 18
LABEL_CHARACTERS = 50
MARKS = "osD^vP"
DASHES = ("-", "--", "-.", ":")
LEGEND_CHARACTERS = 100
SHARES = {0.1: "≤ 1/10", 0.2: "1/5", 0.5: "1/2", 1: "the limit", 2: "2x", 5: "5x", 10: "≥ 10x"}
FURTHEST = 10.0
"""Times the limit, and that part of it, at which a bar ends however long it would be."""
THREE_DECADES = 1000


def curve(drawn: Curve, look: Look) -> Figure:
    """Each line with marks of its own shape at its points."""
    figure = Figure(figsize=(WIDTH_INCHES, CURVE_INCHES), layout="constrained")
    axes = figure.subplots()
    axes.set_title(drawn.title, loc="left")
    axes.set(xlabel=drawn.x, ylabel=drawn.y)
    for place, (name, points) in enumerate(drawn.points.items()):
        across, up = zip(*sorted(points), strict=True) if points else ((), ())
        axes.plot(
            across,
            up,
            label=name,
            color=look.lines[place % len(look.lines)],
            marker=MARKS[place % len(MARKS)],
            linestyle=DASHES[place % len(DASHES)],
            clip_on=False,
        )
    _scale(axes, drawn)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.grid(visible=True)
    if len(drawn.points) > 1:
        longest = max(map(len, drawn.points))
        figure.legend(loc="outside lower left", ncols=LEGEND_CHARACTERS // (longest + 8) or 1)
    return figure


def targets(title: str, bars: Sequence[Bar], absent: int, look: Look) -> Figure:
    """From the limit to the left what is met, to the right what is not."""
    shown = bars[:MOST_BARS]
    height = AROUND_BARS_INCHES + BAR_INCHES * len(shown)
    figure = Figure(figsize=(WIDTH_INCHES, height), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{title}: {_which(len(shown), len(bars), absent)}", x=0.01, ha="left")
    ends = [min(max(bar.share, 1 / FURTHEST), FURTHEST) for bar in shown]
    axes.set_xscale("log")
    axes.barh(
        range(len(shown)),
        [end - 1 for end in ends],
        left=1,
        height=0.6,
        color=[look.met if bar.met else look.unmet for bar in shown],
        edgecolor=look.paper,
        hatch=["" if bar.met else "////" for bar in shown],
    )
    axes.set_xlim(min(0.5, *ends) / 1.1, max(2.0, *ends) * 1.1)
    axes.axvline(1, color=look.ink)
    _name(axes, shown, look)
    return figure


def _which(shown: int, of: int, absent: int) -> str:
    named = f"the {shown} of {of} that use most of their limit" if shown < of else "all measured"
    return f"{named}; {absent} absent" if absent else named


def _name(axes: Axes, shown: Sequence[Bar], look: Look) -> None:
    """What each bar is on its left, how much it is on its right, the most used on top."""
    places = range(len(shown))
    axes.xaxis.set_major_locator(FixedLocator(list(SHARES)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: SHARES[share]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.margins(y=0.02)
    axes.set_xlabel("met  ◀  part of the limit that is used  ▶  unmet")
    axes.set_yticks(places, [_lines(bar.label) for bar in shown])
    axes.invert_yaxis()
    right = axes.secondary_yaxis("right")
    right.set_yticks(places, [bar.said if bar.met else f"{bar.said}\nunmet" for bar in shown])
    for bar, label in zip(shown, right.get_yticklabels(), strict=True):
        label.set(color=look.ink, weight="normal" if bar.met else "bold")
    for side in (axes, right):
        side.tick_params(axis="y", length=0)
    axes.grid(visible=True, axis="x")


def _lines(label: str) -> str:
    return "\n".join(
        textwrap.wrap(
            label, LABEL_CHARACTERS, max_lines=2, placeholder=" …", break_on_hyphens=False
        )
    )


def _scale(axes: Axes, drawn: Curve) -> None:
    """From nought on, or over a decade at least: what is flat must look flat."""
    if not drawn.logarithmic:
        axes.set_ylim(bottom=0)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        return
    axes.set_xscale("log", nonpositive="mask")
    axes.set_yscale("log", nonpositive="mask")
    above = [value for line in drawn.points.values() for _, value in line if value > 0] or [1.0]
    lowest = 10.0 ** math.floor(math.log10(min(above)))
    axes.set_ylim(lowest, max(10 * lowest, 1.2 * max(above)))
    for axis in (axes.xaxis, axes.yaxis):
        least, most = axis.get_view_interval()
        each = (1,) if most / least > THREE_DECADES else (1, 2, 5)
        axis.set_major_locator(LogLocator(subs=each))
        axis.set_minor_formatter(NullFormatter())
