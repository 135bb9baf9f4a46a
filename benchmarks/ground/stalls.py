"""What a probe in a process's loop has seen, as it says it over HTTP."""

import threading
import time
import urllib.request
from dataclasses import asdict, dataclass

import msgspec

PROBE = "/probe"
ANSWER_SECONDS = 10.0
GLANCE_SECONDS = 0.5


@dataclass
class Stalls:
    """Since it was last asked: the longest stop of the loop; the most CPU its thread used in one
    go, which no neighbour on the machine makes longer; how many stops were over 5 ms, and how long
    the full collection took that was asked for."""

    longest_ms: float = 0.0
    longest_cpu_ms: float = 0.0
    over_5_ms: int = 0
    collection_ms: float = 0.0
    connections: int = 0
    """Now."""

    def as_json(self) -> dict[str, float]:
        return asdict(self)


def ask(url: str) -> Stalls:
    """And begin anew."""
    with urllib.request.urlopen(f"{url}{PROBE}", timeout=ANSWER_SECONDS) as answer:
        return msgspec.json.decode(answer.read(), type=Stalls)


def collect(url: str) -> None:
    """Have the process collect all its garbage now."""
    urllib.request.urlopen(f"{url}{PROBE}?collect=1", timeout=ANSWER_SECONDS).close()


class Watch(threading.Thread):
    """Looks on while a load runs: from `warm_seconds` after so many are connected, for `seconds`,
    with one full collection in the middle. `seen` is there once it has ended."""

    def __init__(self, url: str, connections: int, warm_seconds: float, seconds: float) -> None:
        super().__init__(daemon=True)
        self.seen = Stalls()
        self._url = url
        self._connections = connections
        self._warm_seconds = warm_seconds
        self._seconds = seconds

    def run(self) -> None:
        while ask(self._url).connections < self._connections:
            time.sleep(GLANCE_SECONDS)
        time.sleep(self._warm_seconds)
        ask(self._url)
        time.sleep(self._seconds / 2)
        collect(self._url)
        time.sleep(self._seconds / 2)
        self.seen = ask(self._url)
