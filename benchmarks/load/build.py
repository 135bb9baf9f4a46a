"""Small C programs of the benchmarks, compiled when they are first needed and whenever their source
has changed. Knows the cache, and nothing of what the programs do."""

import hashlib
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from benchmarks.load.compiler import find_compiler
from server.setup.steps import CACHE

BUILT = CACHE / "benchmarks" / "built"
FLAGS = ("-O2", "-std=gnu11", "-Wall", "-Wextra")


class NotCompiled(Exception):
    """The compiler refused the source; the text is what it said."""


def built(name: str, sources: Iterable[Path]) -> Path:
    """The program made of these files and the headers beside them. Raises `NoCompiler`, and
    `NotCompiled`."""
    files = sorted(sources)
    program = BUILT / f"{name}-{_print_of(files)}"
    if not program.exists():
        BUILT.mkdir(parents=True, exist_ok=True)
        _compile(files, program)
    return program


def _print_of(files: Iterable[Path]) -> str:
    """Of everything that the compiler would read."""
    beside = {header for file in files for header in file.parent.glob("*.h")}
    digest = hashlib.sha256(" ".join(FLAGS).encode())
    for file in sorted({*files, *beside}):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _compile(files: Iterable[Path], program: Path) -> None:
    compiler = find_compiler()
    # Two runs may build at once: the last to finish puts the same program in place.
    being_made = program.with_suffix(f".{os.getpid()}")
    done = subprocess.run(
        [*compiler.command, *FLAGS, *map(str, files), "-o", str(being_made)],
        env=dict(compiler.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotCompiled(done.stderr)
    being_made.replace(program)
