"""A rival of one process that knows nobody: whoever comes may speak. It holds no server in
particular; each is a value of this class.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.contestants.contestant import Absent, Dialect, Place, Running
from benchmarks.contestants.fetching import SERVERS
from benchmarks.contestants.processes import on_cores, other_cores, started
from benchmarks.contestants.runtimes import Runtime
from tests.services import RedisServer, ServiceMissing, find_redis
from tests.services.processes import free_port

RAW = Dialect(path="/rooms/{room}", message="{payload}")
"""A text frame is what is said; whoever is connected is in the room."""


def guests(rooms: int, lines: int) -> Sequence[Place]:
    """A place for each line, room by room in turn; its token is only a name of its own."""
    return [Place(room=str(line % rooms), token=str(line)) for line in range(lines)]


@dataclass(frozen=True, slots=True)
class Rival:
    """A `Contestant`. In `command` and `environment`, `{port}`, `{servers}` (the folder they are
    in) and `{redis}` (its address, "" for a rival without one) are filled in."""

    name: str
    dialect: Dialect
    runtime: Runtime
    packages: Sequence[str]
    """Whose versions are named."""
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    with_redis: bool = False

    def version(self) -> str:
        return self.runtime.versions(self.packages)

    @contextlib.contextmanager
    def running(
        self, *, rooms: int, lines: int, senders: int, cores: Sequence[int]
    ) -> Iterator[Running]:
        interpreter = self.runtime.interpreter()
        port = free_port()
        with self._redis(cores) as redis:
            filled = {"port": str(port), "servers": str(SERVERS), "redis": redis}
            command = [part.format_map(filled) for part in self.command]
            own = {name: value.format_map(filled) for name, value in self.environment.items()}
            with started(
                [interpreter.program, *command],
                environment={**interpreter.environment, **own},
                cores=cores,
                port=port,
                what=self.name,
            ) as pids:
                yield Running(pids=pids, ports=[port], places=guests(rooms, lines))

    @contextlib.contextmanager
    def _redis(self, cores: Sequence[int]) -> Iterator[str]:
        """The address of an empty one beside the load, or "" for a rival that needs none."""
        if not self.with_redis:
            yield ""
            return
        try:
            program = find_redis()
        except ServiceMissing as error:
            raise Absent(str(error)) from error
        with contextlib.ExitStack() as stack:
            with on_cores(other_cores(cores)):
                server = stack.enter_context(RedisServer(program))
            yield server.url
