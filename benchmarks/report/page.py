"""The report as one HTML page that asks nobody for anything: tables, and plots as SVG inside it.

Light or dark, as the reader's system is. Knows neither files nor how a plot is drawn.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from string import Template

from benchmarks.report import words
from benchmarks.report.looks import DARK, LIGHT, Look
from benchmarks.report.tables import TITLES, pictures
from benchmarks.report.terminal import cells
from benchmarks.results import Result, Target, Verdict

COLOURS = Template("--ink:$ink;--soft:$soft;--paper:$paper;--rule:$rule;--met:$met;--unmet:$unmet")
STYLE = Template("""
:root{$light;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{$dark}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);
max-width:64rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--rule);text-align:right;vertical-align:top}
th:first-child,td:first-child,td.what{text-align:left}
td.met{color:var(--met)}td.unmet,td.absent{color:var(--unmet);font-weight:600}
.soft,small{color:var(--soft)}
img{max-width:100%;height:auto;display:block;margin:1rem 0}
""")
HEADS = ("figure", "target", "value", "lowest to highest", "rounds", "verdict")


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot as SVG, for a light page and for a dark one."""

    title: str
    light: bytes
    dark: bytes


def html(results: Sequence[Result], plots: Mapping[str, Picture], missing: Sequence[str]) -> str:
    """`plots` by name, as `tables.pictures` names those of a result; one a table besides."""
    style = STYLE.substitute(light=_colours(LIGHT), dark=_colours(DARK))
    return "".join(
        [
            '<!doctype html><html lang="en"><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>Hearthside: results</title><style>{style}</style><h1>Results</h1>",
            *_overview(results, plots, missing),
            *(_section(result, plots) for result in results),
            "</html>\n",
        ]
    )


def _colours(look: Look) -> str:
    return COLOURS.substitute(asdict(look))


def _picture(picture: Picture) -> str:
    return (
        '<picture><source media="(prefers-color-scheme:dark)"'
        f' srcset="{_inside(picture.dark)}">'
        f'<img alt="{escape(picture.title)}" src="{_inside(picture.light)}"></picture>'
    )


def _inside(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


def _overview(
    results: Sequence[Result], plots: Mapping[str, Picture], missing: Sequence[str]
) -> Iterator[str]:
    targets = [target for result in results for target in result.targets]
    met = sum(target.verdict is Verdict.MET for target in targets)
    yield f"<p>{met} of {len(targets)} targets are met.</p>"
    if missing:
        yield f"<p>Not measured: {escape(', '.join(missing))}.</p>"
    for table, title in TITLES.items():
        yield f"<h2>{title}</h2>"
        yield _picture(plots[table.value]) if table.value in plots else "<p>Not measured yet.</p>"


def _section(result: Result, plots: Mapping[str, Picture]) -> str:
    return "".join(
        [
            f"<h2>{escape(result.title)}</h2><p>{escape(result.means)}</p>",
            f'<p class="soft">{escape(result.at)}, {words.minutes(result.took_seconds)};',
            f" {escape(', '.join(f'{k} {v}' for k, v in result.machine.items()))}</p>",
            _table(HEADS, [_cells(target, result) for target in result.targets]),
            *(_picture(plots[name]) for name in pictures(result) if name in plots),
            _contestants(result),
            *(f"<p><small>{escape(remark)}</small></p>" for remark in result.remarks),
        ]
    )


def _contestants(result: Result) -> str:
    if not result.rows:
        return ""
    heads, *rows = cells(result.rows)
    return _table(heads, ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows])


def _cells(target: Target, result: Result) -> str:
    note = f"<br><small>{escape(target.note)}</small>" if target.note else ""
    verdict = target.verdict
    said = "unmet (absent)" if verdict is Verdict.ABSENT else verdict.value
    figures = (
        words.bound(target),
        words.figure(target.value, target.unit),
        words.span(target),
        words.runs(target, result),
    )
    middle = "".join(f"<td>{escape(figure)}</td>" for figure in figures)
    what = f'<td class="what">{escape(target.what)}{note}</td>'
    return f'{what}{middle}<td class="{verdict.value}">{said}</td>'


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="wide"><table><tr>{top}</tr>{body}</table></div>'
