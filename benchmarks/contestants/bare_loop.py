"""What Python itself asks for a message, without the service around it. Controls, no rivals: what
the first costs, a server in this language on this loop does not go below."""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from benchmarks.contestants.contestant import Dialect, Place, Running
from benchmarks.contestants.fetching import SERVERS
from benchmarks.contestants.hearthside import DIALECT
from benchmarks.contestants.processes import started
from tests.services.processes import free_port

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class BareLoop:
    """`decided`: with the decision of the append, else every message is taken as it is."""

    name: str
    decided: bool = False
    dialect: Dialect = DIALECT

    def version(self) -> str:
        return f"Python {python_version()} uvloop {version('uvloop')} msgspec {version('msgspec')}"

    @contextlib.contextmanager
    def running(
        self, *, rooms: int, lines: int, senders: int, cores: Sequence[int]
    ) -> Iterator[Running]:
        del senders
        assert lines <= rooms, "nobody hears anybody else here"
        port = free_port()
        asked = ("decided",) if self.decided else ()
        with started(
            [sys.executable, SERVERS / "bare_loop.py", str(port), *asked],
            environment={"PYTHONPATH": str(ROOT)},
            cores=cores,
            port=port,
            what=self.name,
        ) as pids:
            places = [Place(f"{line % rooms:032x}") for line in range(lines)]
            yield Running(pids=pids, ports=[port], places=places)


BARE_LOOP = BareLoop("a Python loop alone")
BARE_LOOP_DECIDED = BareLoop("a Python loop that decides", decided=True)
