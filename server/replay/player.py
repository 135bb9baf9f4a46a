"""Plays conversations: each in one room, a member for a speaker, a turn after the receipt of the
turn before it; many at once, at one overall rate.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from rooms.ids import RoomId
from server.replay.client import Member, Refusal
from server.replay.conversations import Conversation
from server.replay.line import SentAway
from server.replay.progress import Progress
from server.replay.verdict import Said

MOST_AT_ONCE = 64
"""Conversations that go on at the same time."""
TURN_SECONDS = 120.0
"""Over this a turn is given up: longer than any outage that a replay is meant to survive."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who plays in which room."""

    room: RoomId
    members: tuple[Member, ...]


@dataclass(slots=True)
class Played:
    """What was acknowledged, and which conversations could not be played to their end."""

    said: list[Said] = field(default_factory=list)
    broken_off: list[str] = field(default_factory=list)


class Pace:
    """Turns at an even rate for all who ask; time that was lost is not caught up on."""

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second
        self._next = 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now) + self._interval
        await asyncio.sleep(self._next - self._interval - now)


async def play(
    conversations: Sequence[Conversation],
    companies: Sequence[Company],
    *,
    pace: Pace,
    progress: Progress,
) -> Played:
    """Returns when every conversation is over; what went wrong is in the answer."""
    played = Played()
    ahead = zip(conversations, cycle(companies), _offsets(companies), strict=False)

    async def player() -> None:
        for conversation, company, offset in ahead:
            speakers = _cast(conversation, company, offset)
            await _play_one(conversation, company.room, speakers, pace, progress, played)

    async with asyncio.TaskGroup() as players:
        for _ in range(min(MOST_AT_ONCE, len(conversations))):
            players.create_task(player())
    return played


def _offsets(companies: Sequence[Company]) -> Iterator[int]:
    """Which member of the company begins: another one each time round the rooms."""
    round_ = 0
    while True:
        yield from (round_ for _ in companies)
        round_ += 1


def _cast(conversation: Conversation, company: Company, offset: int) -> dict[str, Member]:
    """One member for each speaker, as long as there are enough."""
    members = company.members
    speakers = conversation.speakers
    begin = offset * len(speakers)
    return {
        speaker: members[(begin + number) % len(members)] for number, speaker in enumerate(speakers)
    }


async def _play_one(
    conversation: Conversation,
    room: RoomId,
    speakers: dict[str, Member],
    pace: Pace,
    progress: Progress,
    played: Played,
) -> None:
    for number, turn in enumerate(conversation.turns, start=1):
        await pace.turn()
        try:
            receipt = await speakers[turn.speaker].post(
                room, turn.text, within_seconds=TURN_SECONDS
            )
        except (Refusal, SentAway, TimeoutError) as stop:
            why = str(stop) or "no answer in time"
            played.broken_off.append(f"conversation {conversation.id}, turn {number}: {why}")
            return
        played.said.append(Said(room, receipt.seq, receipt.command_id, turn.text))
        progress.step()
