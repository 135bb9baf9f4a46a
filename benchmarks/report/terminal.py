"""One result as plain text, for whoever has just measured it."""

import re
from collections.abc import Sequence

from benchmarks.report import words
from benchmarks.results import Result, Row

TARGET_HEADS = ("figure", "target", "value", "lowest to highest", "rounds", "verdict")


def table(result: Result) -> str:
    """Its targets, its contestants, and what has to be said besides."""
    targets = [
        (
            target.what,
            words.bound(target),
            words.figure(target.value, target.unit),
            words.span(target),
            words.runs(target, result),
            re.sub(r"\*", "", words.VERDICTS[target.verdict]),
        )
        for target in result.targets
    ]
    parts = ["", result.title]
    if targets:
        parts += _lines([TARGET_HEADS, *targets])
    if result.rows:
        parts += ["", *_lines(cells(result.rows))]
    return "\n".join([*parts, *(f"! {remark}" for remark in result.remarks)])


def cells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Contestants as a table of words, its heads first."""
    columns = list(dict.fromkeys(column for row in rows for column in row.figures))
    heads = ("", *(column.replace("_", " ") for column in columns))
    return [heads, *(_row(row, columns) for row in rows)]


def _row(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    name = f"{row.name} {row.version}".strip()
    if row.absent:
        return (f"{name}: absent, {row.absent}", *("" for _ in columns))
    figures = (row.figures.get(column) for column in columns)
    return (name, *(words.NONE if each is None else words.number(each) for each in figures))


def _lines(rows: Sequence[Sequence[str]]) -> list[str]:
    # An absent contestant's sentence must not make the first column as wide.
    widths = [
        max(len(cell) for cell in column if ": absent" not in cell)
        for column in zip(*rows, strict=True)
    ]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
