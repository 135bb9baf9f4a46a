"""Results as files in `docs/results/`, one a benchmark. Knows no table and no figure."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from benchmarks import registry
from benchmarks.results import Result
from server.setup.steps import ROOT

FOLDER = ROOT / "docs" / "results"


def read(name: str, folder: Path = FOLDER) -> Result | None:
    """None when that benchmark has not been run in full."""
    try:
        content = (folder / f"{name}.json").read_bytes()
    except FileNotFoundError:
        return None
    return msgspec.json.decode(content, type=Result)


def write(result: Result, folder: Path = FOLDER) -> str:
    """Instead of what was found before; where it is now, from the top of the checkout."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{result.name}.json"
    rounded = _rounded(msgspec.to_builtins(result))
    file.write_bytes(msgspec.json.format(msgspec.json.encode(rounded), indent=1) + b"\n")
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name


def everything(folder: Path = FOLDER) -> list[Result]:
    """In the order of the registry; what is not in it any more comes last."""
    found = [read(file.stem, folder) for file in sorted(folder.glob("*.json"))]
    place = {name: number for number, name in enumerate(registry.BENCHMARKS)}
    results: Iterable[Result] = (result for result in found if result)
    return sorted(results, key=lambda result: (place.get(result.name, len(place)), result.name))


def _rounded(value: object) -> object:
    """Six significant digits: more than was measured, and readable."""
    match value:
        case float():
            return float(f"{value:.6g}")
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case _:
            return value
