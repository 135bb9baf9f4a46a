"""`python3 -m tests.mutants [NAME...]`: breaks a copy of the tree on purpose, one promise after the
other, and says whether the promise's test noticed. The tree itself is not touched.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants.patches import Mutant, mutants

ROOT = Path(__file__).parents[2]
COPIED = ("rooms", "persistence", "presence", "server", "tests", "benchmarks", "docs")
_LEFT_OUT = shutil.ignore_patterns("node_modules", ".cache", ".venv")
TESTS_FAILED = 1
"""pytest's exit code; what is above it never came to the test."""
WHY_LETTERS = 240
RED, GREEN, DID_NOT_RUN = "red", "GREEN", "did not run"


def main() -> int:
    """Whether every mutant was noticed."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="all, when none is named")
    asked = parser.parse_args().names
    known = mutants()
    if unknown := set(asked) - {mutant.name for mutant in known}:
        parser.error(f"there is no mutant {', '.join(sorted(unknown))}")
    verdicts = [_tell(mutant) for mutant in known if not asked or mutant.name in asked]
    return 0 if all(verdicts) else 1


def _tell(mutant: Mutant) -> bool:
    is_noticed = True
    for test in mutant.turns_red:
        began = time.monotonic()
        verdict, said = _run(mutant, test)
        print(f"{mutant.name:<40} {verdict:<11} {time.monotonic() - began:6.1f} s", flush=True)
        if verdict == RED:
            print(f"  {_why(said)}", flush=True)
        else:
            is_noticed = False
            print(f"  {mutant.about}\n  {test}\n{said}", flush=True)
    return is_noticed


def _run(mutant: Mutant, test: str) -> tuple[str, str]:
    with tempfile.TemporaryDirectory(prefix="hearthside-mutant-") as folder:
        copy = Path(folder)
        _copy_tree(copy)
        for path, text in mutant.applied(ROOT).items():
            (copy / path).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", test],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy), "COLUMNS": "250"},
            capture_output=True,
            text=True,
            check=False,
        )
        return _verdict(done.returncode, done.stdout), done.stdout[-4_000:] + done.stderr[-1_000:]


def _verdict(code: int, said: str) -> str:
    """A test that failed has seen something; one that could not begin has not."""
    if code == 0:
        return GREEN
    return RED if code == TESTS_FAILED and "\nFAILED " in said else DID_NOT_RUN


def _why(said: str) -> str:
    """What pytest says of the failure, from its first line on."""
    errors = [line[1:].strip() for line in said.splitlines() if line.startswith("E ")]
    return " | ".join(errors)[:WHY_LETTERS]


def _copy_tree(copy: Path) -> None:
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=_LEFT_OUT)
    shutil.copytree(ROOT / "web_client", copy / "web_client", ignore=_LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", copy)
    # What was fetched once need not be fetched again.
    (copy / ".cache").symlink_to(ROOT / ".cache")


if __name__ == "__main__":
    sys.exit(main())
