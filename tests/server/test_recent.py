"""What is kept for those who catch up holds no text that was taken away."""

import pytest

from rooms import events
from rooms.commands import Reason
from rooms.events import Event
from rooms.ids import PublicId
from server.talk.recent import Recent
from tests.server.memory_transcript import GARDEN, entries_of, member_of, said

FIRST, SECOND, THIRD = said("one"), said("two"), said("three")


def many(*messages: PublicId) -> Event:
    return events.MessagesRemoved(
        member=member_of("Ana"), messages=messages, reason=Reason.FLOODING
    )


@pytest.mark.parametrize(
    ("taking", "left"),
    [
        (events.MessageRetracted(message=FIRST.message, author=FIRST.author), ["two", "three"]),
        (events.MessageRemoved(message=SECOND.message, reason=Reason.OTHER), ["one", "three"]),
        (many(FIRST.message, THIRD.message), ["two"]),
    ],
    ids=["retracted", "removed", "removed_together"],
)
def test_text_taken_away_is_not_kept(taking: Event, left: list[str]) -> None:
    recent = Recent(10)
    recent.keep(entries_of(GARDEN, FIRST, SECOND, THIRD, taking))
    kept = [entry.event for entry in recent.since(0) or []]
    bodies = [event.body for event in kept if isinstance(event, events.MessagePosted)]
    assert [body for body in bodies if body is not None] == left
