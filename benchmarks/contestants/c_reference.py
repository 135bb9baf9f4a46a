"""The C reference: what the kernel asks for when nothing is stored and nothing is checked. A floor,
no rival."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants.contestant import Absent, Dialect, Running
from benchmarks.contestants.processes import started
from benchmarks.contestants.rival import guests
from benchmarks.load.build import built
from benchmarks.load.compiler import NoCompiler, find_compiler
from tests.services.processes import free_port

SOURCES = Path(__file__).parent / "c_reference_server"
DIALECT = Dialect(path="/?room={room}", message="{payload}")


@dataclass(frozen=True, slots=True)
class CReference:
    """One write a delivery; or `joined`, one for all that an epoll batch brought a room."""

    name: str
    joined: bool = False
    dialect: Dialect = DIALECT

    def version(self) -> str:
        try:
            return f"{find_compiler().name} -O2, Linux {os.uname().release}"
        except NoCompiler as error:
            raise Absent(str(error)) from error

    @contextlib.contextmanager
    def running(
        self, *, rooms: int, lines: int, senders: int, cores: Sequence[int]
    ) -> Iterator[Running]:
        del senders
        try:
            program = built("relay", SOURCES.glob("*.c"))
        except NoCompiler as error:
            raise Absent(str(error)) from error
        port = free_port()
        with started(
            [program, str(port), "joined" if self.joined else "each"],
            environment={},
            cores=cores,
            port=port,
            what=self.name,
        ) as pids:
            yield Running(pids=pids, ports=[port], places=guests(rooms, lines))


C_REFERENCE = CReference("C reference")
C_REFERENCE_JOINED = CReference("C reference, joined", joined=True)
