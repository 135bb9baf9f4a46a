"""Where one client is in one room: the feed, the place to resume from, what is shown, who is here.

Decides nothing about the line; says when what was promised has not come.
"""

from typing import cast

from presence.presence import Person
from rooms import events, transcript
from rooms.commands import JoinRoom
from rooms.feed import Feed
from rooms.ids import MemberId, PublicId, RoomId
from rooms.transcript import Message
from server.replay.talk import Talk
from server.talk import frames

Placed = frames.Entry | frames.Void


class Reading:
    """One room as one client reads it, over all its lines.

    `entries` are all that took their place since the last page, voids among them, in order.
    `ended` is why reading it ended or could not begin.
    """

    def __init__(self, room: RoomId) -> None:
        self.room = room
        self.joined: frames.Joined | None = None
        self.ended: frames.Ended | frames.Refused | None = None
        self.talk: Talk | None = None
        self.entries: list[Placed] = []
        self.people: dict[MemberId, Person] = {}
        self.others = ""
        self.doubles = 0
        self._feed: Feed | None = None
        self._epoch = ""
        self._places: dict[PublicId, frames.Entry] = {}

    def ask(self) -> JoinRoom:
        """To read on from where reading stopped, or afresh when it has not begun."""
        if self._feed is None:
            return JoinRoom(room=self.room)
        return JoinRoom(room=self.room, epoch=self._epoch, after=self._feed.next_seq - 1)

    def forget(self) -> None:
        """Go on from nothing: what is held is no longer right."""
        self._feed = None

    def begin(self, joined: frames.Joined) -> None:
        if joined.epoch != self._epoch:
            self._places = {}
        self.joined = joined
        self.ended = None
        self._epoch = joined.epoch
        self.people = {person.member: person for person in joined.here.people}
        self.others = joined.here.others
        if joined.page is not None:
            self._feed = Feed(joined.as_of + 1)
            self.talk = Talk(joined.page, joined.you.member if joined.you else None)
            self.entries = []

    def end(self, why: frames.Ended | frames.Refused) -> None:
        self.ended = why
        self.joined = None
        self.forget()

    def lost(self) -> None:
        """The line is down: until the room is joined again nothing more will come."""
        self.joined = None

    def accept(self, placed: Placed) -> list[Placed]:
        """Take an entry; returns those whose turn has come, which are then shown."""
        if self._feed is None or self.talk is None:
            return []
        self.doubles += placed.seq < self._feed.next_seq
        # The feed looks at `seq` alone, which a void has as well.
        ready = self._feed.accept([cast(transcript.Entry, placed)])
        shown = [cast(Placed, each) for each in ready]
        for each in shown:
            self._show(each, self.talk)
        return shown

    def _show(self, placed: Placed, talk: Talk) -> None:
        self.entries.append(placed)
        if isinstance(placed, frames.Void):
            return
        if isinstance(placed.event, events.MessagePosted):
            self._places[placed.event.message] = placed
        talk.fold(placed)

    def presence(self, change: frames.PresenceChanged) -> None:
        for member in change.leaves:
            self.people.pop(member, None)
        self.people.update({person.member: person for person in change.joins})
        if change.others is not None:
            self.others = change.others

    def prepend(self, history: frames.History) -> None:
        """An older page, asked for at the top of what is shown."""
        if self.talk is not None:
            shown = [placed for placed in self.entries if isinstance(placed, frames.Entry)]
            self.talk.prepend(history.page, shown)

    def place_of(self, message: PublicId) -> tuple[int, int] | None:
        """`(seq, at)` of a message that is shown or was."""
        if entry := self._places.get(message):
            return entry.seq, entry.at
        found = self.talk.find(message) if self.talk else None
        return (found.seq, found.at) if found else None

    @property
    def messages(self) -> list[Message]:
        """What is shown, oldest first."""
        return self.talk.messages if self.talk else []

    @property
    def read_to(self) -> int:
        """The place up to which everything is here."""
        return self._feed.next_seq - 1 if self._feed else 0

    @property
    def caught_up(self) -> bool:
        """Joined on this line, and everything up to the moment of joining is here."""
        return self.joined is not None and self.read_to >= self.joined.as_of

    @property
    def has_hole(self) -> bool:
        return self._feed is not None and self._feed.hole() is not None
