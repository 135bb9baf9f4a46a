"""A server as a process on cores of its own. It does not know what the server is."""

import contextlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.family import family
from tests.services.processes import ServiceFailed, end, start, wait_until

ANSWER_SECONDS = 1.0


@contextlib.contextmanager
def on_cores(cores: Sequence[int]) -> Iterator[None]:
    """What is started inside runs on these cores, with as many open files as are allowed: a
    process inherits both from whoever starts it."""
    before = os.sched_getaffinity(0)
    files = resource.getrlimit(resource.RLIMIT_NOFILE)
    os.sched_setaffinity(0, cores)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files[1], files[1]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
        resource.setrlimit(resource.RLIMIT_NOFILE, files)


def other_cores(cores: Sequence[int]) -> Sequence[int]:
    """Those on which the load runs, and what the servers themselves call upon."""
    return sorted(os.sched_getaffinity(0) - set(cores)) or cores


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """One that is gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="hearthside-rival-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def started(
    argv: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    cores: Sequence[int],
    port: int,
    what: str,
) -> Iterator[Sequence[int]]:
    """The ids of a server's processes, from when the port answers until they are killed: rivals
    keep nothing that an orderly end would save. Raises ServiceFailed with the log when the server
    does not start or ends by itself."""
    with folder() as place:
        log = place / "log"
        with on_cores(cores):
            # Should this process be killed, the server still takes its own children with it.
            process = start(argv, log=log, environment=environment, death_signal=signal.SIGTERM)
        try:
            wait_until(lambda: answers(port), process, log=log, what=what)
            yield family(process.pid)
            if process.poll() is not None:
                said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise ServiceFailed(f"{what} ended by itself:\n{said}")
        finally:
            _end_all(process)


def _end_all(process: subprocess.Popen[bytes]) -> None:
    for child in family(process.pid)[1:]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    end(process, signal.SIGKILL)


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS):
            return True
    except OSError:
        return False
