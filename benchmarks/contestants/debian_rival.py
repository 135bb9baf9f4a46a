"""A rival out of Debian's packages, as one process that knows nobody. It holds no server in
particular; each is a value of this class.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants.contestant import Absent, Dialect, Running
from benchmarks.contestants.processes import folder, started
from benchmarks.contestants.rival import guests
from tests.services import ServiceMissing, debian
from tests.services.processes import free_port


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a server is started with."""

    command: Sequence[str | Path]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DebianRival:
    """A `Contestant`."""

    name: str
    package: str
    dialect: Dialect
    described: Callable[[Path], str]
    """Its version, and of what it runs on, where the package is unpacked."""
    prepared: Callable[[Path, Path, int], Prepared]
    """Where the package is unpacked, with its settings in a folder, for a port."""

    def version(self) -> str:
        return self.described(self._unpacked())

    @contextlib.contextmanager
    def running(
        self, *, rooms: int, lines: int, senders: int, cores: Sequence[int]
    ) -> Iterator[Running]:
        root, port = self._unpacked(), free_port()
        with folder() as place:
            ready = self.prepared(root, place, port)
            with started(
                ready.command,
                environment=ready.environment,
                cores=cores,
                port=port,
                what=self.name,
            ) as pids:
                yield Running(pids=pids, ports=[port], places=guests(rooms, lines))

    def _unpacked(self) -> Path:
        missing = f"Debian's {self.package} could not be fetched: check the network."
        try:
            return debian.unpack(self.package, missing=missing)
        except ServiceMissing as error:
            raise Absent(str(error)) from error
