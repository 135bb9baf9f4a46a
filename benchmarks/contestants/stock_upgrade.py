"""Stock Starlette on stock uvicorn, without compression: what a connection costs by itself, and
with the same statements asked by the driver. No rooms and no talk."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants.contestant import Dialect, Hear, Say
from benchmarks.contestants.processes import started
from tests.services.processes import free_port

ROOT = Path(__file__).parents[2]
BARE = Dialect(path="/bare", message="")
JOINED = Dialect(
    path="/joined",
    headers=("Authorization: Bearer {token}",),
    way_in=(
        Hear('"type":"welcome"'),
        Say('{"type":"join_room","ref":1,"room":"{room}"}'),
        Hear('"type":"joined"'),
    ),
    message="",
)


@dataclass(frozen=True, slots=True)
class Stock:
    """A process that accepts connections, with the statements asked of this database."""

    pids: Sequence[int]
    port: int


@contextlib.contextmanager
def stock(database: str, cores: Sequence[int]) -> Iterator[Stock]:
    port = free_port()
    command = (
        *(sys.executable, "-m", "uvicorn", f"{__name__}_server:app"),
        *("--host=127.0.0.1", f"--port={port}", "--backlog=4096", "--log-level=warning"),
        *("--no-access-log", "--ws-per-message-deflate=false"),
    )
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database,
    }
    with started(
        command, environment=environment, cores=cores, port=port, what="stock Starlette"
    ) as pids:
        yield Stock(pids, port)
