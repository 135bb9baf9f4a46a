"""Processes of the test run: on a leash, on free ports, waited for with a deadline.

It does not know what the processes do.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.services import leash

START_DEADLINE_SECONDS = 30.0
POLL_SECONDS = 0.02


class ServiceMissing(Exception):
    """A service cannot be had on this machine; the text is a paragraph naming what installs it."""


class ServiceFailed(Exception):
    """A service is there but did not do as told; the text carries its log."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a process runs as."""

    uid: int
    gid: int


def myself() -> Account:
    return Account(os.geteuid(), os.getegid())


def start(
    argv: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Starts a process that dies with the thread that called this; both its outputs go to `log`.

    Call it from the main thread: the kernel ties the process to the calling thread.
    """
    account = account or myself()
    terms = (str(number) for number in (int(death_signal), account.uid, account.gid))
    leashed = [sys.executable, "-I", "-S", leash.__file__, *terms]
    with log.open("ab") as output:
        return subprocess.Popen(
            [*leashed, *map(str, argv)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=dict(environment) if environment is not None else None,
        )


def free_port() -> int:
    """A port on the loopback that was free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path, what: str
) -> None:
    """Polls until `ready`; raises ServiceFailed when the process ends or the deadline passes."""
    deadline = time.monotonic() + START_DEADLINE_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise ServiceFailed(f"{what} did not start (log: {log}):\n{said}")
        time.sleep(POLL_SECONDS)


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Sends the signal, wakes the process if it is stopped, and waits for its end."""
    if process.poll() is None:
        process.send_signal(how)
        process.send_signal(signal.SIGCONT)
    process.wait(START_DEADLINE_SECONDS)
