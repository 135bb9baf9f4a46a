"""`docs/results.md` and `docs/scale.md`, written from stored results after every full run. Draws
nothing, so that whoever compares the pages with the results needs no plotting library.
"""

from collections.abc import Sequence

from benchmarks import registry
from benchmarks.report import stored, tables
from benchmarks.results import Result
from benchmarks.scale import page as scale
from server.setup.steps import ROOT

PAGE = ROOT / "docs" / "results.md"


def write_pages() -> list[Result]:
    """Both pages, from the results that it returns."""
    results = stored.everything()
    PAGE.write_text(markdown(results), encoding="utf-8")
    scale.PAGE.write_text(scale.markdown(results), encoding="utf-8")
    return results


def markdown(results: Sequence[Result]) -> str:
    """What stands in `docs/results.md`."""
    return tables.markdown(results, missing(results))


def missing(results: Sequence[Result]) -> list[str]:
    """Which benchmarks have no stored result."""
    return sorted(registry.BENCHMARKS.keys() - {result.name for result in results})
