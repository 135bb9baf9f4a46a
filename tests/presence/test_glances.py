"""A look at many rooms from outside says how many in a word, and nothing of when or who."""

from collections.abc import Collection, Mapping

import pytest

from presence.glances import Glance, Glances, glance
from presence.presence import OTHERS_CHANGE_SECONDS, Person, Snapshot
from presence.store_memory import MemoryPlace, MemoryStore
from presence.tracker import Tracker
from tests.presence.conftest import Clock

ANA = Person(member="a", name="Ana", role="member")
BEN = Person(member="b", name="Ben", role="mentor")


@pytest.mark.parametrize(
    ("snapshots", "seen"),
    [
        ([], Glance("none", mentor=False)),
        ([Snapshot(others=1)], Glance("few", mentor=False)),
        ([Snapshot((ANA,)), Snapshot((ANA,), 8)], Glance("few", mentor=False)),
        ([Snapshot((ANA, BEN)), Snapshot((), 8)], Glance("ten_plus", mentor=True)),
    ],
)
def test_a_glance_is_a_word_over_all_processes(snapshots: list[Snapshot], seen: Glance) -> None:
    assert glance(snapshots) == seen


async def test_rooms_are_seen_through_other_processes_too(clock: Clock) -> None:
    place = MemoryPlace(clock)
    here, there = (
        Tracker(MemoryStore(place), announce=_nobody, changed=_nobody, now=clock) for _ in range(2)
    )
    there.enter("room", "connection", "b", BEN)
    there.show("room", "b")
    await there.tick()
    glances = Glances(here.said, now=clock)
    assert await glances.look(["room", "other"]) == {"room": Glance("few", mentor=True)}


async def test_a_glance_says_nothing_of_when_somebody_came(clock: Clock) -> None:
    people: dict[str, list[Snapshot]] = {}

    async def said(rooms: Collection[str]) -> Mapping[str, list[Snapshot]]:
        return {room: people[room] for room in rooms if room in people}

    glances = Glances(said, now=clock)
    assert await glances.look(["room"]) == {}
    people["room"] = [Snapshot(others=1)]
    clock.forward(OTHERS_CHANGE_SECONDS - 1)
    assert await glances.look(["room"]) == {}
    clock.forward(1)
    assert await glances.look(["room"]) == {"room": Glance("few", mentor=False)}


def _nobody(*told: object) -> None:
    del told
