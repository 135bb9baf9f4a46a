"""Whether what clients showed, and what they were told was committed, is the transcript. Pure; it
names places and ids, never what was said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from msgspec.structs import replace

from rooms.ids import PublicId, RoomId
from rooms.transcript import Message
from server.replay.readback import Transcript

MOST_SHOWN = 300
"""The newest messages that a browser's page keeps; it may show a few more."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message whose receipt a client holds."""

    room: RoomId
    seq: int
    message: PublicId
    body: str


def shown_differs(who: str, shown: Sequence[Message], transcript: Transcript) -> list[str]:
    """One client's list against the transcript: the first difference, if there is one."""
    for place, (seen, said) in enumerate(zip_longest(shown, transcript.messages), start=1):
        if seen is None or said is None:
            lengths = f"{len(shown)} messages, the transcript has {len(transcript.messages)}"
            return [f"{who} shows {lengths}"]
        if replace(seen, mine=()) != replace(said, mine=()):
            what = "another message" if seen.message != said.message else "another form of it"
            return [f"{who} shows {what} at place {place} (seq {seen.seq}, not {said.seq})"]
    return []


def newest_differ(
    who: str, ids: Sequence[PublicId], transcript: Transcript, began_at: int
) -> list[str]:
    """A browser's list: the newest of the transcript, at least as many as were said since it was
    opened, or as many as a page keeps."""
    expected = [message.message for message in transcript.messages]
    said_since = sum(message.seq > began_at for message in transcript.messages)
    wanted = min(MOST_SHOWN, said_since)
    if len(ids) < wanted:
        return [f"{who} shows {len(ids)} messages, of at least {wanted}"]
    if list(ids) != expected[max(len(expected) - len(ids), 0) :]:
        return [f"{who} shows another list than the newest {len(ids)} of the transcript"]
    return []


def acknowledged_differ(
    room: RoomId, said: Iterable[Said], transcript: Transcript, began_at: int
) -> list[str]:
    """Every receipt stands where it says, with the words that were sent; and since the replay
    began nothing else was written."""
    stored = {message.message: message for message in transcript.messages}
    acknowledged = {each.message: each for each in said}
    found = []
    for each in acknowledged.values():
        row = stored.get(each.message)
        if row is None:
            found.append(f"room {room}: seq {each.seq} was acknowledged, and is not there")
        elif (row.seq, row.body) != (each.seq, each.body):
            found.append(f"room {room}: seq {each.seq} is not what was acknowledged there")
    return found + [
        f"room {room}: seq {message.seq} was acknowledged to nobody"
        for message in transcript.messages
        if message.seq > began_at and message.message not in acknowledged
    ]
