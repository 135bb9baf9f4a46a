"""An entry that an append has decided on, with what its rows need to know. Pure."""

import msgspec

from persistence.journal import Submission
from rooms import events
from rooms.actor import Role
from rooms.dropins.hosted import Hosted
from rooms.events import Event
from rooms.facts import DropInFacts, Person
from rooms.ids import AccountId, PublicId, following_id
from rooms.transcript import Entry

TAKES_AWAY: frozenset[type[Event]] = frozenset(
    {events.MessageRetracted, events.MessageRemoved, events.MessagesRemoved}
)
_MOVES_ATTENTION = TAKES_AWAY | {
    events.MessageRestored,
    events.PowersSuspended,
    events.MemberLeft,
    events.AccountClosed,
    events.AccountOpened,
    events.FloorFrozen,
}


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry with what its rows need to know: who did it, by which command, to whom.

    `acting_as` is the role everywhere of who closes an account.
    `restated`: the entry tells another room of an account-wide act, and does nothing else.
    `begins`: it is the author's first message in the room; `answers`: the first message that it
    replies to; `withdraws`: the unanswered first messages that it takes away.
    `follows`: from 1, of what the house does by itself after the command. `hosted`, `session`: the
    room's live session, and the one it is about, as they are after it.
    """

    entry: Entry
    actor: AccountId
    by: Person | None
    submission: Submission
    tree: str
    target: AccountId | None = None
    target_seq: int | None = None
    acting_as: Role | None = None
    restated: bool = False
    begins: bool = False
    answers: PublicId | None = None
    withdraws: tuple[PublicId, ...] = ()
    follows: int = 0
    hosted: Hosted | None = None
    session: DropInFacts | None = None

    @property
    def command_id(self) -> PublicId:
        asked = self.submission.command.command_id
        return following_id(asked, self.follows) if self.follows else asked

    @property
    def moves_attention(self) -> bool:
        """Whether what waits for helpers may be no longer the same."""
        told = type(self.entry.event) in _MOVES_ATTENTION
        return self.begins or self.answers is not None or told
