"""The port of the one hot path: commands in, entries durable or refusals out.

It says what an adapter promises. What a command does to a room is `rooms.decide`'s business.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from rooms.actor import Actor
from rooms.commands import Writing
from rooms.events import Event
from rooms.facts import RoomFacts
from rooms.ids import RoomId
from rooms.refusals import Refusal
from rooms.transcript import Entry

Decide = Callable[[RoomFacts, Writing, Actor, int], list[Event] | Refusal]
"""`rooms.decide.decide`, or a stand-in for it in a test."""


class Submission(msgspec.Struct, frozen=True, gc=False):
    """One command, who gives it, and the keyed digest of its content (`ids.command_digest`)."""

    actor: Actor
    command: Writing
    digest: str


class Accepted(msgspec.Struct, frozen=True, gc=False):
    """Durable at `seq` of `room`, the command's own room, since `at` (ms, database clock).

    `entries` are what it added, over several rooms for an account-wide command. They are empty
    when `repeated`: then this is the answer that was given the first time. `attention_moved`: what
    waits for staff or mentors is no longer the same.
    """

    room: RoomId
    seq: int
    at: int
    entries: tuple[Entry, ...] = ()
    repeated: bool = False
    attention_moved: bool = False


Outcome = Accepted | Refusal


class Contended(Exception):
    """Nothing was written: a lock or a time-out was in the way. The same batch may be retried."""


class Unreachable(Contended):
    """Nothing was written: the database cannot be reached now."""


class OutcomeUnknown(Exception):
    """The line broke during the commit. Only a repeat by `command_id` tells what became of it."""


class Journal(Protocol):
    """The append. An adapter MUST:

    - be durable before it returns: an `Accepted` survives a crash of process and machine;
    - give the entries of a room consecutive `seq` in the order of the submissions, without gaps,
      whoever else appends; a refusal uses no seq and writes nothing;
    - read the facts after the locks were won, so that whatever committed before is seen;
    - take `now` from the database's clock after the locks, never below the room's last `at`;
    - answer a repeated `command_id` of one actor with its first answer, and refuse it with
      `idempotency_conflict` when its content differs;
    - commit the whole batch or nothing: on any exception but `OutcomeUnknown` nothing was written.

    Raises `Contended` (retry the batch), `OutcomeUnknown` (answer `retry`), and whatever a
    decision raises (retry one by one, so that only the culprit fails).
    """

    async def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """One transaction; one outcome for each submission, in their order."""
