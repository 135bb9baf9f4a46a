"""Real names in many alphabets, put together from `real_names.txt`; no two are the same."""

from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path

SOURCE = Path(__file__).with_name("real_names.txt")


def real_names(count: int) -> list[str]:
    """As many names, evenly from all languages; given names alone come first."""
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    languages = (_names(line.partition(": ")[2]) for line in lines if not line.startswith("#"))
    rounds = (name for each in zip_longest(*languages) for name in each if name)
    return list(islice(dict.fromkeys(rounds), count))


def _names(line: str) -> Iterator[str]:
    given, family, *rest = (part.split() for part in line.split(" | "))
    order = "".join(*rest) if rest else ""
    yield from given
    for turn in range(len(family)):
        for at, name in enumerate(given):
            yield _whole(name, family[(at + turn) % len(family)], order)


def _whole(given: str, family: str, order: str) -> str:
    """`+`: family name first, without a space; `-`: family name first."""
    if order == "+":
        return family + given
    return f"{family} {given}" if order == "-" else f"{given} {family}"
