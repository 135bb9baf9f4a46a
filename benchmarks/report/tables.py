"""`docs/results.md`: the two tables, what each number means, and what fell short, from stored
results alone. Knows no files.
"""

from collections.abc import Iterator, Sequence

from benchmarks.report import words
from benchmarks.report.terminal import cells
from benchmarks.results import Result, Table, Target, Verdict

MADE_BY = "<!-- Made by `python3 -m benchmarks report` from docs/results/*.json. Do not edit. -->"
HEADS = ("", "figure", "target", "value", "lowest to highest", "rounds", "verdict")
TITLES = {Table.FAULTS: "Faults", Table.SPEED: "Speed"}


def markdown(results: Sequence[Result], missing: Sequence[str]) -> str:
    """The whole page. `missing`: the benchmarks that have never been run in full."""
    parts = ["# Results", MADE_BY, *_standing(results, missing)]
    for of_table, title in TITLES.items():
        shown = [result for result in results if result.table is of_table]
        parts.append(f"## {title}")
        if any(target.value is not None for result in shown for target in result.targets):
            parts.append(f"![{title}](results/{of_table.value}.png)")
        parts.append(_targets(shown) if shown else "Not measured yet.")
    parts += ["## What each means", *(_means(result) for result in results)]
    parts += ["## Machine and versions", _machines(results)]
    return "\n\n".join(parts) + "\n"


def _standing(results: Sequence[Result], missing: Sequence[str]) -> Iterator[str]:
    every = [(result, target) for result in results for target in result.targets]
    short = [(result, target) for result, target in every if target.verdict is not Verdict.MET]
    yield f"{len(every) - len(short)} of {len(every)} targets are met."
    if short:
        yield "**What fell short:**\n\n" + "\n".join(_shortfall(*pair) for pair in short)
    if missing:
        yield f"**Not measured:** {', '.join(missing)}."


def _shortfall(result: Result, target: Target) -> str:
    came = words.figure(target.value, target.unit)
    said = f"{came}, target {words.bound(target)}"
    if target.verdict is Verdict.ABSENT:
        said = f"absent, target {words.bound(target)}"
    return f"- {result.title}: {target.what}: {said}{_note(target)}"


def _note(target: Target) -> str:
    return f" ({target.note})" if target.note else ""


def _targets(results: Sequence[Result]) -> str:
    rows = [
        (
            result.title if place == 0 else "",
            f"{target.what}{_note(target)}",
            words.bound(target),
            words.figure(target.value, target.unit),
            words.span(target),
            words.runs(target, result),
            words.VERDICTS[target.verdict],
        )
        for result in results
        for place, target in enumerate(result.targets)
    ]
    return table([HEADS, *rows], words_first=2)


def _means(result: Result) -> str:
    took = words.minutes(result.took_seconds)
    parts = [f"### {result.title}", result.means]
    parts.append(f"`python3 -m benchmarks {result.name}`, {result.at}, {took}.")
    if result.rows:
        parts.append(table(cells(result.rows)))
    parts += [f"![{title}](results/{name}.png)" for name, title in pictures(result).items()]
    if result.remarks:
        parts.append("\n".join(f"- {remark}" for remark in result.remarks))
    return "\n\n".join(parts)


def pictures(result: Result) -> dict[str, str]:
    """The names of its plots, with their titles."""
    titles = [curve.title for curve in result.curves]
    return {f"{result.name}-{place}": title for place, title in enumerate(titles, 1)}


def _machines(results: Sequence[Result]) -> str:
    """One column for each machine, or state of one, that results come from."""
    machines: list[dict[str, str]] = []
    for result in results:
        if result.machine not in machines:
            machines.append(result.machine)
    if not machines:
        return "None yet."
    of = [[r.name for r in results if r.machine == machine] for machine in machines]
    heads = ("", *("all" if len(machines) == 1 else ", ".join(names) for names in of))
    kinds = dict.fromkeys(kind for machine in machines for kind in machine)
    return table([heads, *((kind, *(m.get(kind, "") for m in machines)) for kind in kinds)])


def table(rows: Sequence[Sequence[str]], *, words_first: int = 1) -> str:
    """In Markdown, the heads first; the first columns are words and stand left."""
    heads, *others = ([cell.replace("|", "\\|") for cell in row] for row in rows)
    rule = ["---" if place < words_first else "---:" for place in range(len(heads))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, rule, *others])
