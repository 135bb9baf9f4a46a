"""Mutants as they lie in this folder: a unified diff under a head that says what is broken and
which test must turn red. Reads and applies them; runs nothing, and needs no git.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
TURNS_RED = "turns red:"
_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@")


class DoesNotApply(Exception):
    """The tree has changed where the mutant would change it; says where."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """`line` is where `before` stood when the mutant was made, counted from 1."""

    line: int
    before: Sequence[str]
    after: Sequence[str]


@dataclass(frozen=True, slots=True)
class Mutant:
    """`about` is what is broken; `turns_red` are pytest's node ids."""

    name: str
    about: str
    turns_red: Sequence[str]
    changes: Mapping[str, Sequence[Hunk]]

    def applied(self, root: Path) -> dict[str, str]:
        """The changed files' new texts, by path. Raises DoesNotApply."""
        return {
            path: _changed(path, (root / path).read_text(encoding="utf-8"), hunks)
            for path, hunks in self.changes.items()
        }


def mutants() -> list[Mutant]:
    """All there are, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.patch"))]


def read(path: Path) -> Mutant:
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("diff --git"))
    head = [line.removeprefix("#").strip() for line in lines[:start]]
    said = " ".join(line for line in head if not line.startswith(TURNS_RED))
    turns_red = [line.removeprefix(TURNS_RED).strip() for line in head if TURNS_RED in line]
    return Mutant(path.stem, said.strip(), turns_red, dict(_changes(lines[start:])))


def _changes(lines: Sequence[str]) -> Iterator[tuple[str, list[Hunk]]]:
    path, hunks = "", list[Hunk]()
    body = list[str]()
    for line in [*lines, "diff --git"]:
        if line.startswith(("diff --git", "@@")) and body:
            hunks.append(_hunk(body))
            body = []
        if line.startswith("diff --git"):
            if path:
                yield path, hunks
            path, hunks = "", []
        elif line.startswith("+++ "):
            path = line.removeprefix("+++ ").split("\t")[0].removeprefix("b/")
        elif line.startswith("@@") or body:
            body.append(line)


def _hunk(lines: Sequence[str]) -> Hunk:
    found = _HUNK.match(lines[0])
    assert found is not None, lines[0]
    # An empty context line may have lost its space.
    marked = [(line[:1] or " ", line[1:]) for line in lines[1:] if not line.startswith("\\")]
    before = [text for mark, text in marked if mark in " -"]
    after = [text for mark, text in marked if mark in " +"]
    return Hunk(int(found.group(1)), before, after)


def _changed(path: str, text: str, hunks: Sequence[Hunk]) -> str:
    lines = text.splitlines()
    # From the end, so that the places of those before stay right.
    for hunk in sorted(hunks, key=lambda hunk: -hunk.line):
        at = _place(path, lines, hunk)
        lines[at : at + len(hunk.before)] = hunk.after
    return "\n".join(lines) + "\n"


def _place(path: str, lines: Sequence[str], hunk: Hunk) -> int:
    """Where the hunk's lines stand now: the place that is nearest to where they stood."""
    size = len(hunk.before)
    places = [at for at in range(len(lines) - size + 1) if lines[at : at + size] == hunk.before]
    if not places:
        raise DoesNotApply(f"{path}, near line {hunk.line}")
    return min(places, key=lambda at: abs(at + 1 - hunk.line))
