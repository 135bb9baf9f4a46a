"""What a join asks of the database, and what it is answered. Values alone: who reads them is in
`sockets.openings`.
"""

from dataclasses import dataclass

from persistence.standing import Standing as Here
from rooms.actor import Actor
from rooms.commands import JoinRoom
from rooms.refusals import Refusal
from rooms.transcript import Entry, Page
from server.node.together import Together
from server.talk.frames import SanctionInForce


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody wants to come in; the actor is None for a guest."""

    join: JoinRoom
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Opening:
    """The room as one listener finds it. `page` is None when `missed` continues a cursor; what is
    missing of it up to the head is still to be read."""

    here: Here
    epoch: str
    page: Page | None
    missed: list[Entry]
    read: int
    unread: int
    sanctions: tuple[SanctionInForce, ...]


Openings = Together[Ask, Opening | Refusal]
"""Where a process asks."""
