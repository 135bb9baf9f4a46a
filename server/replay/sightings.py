"""What one client did and saw, in its own order: neutral values for whoever records a run.

`t` is milliseconds since the Unix epoch on the server's clock, as the client knows it; `connection`
counts the client's sockets from 1 and is never used twice.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rooms.commands import Writing
from rooms.ids import MemberId, RoomId
from server.talk import frames


@dataclass(frozen=True, slots=True)
class _Sighting:
    t: int
    connection: int


@dataclass(frozen=True, slots=True)
class Sent(_Sighting):
    """A writing command handed to the socket: one an attempt. `order` counts the client's
    commands; a resend keeps the number of the first attempt."""

    command: Writing
    order: int


@dataclass(frozen=True, slots=True)
class Answered(_Sighting):
    """A receipt, or a refusal of a writing command."""

    command: Writing
    answer: frames.Receipt | frames.Refused


@dataclass(frozen=True, slots=True)
class Began(_Sighting):
    """Reading a room begins anew (`joined.page`), or goes on after the cursor `after`."""

    joined: frames.Joined
    after: int | None


@dataclass(frozen=True, slots=True)
class Showed(_Sighting):
    """An entry took its place in what the client shows."""

    placed: frames.Entry | frames.Void


@dataclass(frozen=True, slots=True)
class PageRead(_Sighting):
    """An older page was shown above the rest."""

    history: frames.History
    before: int


@dataclass(frozen=True, slots=True)
class PeopleSeen(_Sighting):
    """Everybody whom the client shows as being in the room, after a change."""

    room: RoomId
    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True)
class TypingSeen(_Sighting):
    """Somebody was shown as writing."""

    notice: frames.TypingNotice


@dataclass(frozen=True, slots=True)
class RoomLeft(_Sighting):
    """Reading the room ended: by the client's own wish, or with `ended` by the server's."""

    room: RoomId
    ended: frames.Ended | None = None


@dataclass(frozen=True, slots=True)
class LineLost(_Sighting):
    """The socket's end. `said`: a close frame was exchanged; otherwise the line just went."""

    code: int
    said: bool


Sighting = (
    Sent | Answered | Began | Showed | PageRead | PeopleSeen | TypingSeen | RoomLeft | LineLost
)
Watcher = Callable[[Sighting], None]


def unwatched(sighting: Sighting) -> None:
    """For a client whose run nobody records."""
