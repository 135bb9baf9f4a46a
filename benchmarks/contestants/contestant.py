"""The port to a server that is measured: how it is started, and how the load client speaks to it.
Knows no server in particular and no figures."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


class Absent(Exception):
    """The contestant cannot be had on this machine; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Say:
    """A text frame sent on the way in, with its braces filled in (see `Dialect`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Hear:
    """Wait for a frame that contains this."""

    marker: str


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a client comes in and says something. In every text `{room}` and `{token}` stand for the
    line's own, `{id}` for a new UUID, and in `message` `{payload}` for what is to be delivered."""

    path: str
    message: str
    way_in: Sequence[Say | Hear] = ()
    headers: Sequence[str] = ()
    subprotocol: str = ""
    answers: Sequence[tuple[str, str]] = ()
    """What must be answered at once to stay connected, as (the whole frame, the answer)."""
    refusal: str = ""
    """What the answer to a refused message contains."""


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the load: which room, and by which credential ("" for a guest)."""

    room: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A contestant that accepts connections. `pids`: every process whose CPU and memory count as
    the server's. `ports`: its doors, taken in turn by the lines."""

    pids: Sequence[int]
    ports: Sequence[int]
    places: Sequence[Place]
    """One for each line that was asked for, room by room in turn."""


class Contestant(Protocol):
    """A server, and how to have it."""

    @property
    def name(self) -> str:
        """As it stands in tables; unique."""

    @property
    def dialect(self) -> Dialect: ...

    def version(self) -> str:
        """Of the server and of what it runs on. Raises `Absent`."""

    def running(
        self, *, rooms: int, lines: int, senders: int, cores: Sequence[int]
    ) -> AbstractContextManager[Running]:
        """The server while the context lasts, pinned to `cores`, with everything made that so many
        lines in so many rooms need; the first `senders` places may speak. Raises `Absent`."""
