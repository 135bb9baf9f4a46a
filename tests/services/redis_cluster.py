"""A Redis Cluster of three primaries, any of which a test may kill and bring back."""

from types import TracebackType
from typing import Self

from tests.services.processes import free_port
from tests.services.redis import RedisServer, find_redis

SLOTS = 16384
CLUSTER_SIZE = 3
# A missing primary is noticed after this; short, because tests wait for it.
NODE_TIMEOUT_MILLISECONDS = 1000


class RedisCluster:
    """Three primaries without replicas on the loopback; the others serve on when one is gone."""

    def __init__(self) -> None:
        program = find_redis()
        self._ports = [free_port() for _ in range(CLUSTER_SIZE)]
        self.primaries = [RedisServer(program, *self._options(port)) for port in self._ports]

    @staticmethod
    def _options(bus_port: int) -> list[str]:
        return [
            *("--cluster-enabled", "yes", "--cluster-require-full-coverage", "no"),
            *("--cluster-port", str(bus_port)),
            *("--cluster-node-timeout", str(NODE_TIMEOUT_MILLISECONDS)),
        ]

    @property
    def urls(self) -> list[str]:
        return [primary.url for primary in self.primaries]

    @property
    def url(self) -> str:
        """The address of one primary, which names the others."""
        return self.urls[0]

    def start(self) -> Self:
        """Returns when every primary sees the whole cluster in good order."""
        self.begin()
        for primary in self.primaries:
            primary.wait_ready()
        self._meet()
        self.wait_ready()
        return self

    def begin(self) -> None:
        """Starts the primaries and returns at once. From the main thread."""
        for primary in self.primaries:
            primary.begin()

    def wait_ready(self) -> None:
        """Returns when primaries that have met before, and have begun, see each other."""
        for primary in self.primaries:
            self._wait_for_agreement(primary)

    def _meet(self) -> None:
        first = self.primaries[0]
        for index, primary in enumerate(self.primaries):
            low, high = (SLOTS * step // CLUSTER_SIZE for step in (index, index + 1))
            primary.command("CLUSTER", "ADDSLOTSRANGE", low, high - 1)
            primary.command("CLUSTER", "SET-CONFIG-EPOCH", index + 1)
        for primary, bus_port in zip(self.primaries[1:], self._ports[1:], strict=True):
            first.command("CLUSTER", "MEET", "127.0.0.1", primary.port, bus_port)

    def kill(self) -> None:
        """All of them at once."""
        for primary in self.primaries:
            primary.kill()

    def pause(self) -> None:
        for primary in self.primaries:
            primary.pause()

    def resume(self) -> None:
        for primary in self.primaries:
            primary.resume()

    def command(self, *words: str | int) -> bytes:
        """One inline command to each primary; what they answered, one after the other."""
        return b"".join(primary.command(*words) for primary in self.primaries)

    def stop(self) -> None:
        for primary in self.primaries:
            primary.stop()

    def kill_primary(self, index: int) -> None:
        self.primaries[index].kill()

    def restart_primary(self, index: int) -> None:
        """Starts a killed primary again: empty, and with the slots it had."""
        self.primaries[index].start()
        self._wait_for_agreement(self.primaries[index])

    @staticmethod
    def _wait_for_agreement(primary: RedisServer) -> None:
        def agreed() -> bool:
            state = primary.command("CLUSTER", "INFO")
            return b"cluster_state:ok" in state and b"cluster_known_nodes:3" in state

        primary.wait_until(agreed)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()
