"""The port to one benchmark: a name, and a run that ends in a result. `registry.py` lists them."""

from dataclasses import dataclass
from typing import Protocol

from benchmarks.results import Result

FULL_ROUNDS = 5
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How much: `rounds` interleaved rounds of `seconds` each. A quick look is one short round and
    is never stored."""

    rounds: int = FULL_ROUNDS
    seconds: float = SECONDS
    quick: bool = False

    @property
    def is_full(self) -> bool:
        """Whether what comes of it may be stored."""
        return not self.quick and self.rounds >= FULL_ROUNDS


class Progress(Protocol):
    """Who watches: told of each step before it is taken."""

    def steps(self, count: int) -> None:
        """So many steps are ahead."""

    def step(self, what: str) -> None:
        """The next one begins."""


class Benchmark(Protocol):
    @property
    def name(self) -> str:
        """As it is asked for: `python3 -m benchmarks NAME`."""

    @property
    def title(self) -> str: ...

    def run(self, effort: Effort, progress: Progress) -> Result: ...
