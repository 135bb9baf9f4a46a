"""How figures, targets and verdicts are written, in the terminal, the tables and the page."""

from benchmarks.results import Bound, Result, Target, Verdict

NONE = "-"
_LARGE = 1_000
_SIGN = {Bound.AT_MOST: "≤", Bound.AT_LEAST: "≥"}
VERDICTS = {
    Verdict.MET: "met",
    Verdict.UNMET: "**unmet**",
    Verdict.ABSENT: "**unmet (absent)**",
}


def number(value: float) -> str:
    """Three significant digits, or a whole number with its thousands apart."""
    if 0 < abs(value) < 0.0005:
        return f"{value:.1e}"
    if abs(value) >= _LARGE:
        return f"{value:,.0f}"
    if value == int(value):
        return f"{value:.0f}"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4
    return f"{value:.{digits}f}"


def figure(value: float | None, unit: str) -> str:
    """With its unit; a ratio as `1.2x`, nothing as a dash."""
    if value is None:
        return NONE
    return f"{number(value)}x" if unit == "x" else f"{number(value)} {unit}".rstrip()


def bound(target: Target) -> str:
    return f"{_SIGN[target.bound]} {figure(target.limit, target.unit)}"


def span(target: Target) -> str:
    """Lowest to highest of what was measured."""
    if not target.each:
        return NONE
    return f"{number(min(target.each))} to {number(max(target.each))}"


def runs(target: Target, result: Result) -> str:
    """How often, and of how many rounds when some of them did not count."""
    planned = target.runs or result.runs
    counted = len(target.each)
    return f"{counted} of {planned}" if 0 < counted < planned else str(planned)


def minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
