"""Redis as a process a test may stop, kill, freeze and start again.

Found on PATH from version 7 on (sharded pub/sub), else unpacked from Debian's package.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.services import debian
from tests.services.processes import end, free_port, start, wait_until

OLDEST_MAJOR = 7
ANSWER_SECONDS = 1.0
MISSING = (
    "The tests need a real Redis 7 or newer, and none was found or could be fetched. Install one"
    " (Debian and Ubuntu: `apt-get install redis-server`; Fedora: `dnf install valkey`; macOS:"
    " `brew install redis`), or name running ones in TEST_REDIS_URL and TEST_REDIS_CLUSTER_URL."
)


@dataclass(frozen=True, slots=True)
class RedisProgram:
    """A redis-server on this machine and the environment it needs."""

    path: Path
    environment: dict[str, str]


def find_redis() -> RedisProgram:
    """A Redis of version 7 or newer. Raises ServiceMissing when there is none to be had."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found and _major(found) >= OLDEST_MAJOR:
            return RedisProgram(Path(found), dict(os.environ))
    folder = debian.unpack("redis-server", missing=MISSING)
    environment = os.environ | {"LD_LIBRARY_PATH": debian.library_path(folder)}
    return RedisProgram(folder / "usr/bin/redis-server", environment)


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"v=(\d+)", said.stdout)
    return int(version.group(1)) if version else 0


class RedisServer:
    """One Redis on the loopback, which keeps its port through restarts and nothing else."""

    def __init__(self, program: RedisProgram | None = None, *options: str) -> None:
        self.port = free_port()
        self._program = program or find_redis()
        self._options = options
        self._folder = Path(tempfile.mkdtemp(prefix="hearthside-redis-"))
        self._log = self._folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Self:
        """Returns when the server answers."""
        self.begin()
        self.wait_ready()
        return self

    def begin(self) -> None:
        """Starts the server and returns at once. From the main thread: see `processes.start`."""
        settings = f"--port {self.port} --bind 127.0.0.1 --appendonly no --daemonize no".split()
        self._process = start(
            [self._program.path, *settings, "--save", "", "--dir", self._folder, *self._options],
            log=self._log,
            environment=self._program.environment,
        )

    def wait_ready(self) -> None:
        """Returns when a server that has begun answers; with an event loop, in a thread."""
        self.wait_until(self.answers)

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Polls; raises ServiceFailed with the log when the server ends or half a minute passes."""
        wait_until(ready, self._running(), log=self._log, what="Redis")

    def stop(self) -> None:
        """Ends the server as an operator would, and removes its folder."""
        self._end(signal.SIGTERM)
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Kills the server and starts it empty on the same port."""
        self.kill()
        self.start()

    def pause(self) -> None:
        """Freezes the server: connections stay open and nothing answers."""
        self._running().send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._running().send_signal(signal.SIGCONT)

    def answers(self) -> bool:
        return self.command("PING") == b"+PONG\r\n"

    def command(self, *words: str | int) -> bytes:
        """The first bytes of the answer to one inline command; empty when nobody answers."""
        with (
            contextlib.suppress(OSError),
            socket.create_connection(
                ("127.0.0.1", self.port), timeout=ANSWER_SECONDS
            ) as connection,
        ):
            connection.sendall(f"{' '.join(map(str, words))}\r\n".encode())
            return connection.recv(4096)
        return b""

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "start() first"
        return self._process

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            end(self._process, how)
