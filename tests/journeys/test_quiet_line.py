"""Nobody learns from the house who waits in line, what they asked, or that somebody needs help:
two worlds that differ in nothing else are the same, byte by byte, to everybody else.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from rooms.ids import new_public_id
from tests.journeys.two_lines import World, worlds

OTHERS = ("dan", "luz", "mia", "")
"""Somebody in line, a member, a mentor who does not host this session, a guest."""
PRIVATE = ("quince of ana", "medlar of ana", "damson of ana", "sorrel of ana", "loquat of ben")
CHANGES = ("two in line", "line closed")
"""What everybody sees, each of it once and nothing in between."""
ATTEMPTS = 3
"""A page that says "20 minutes" says 21 a minute later: asked in both worlds once more."""


@pytest.fixture
def both(tmp_path: Path) -> Iterator[list[World]]:
    with worlds(tmp_path, 2) as made:
        yield made


async def test_who_waits_what_they_said_and_who_needs_help_is_nothing_to_others(
    both: list[World],
) -> None:
    here, there = both
    for world in both:
        await world.enter("rosa", "teo", "sam", *OTHERS)
        await world.line("dan", "take_place")
        await all_see(world, in_line=1)
    for world in both:
        world.begin_to_compare()
    await here.line("ana", "take_place", question=PRIVATE[0], note=PRIVATE[1], shown="named")
    await there.line("ben", "take_place", question=PRIVATE[4], in_writing=True)
    for world in both:
        await all_see(world, in_line=2)
    await in_one_world_alone(here)
    for world in both:
        await world.line("rosa", "close_line")
        await all_see(world, line_open=False)
    for name in OTHERS:
        one, other = (world.listeners[name].told for world in both)
        assert one == other, name
        assert len(one) == len(CHANGES), one
        await same_doors(here, there, name)
    for world in both:
        await world.leave()
    assert_said_to_those_it_concerns_alone(here)


async def in_one_world_alone(here: World) -> None:
    """Each is seen by hosts before the next: so it was the turn of all who listen, too."""
    hosting = here.listeners["rosa"]
    await here.ask("ana", "/api/rooms/{room}/help-now", note=PRIVATE[2])
    await hosting.until(lambda view: view["hosting"]["calls"] != [])
    asked = {"question": new_public_id(), "body": PRIVATE[3], "shown": "no", "language": "en"}
    await here.ask("ana", "/api/drop-ins/{drop_in}/questions", **asked)
    await hosting.until(lambda view: view["hosting"]["questions"] != [])
    await here.line("ana", "step_aside")
    await hosting.until(lambda view: view["hosting"]["line"][1]["state"] == "aside")


async def all_see(world: World, **card: object) -> None:
    """The same of the session's card, whoever they are."""
    seen = [
        listener.until(lambda view: card.items() <= view["card"].items())
        for listener in world.listeners.values()
    ]
    await asyncio.gather(*seen)


async def same_doors(here: World, there: World, name: str) -> None:
    for _ in range(ATTEMPTS):
        one, other = await asyncio.gather(here.seen_by(name), there.seen_by(name))
        differing = [
            line
            for path in one
            for line in set(one[path].splitlines()) ^ set(other[path].splitlines())
        ]
        if not differing:
            return
    assert differing == [], name


def assert_said_to_those_it_concerns_alone(here: World) -> None:
    heard = {
        name: {word for word in PRIVATE if word.encode() in b"".join(listener.frames)}
        for name, listener in here.listeners.items()
    }
    of_ana = set(PRIVATE[:4])
    assert heard == {
        "rosa": of_ana,
        # What was noted for the host is not for who stands beside, and no moderator's.
        **dict.fromkeys(("teo", "sam"), of_ana - {PRIVATE[1]}),
        **{name: set() for name in OTHERS},
    }
