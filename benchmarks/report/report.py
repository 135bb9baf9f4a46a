"""`python3 -m benchmarks report`: tables, plots and the page, from `docs/results/*.json`."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.report import page, picture, plot, stored, tables, written
from benchmarks.report.bars import absent, bars
from benchmarks.report.looks import DARK, LIGHT
from benchmarks.report.page import Picture
from benchmarks.report.picture import Draw
from benchmarks.results import Result
from server.setup.steps import ROOT


def report() -> None:
    """Draws everything again; plots of what is no longer stored are removed."""
    results = written.write_pages()
    drawn = draw(results, stored.FOLDER)
    html = page.html(results, drawn, written.missing(results))
    (stored.FOLDER / "report.html").write_text(html, encoding="utf-8")
    folder = stored.FOLDER.relative_to(ROOT)
    print(f"{written.PAGE.relative_to(ROOT)}, {folder}/report.html; plots: {len(drawn)}.")


def draw(results: Sequence[Result], folder: Path) -> Mapping[str, Picture]:
    """Writes `NAME.png` for each plot, and returns what the page shows in its place."""
    found = dict(_plots(results))
    for earlier in set(folder.glob("*.png")) - {folder / f"{name}.png" for name in found}:
        earlier.unlink()
    drawn = {}
    for name, (title, figure) in found.items():
        (folder / f"{name}.png").write_bytes(picture.png(figure))
        drawn[name] = Picture(title, picture.svg(figure, LIGHT), picture.svg(figure, DARK))
    return drawn


def _plots(results: Sequence[Result]) -> Iterator[tuple[str, tuple[str, Draw]]]:
    """Name, title and drawing: the targets of each table, and each curve."""
    for table, title in tables.TITLES.items():
        of_table = [result for result in results if result.table is table]
        if shown := bars(of_table):
            yield table.value, (title, partial(plot.targets, title, shown, absent(of_table)))
    for result in results:
        names = tables.pictures(result)
        for (name, title), curve in zip(names.items(), result.curves, strict=True):
            yield name, (title, partial(plot.curve, curve))
