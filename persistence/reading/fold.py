"""Folds entries into messages: the latest text or a tombstone, and the reactions counted. Pure.

Reading a page from the database and replaying all entries must come to the same; a test holds that.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from rooms import events
from rooms.commands import Reaction, Reason
from rooms.events import Event
from rooms.ids import MemberId, PublicId
from rooms.transcript import Entry, Gone, Message


@dataclass(slots=True)
class Draft:
    """A message while entries about it are being folded in."""

    posted: Entry
    event: events.MessagePosted
    name: str
    asked_name: str
    body: str | None
    gone: Gone | None = None
    removed_for: Reason | None = None
    edited_at: int | None = None
    reactions: set[tuple[MemberId, Reaction]] = field(default_factory=set)

    def message(self, me: MemberId | None) -> Message:
        return Message(
            message=self.event.message,
            seq=self.posted.seq,
            at=self.posted.at,
            author=self.event.author,
            name=self.name,
            role=self.event.role,
            body=self.body,
            gone=self.gone,
            removed_for=self.removed_for,
            edited_at=self.edited_at,
            reply_to=self.event.reply_to,
            played=self.event.played,
            read_out=self.event.read_out,
            asked_by=self.event.asked_by,
            asked_name=self.asked_name,
            reactions=counted(reaction for _, reaction in self.reactions),
            mine=in_order(reaction for member, reaction in self.reactions if member == me),
        )


Drafts = dict[PublicId, Draft]


def fold(entries: Iterable[Entry], me: MemberId | None = None) -> list[Message]:
    """The messages posted in `entries`, as of the last one. `me`: whose reactions are `mine`.

    What is said about a message whose posting is not among the entries is passed over.
    """
    drafts: Drafts = {}
    for entry in entries:
        fold_in(drafts, entry)
    return [draft.message(me) for draft in drafts.values()]


def fold_in(drafts: Drafts, entry: Entry) -> None:
    """Bring the drafts up to one more entry."""
    event = entry.event
    if isinstance(event, events.MessagePosted):
        drafts[event.message] = Draft(
            entry, event, name=event.name, asked_name=event.asked_name, body=event.body
        )
    elif isinstance(event, events.NameChanged):
        _rename(drafts, event.member, event.name)
    elif isinstance(event, events.MemberLeft):
        _rename(drafts, event.member, "")
    elif fold_one := _FOLDS.get(type(event)):
        for message in events.messages_of(event):
            if draft := drafts.get(message):
                fold_one(draft, event, entry.at)


def counted(reactions: Iterable[Reaction]) -> dict[Reaction, int]:
    """How many of each, in the order of the five."""
    given = list(reactions)
    return {reaction: given.count(reaction) for reaction in Reaction if reaction in given}


def in_order(reactions: Iterable[Reaction]) -> tuple[Reaction, ...]:
    given = set(reactions)
    return tuple(reaction for reaction in Reaction if reaction in given)


def _rename(drafts: Drafts, member: MemberId, name: str) -> None:
    for draft in drafts.values():
        if draft.event.author == member:
            draft.name = name
        if draft.event.asked_by == member:
            draft.asked_name = name


def _edited(draft: Draft, event: events.MessageEdited, at: int) -> None:
    draft.body = event.body
    draft.edited_at = at


def _retracted(draft: Draft, event: events.MessageRetracted, at: int) -> None:
    del event, at
    draft.body, draft.gone = None, Gone.RETRACTED


def _removed(draft: Draft, event: events.MessageRemoved | events.MessagesRemoved, at: int) -> None:
    del at
    draft.body, draft.gone, draft.removed_for = None, Gone.REMOVED, event.reason


def _restored(draft: Draft, event: events.MessageRestored, at: int) -> None:
    del at
    draft.body, draft.gone, draft.removed_for = event.body, None, None


def _reacted(draft: Draft, event: events.ReactionAdded, at: int) -> None:
    del at
    draft.reactions.add((event.member, event.reaction))


def _unreacted(draft: Draft, event: events.ReactionRemoved, at: int) -> None:
    del at
    draft.reactions.discard((event.member, event.reaction))


_FOLDS: dict[type[Event], Callable[[Draft, Any, int], None]] = {
    events.MessageEdited: _edited,
    events.MessageRetracted: _retracted,
    events.MessageRemoved: _removed,
    events.MessagesRemoved: _removed,
    events.MessageRestored: _restored,
    events.ReactionAdded: _reacted,
    events.ReactionRemoved: _unreacted,
}
