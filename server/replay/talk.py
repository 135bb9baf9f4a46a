"""What a client shows of a room: a stretch of folded messages, changed by the entries that follow.

The same meaning as `rooms.transcript.Message`, worked out a second time from the wire alone, so
that a mistake in the server's own fold shows.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from rooms import events
from rooms.commands import Reaction
from rooms.ids import MemberId, PublicId
from rooms.transcript import Gone, Message, Page
from server.talk.frames import Entry

Change = Callable[[Message, Any, Entry], Message]


class Talk:
    """One room's messages, oldest first, without a hole; `before` asks for the page above."""

    def __init__(self, page: Page, me: MemberId | None) -> None:
        self.before = page.before
        self._me = me
        self._messages = {message.message: message for message in page.messages}
        self._as_of = dict.fromkeys(self._messages, page.as_of)

    @property
    def messages(self) -> list[Message]:
        return list(self._messages.values())

    def find(self, message: PublicId) -> Message | None:
        return self._messages.get(message)

    def fold(self, entry: Entry) -> None:
        """The talk after `entry`, the next one in the room's order."""
        event = entry.event
        if isinstance(event, events.MessagePosted):
            self._messages[event.message] = _posted(entry, event)
            self._as_of[event.message] = entry.seq
        else:
            self._change(self._concerned(event), entry)

    def prepend(self, page: Page, since: Iterable[Entry]) -> None:
        """An older page above the rest, brought up to date by the entries already shown."""
        fresh = {m.message: m for m in page.messages if m.message not in self._messages}
        self._messages = fresh | self._messages
        self._as_of.update(dict.fromkeys(fresh, page.as_of))
        self.before = page.before
        for entry in since:
            self._change([m for m in self._concerned(entry.event) if m in fresh], entry)

    def _concerned(self, event: events.Event) -> list[PublicId]:
        if isinstance(event, events.NameChanged | events.MemberLeft):
            who = event.member
            named = self._messages.values()
            return [m.message for m in named if who in (m.author, m.asked_by)]
        if isinstance(event, events.MessagesRemoved):
            return [message for message in event.messages if message in self._messages]
        message: PublicId | None = getattr(event, "message", None)
        return [message] if message in self._messages else []

    def _change(self, concerned: Iterable[PublicId], entry: Entry) -> None:
        change = _CHANGES.get(type(entry.event))
        if change is None:
            return
        for message in concerned:
            # A page may already hold what the entry says: counted twice it would be wrong.
            if self._as_of[message] < entry.seq:
                changed = change(self._messages[message], entry.event, entry)
                self._messages[message] = self._with_mine(changed, entry.event)
                self._as_of[message] = entry.seq

    def _with_mine(self, message: Message, event: events.Event) -> Message:
        if not isinstance(event, events.ReactionAdded | events.ReactionRemoved):
            return message
        if event.member != self._me:
            return message
        mine = set(message.mine) - {event.reaction}
        if isinstance(event, events.ReactionAdded):
            mine.add(event.reaction)
        return replace(message, mine=tuple(each for each in Reaction if each in mine))


def _posted(entry: Entry, event: events.MessagePosted) -> Message:
    return Message(
        message=event.message,
        seq=entry.seq,
        at=entry.at,
        author=event.author,
        name=event.name,
        role=event.role,
        body=event.body,
        reply_to=event.reply_to,
        played=event.played,
        read_out=event.read_out,
        asked_by=event.asked_by,
        asked_name=event.asked_name,
    )


def _edited(message: Message, event: events.MessageEdited, entry: Entry) -> Message:
    return replace(message, body=event.body, edited_at=entry.at)


def _retracted(message: Message, event: events.MessageRetracted, entry: Entry) -> Message:
    del event, entry
    return replace(message, body=None, gone=Gone.RETRACTED)


def _removed(
    message: Message, event: events.MessageRemoved | events.MessagesRemoved, entry: Entry
) -> Message:
    del entry
    return replace(message, body=None, gone=Gone.REMOVED, removed_for=event.reason)


def _restored(message: Message, event: events.MessageRestored, entry: Entry) -> Message:
    del entry
    return replace(message, body=event.body, gone=None, removed_for=None)


def _reacted(message: Message, event: events.ReactionAdded, entry: Entry) -> Message:
    del entry
    return _counted(message, event.reaction, 1)


def _unreacted(message: Message, event: events.ReactionRemoved, entry: Entry) -> Message:
    del entry
    return _counted(message, event.reaction, -1)


def _counted(message: Message, reaction: Reaction, by: int) -> Message:
    counts = message.reactions | {reaction: message.reactions.get(reaction, 0) + by}
    shown = {each: counts[each] for each in Reaction if counts.get(each, 0) > 0}
    return replace(message, reactions=shown)


def _renamed(message: Message, event: events.NameChanged, entry: Entry) -> Message:
    del entry
    return _called(message, event.member, event.name)


def _left(message: Message, event: events.MemberLeft, entry: Entry) -> Message:
    del entry
    return _called(message, event.member, "")


def _called(message: Message, member: MemberId, name: str) -> Message:
    if message.author == member:
        message = replace(message, name=name)
    return replace(message, asked_name=name) if message.asked_by == member else message


_CHANGES: dict[type[events.Event], Change] = {
    events.MessageEdited: _edited,
    events.MessageRetracted: _retracted,
    events.MessageRemoved: _removed,
    events.MessagesRemoved: _removed,
    events.MessageRestored: _restored,
    events.ReactionAdded: _reacted,
    events.ReactionRemoved: _unreacted,
    events.NameChanged: _renamed,
    events.MemberLeft: _left,
}
