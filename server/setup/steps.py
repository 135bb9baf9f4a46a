"""The moves every set-up step is made of: run a program, remember what was done, wait.

Standard library only. It does not know what is being set up.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache"


class SetupError(Exception):
    """A set-up step failed; the text is one sentence that says what to do."""


def say(line: str) -> None:
    print(line, flush=True)


def run(
    argv: Sequence[str | Path],
    *,
    sentence: str,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Runs a program quietly and returns what it printed on its standard output.

    Raises SetupError(sentence) when it cannot be started or fails; what it said on its error
    output is then in `.cache/setup.log`.
    """
    try:
        done = subprocess.run(
            [os.fspath(part) for part in argv],
            cwd=folder,
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{sentence.removesuffix('.')} ({error}).") from error
    if done.returncode != 0:
        log = CACHE / "setup.log"
        CACHE.mkdir(exist_ok=True)
        log.write_text(f"{argv}\n{done.stdout}\n{done.stderr}", encoding="utf-8")
        raise SetupError(f"{sentence.removesuffix('.')} (details: {log.relative_to(ROOT)}).")
    return done.stdout


def digest(files: Iterable[Path], *extra: str) -> str:
    """One hash over the names and contents of the files, and over the extra words."""
    total = hashlib.sha256()
    for word in extra:
        total.update(f"{word}\0".encode())
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(ROOT)}\0{content}\0".encode())
    return total.hexdigest()


def read_stamp(stamp: Path) -> str:
    """What was last done here; empty when nothing was."""
    try:
        return stamp.read_text(encoding="utf-8")
    except OSError:
        return ""


@contextlib.contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Holds other processes of this checkout back; the kernel lets go when the holder dies."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting this checkout up; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
