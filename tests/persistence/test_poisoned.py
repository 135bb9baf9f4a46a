"""One command that cannot be committed spoils no batch: the others are, in their order."""

import asyncio
from collections.abc import Callable

import msgspec
import pytest

from persistence.journal import Outcome
from rooms import commands
from rooms.actor import Actor
from rooms.commands import Writing
from rooms.decide import decide
from rooms.events import Event, MessagePosted
from rooms.facts import RoomFacts
from rooms.refusals import Code, Refusal
from server.talk.desk import Desk
from server.talk.waiting import MOST_OF_A_ROOM
from tests.persistence.community import SECRET, Community, Process, codes, post

POISONED = 40
SAID_BY_EACH = 8


def breaks(decision: list[Event] | Refusal) -> list[Event] | Refusal:
    """A decision that raises."""
    raise LookupError(decision)


def cannot_be_stored(decision: list[Event] | Refusal) -> list[Event] | Refusal:
    """A decision for words that no database takes."""
    assert isinstance(decision, list)
    (posted,) = decision
    assert isinstance(posted, MessagePosted)
    return [msgspec.structs.replace(posted, body="\ud800")]


@pytest.mark.parametrize("poison", [breaks, cannot_be_stored])
async def test_one_poisoned_command_of_a_batch_is_refused_and_no_other(
    community: Community, poison: Callable[[list[Event] | Refusal], list[Event] | Refusal]
) -> None:
    def poisoned(
        facts: RoomFacts, command: Writing, actor: Actor, now: int
    ) -> list[Event] | Refusal:
        decision = decide(facts, command, actor, now)
        spoiled = isinstance(command, commands.PostMessage) and command.body == str(POISONED)
        return poison(decision) if spoiled else decision

    people = [await community.stranger() for _ in range(MOST_OF_A_ROOM // SAID_BY_EACH)]
    said = [
        (people[place % len(people)], post(community.garden, str(place)))
        for place in range(MOST_OF_A_ROOM)
    ]
    async with Process.start(community.url, community.shift, poisoned) as process:
        outcomes, sizes = await through_a_desk(process, said)
    assert sizes == [MOST_OF_A_ROOM]
    assert codes(outcomes) == [
        Code.BUSY if place == POISONED else None for place in range(MOST_OF_A_ROOM)
    ]
    stored = await community.sql("SELECT seq, body FROM entry ORDER BY seq")
    kept = [str(place) for place in range(MOST_OF_A_ROOM) if place != POISONED]
    assert stored == list(enumerate(kept, 1))


async def through_a_desk(
    process: Process, said: list[tuple[Actor, commands.PostMessage]]
) -> tuple[list[Outcome], list[int]]:
    sizes: list[int] = []
    desk = Desk(
        process.journal,
        secret=SECRET,
        committed=lambda entries: None,
        batch_size_seen=sizes.append,
    )
    outcomes = await asyncio.gather(*(desk.carry_out(*each) for each in said))
    return outcomes, sizes
