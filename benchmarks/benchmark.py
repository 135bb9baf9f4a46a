"""The port to one benchmark: a name, and a run that ends in a result. `registry.py` lists them."""

from dataclasses import dataclass
from typing import Protocol

from benchmarks.results import Result


@dataclass(frozen=True, slots=True)
class Effort:
    """How much: `rounds` interleaved rounds of `seconds` each. A quick look is one short round and
    is never stored."""

    rounds: int = 5
    seconds: float = 5.0
    quick: bool = False


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
