"""One process of the server, as an operator runs it: started, asked how it is, stopped, killed,
frozen. Knows the command line and the environment, and nothing of what is said over sockets.
"""

import asyncio
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import msgspec

from tests.services.processes import end, free_port, start, wait_until

ROOT = Path(__file__).parents[2]
ASK_SECONDS = 3.0


class Ready(msgspec.Struct, frozen=True):
    """What `/readyz` says."""

    database: bool = False
    migrations: bool = False
    broker: bool = False


class Web:
    """A process on a port of its own, which it keeps through restarts, as it keeps its data."""

    app = ""
    """Where the factory of a test's own application is found; without one it is the server's."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        self._log = folder / f"web-{self.port}.log"
        self._data = folder / f"data-{self.port}"
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            # The test run's own environment is the server's: nothing is set up twice.
            "HEARTHSIDE_BOOTSTRAPPED": sys.prefix,
            "LOG_LEVEL": "warning",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._running().pid

    @property
    def database_file(self) -> Path:
        """Where the transcript is, when the process was given no database."""
        return self._data / "hearthside.db"

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def begin(self) -> Self:
        """Starts the process and returns at once. From the main thread: see `processes.start`."""
        self._process = start(
            [
                *(sys.executable, "-m", *self._module(), "--no-demo"),
                *("--port", str(self.port), "--data", self._data),
            ],
            log=self._log,
            environment=self._environment,
        )
        return self

    def _module(self) -> tuple[str, ...]:
        return ("tests.journeys.serving", self.app) if self.app else ("server",)

    def wait_ready(self) -> Self:
        """Returns when the process serves; raises ServiceFailed with its log when it does not."""
        what = "The server"
        wait_until(lambda: _serves(self.readiness()), self._running(), log=self._log, what=what)
        return self

    async def ready(self) -> Self:
        """`wait_ready` for those whose event loop carries a proxy that the process needs."""
        return await asyncio.to_thread(self.wait_ready)

    def readiness(self) -> Ready | None:
        """What the process says of itself; None when it says nothing."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=ASK_SECONDS) as answer:
                return msgspec.json.decode(answer.read(), type=Ready)
        except urllib.error.HTTPError as unready:
            with unready:
                return msgspec.json.decode(unready.read(), type=Ready)
        except OSError:
            return None

    def change_release(self, root: Path) -> None:
        """What is begun from now on is the code that lies there."""
        self._environment["PYTHONPATH"] = str(root)

    def kill(self) -> None:
        """Ends the process as a crash would."""
        end(self._running(), signal.SIGKILL)

    def freeze(self) -> None:
        self._running().send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._running().send_signal(signal.SIGCONT)

    async def stop(self) -> int:
        """Ends the process as an operator would; its exit code."""
        self._running().send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self._running().wait, 30)

    def close(self) -> None:
        if self._process is not None:
            end(self._process, signal.SIGKILL)

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "begin() first"
        return self._process


def _serves(said: Ready | None) -> bool:
    return said is not None and said.database and said.migrations
