"""What no client of ours does ends its own socket, or is never begun; nobody beside it notices."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.faults.hostile.crowded import ROOM_FOR, CrowdedWeb
from tests.journeys.faults.hostile.excess import (
    Cap,
    caps,
    from_anywhere,
    half_open,
    over_cap,
    oversized,
)
from tests.journeys.faults.hostile.fuzz import FuzzSize, fuzz
from tests.journeys.faults.hostile.poison_sent import over_http, over_sockets
from tests.journeys.house import House, embedded_house

HALF_OPEN = 100
FUZZED = 400
EACH_NTH = 7
"""Of the poisoned documents; a prime, so that each poison and each field has its turn."""


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[House]:
    """A house with room for a few sockets."""
    with embedded_house(tmp_path, CrowdedWeb) as house:
        yield house


async def test_messages_too_long_or_in_too_many_pieces_are_closed_with_1009(
    unhurried_pair: House,
) -> None:
    finding = await oversized(unhurried_pair, runs=1)
    assert not finding.violations


@pytest.mark.timeout(300)
async def test_handshakes_that_never_end_are_gone_while_others_are_served(
    unhurried_pair: House,
) -> None:
    finding = await half_open(unhurried_pair, HALF_OPEN)
    assert not finding.violations
    assert len(finding.seconds["gone"]) == HALF_OPEN


async def test_a_person_and_an_address_have_room_for_so_many_sockets(
    unhurried_pair: House,
) -> None:
    finding = await caps(unhurried_pair, runs=1)
    assert not finding.violations


async def test_a_full_house_lets_in_who_comes_when_somebody_has_gone(crowded: House) -> None:
    house = Cap("the house", ROOM_FOR, from_anywhere)
    assert await over_cap(crowded.urls[0], house) == []


async def test_made_up_frames_end_no_process_and_no_other_socket(unhurried_pair: House) -> None:
    finding = await fuzz(unhurried_pair, FuzzSize(sockets=FUZZED))
    assert not finding.violations, finding.counts
    assert finding.runs >= FUZZED


@pytest.mark.parametrize("kind", ["unhurried_alone", "unhurried_pair"])
async def test_poison_is_neither_stored_nor_sent_on(
    kind: str, request: pytest.FixtureRequest
) -> None:
    house: House = request.getfixturevalue(kind)
    for finding in (await over_sockets(house, EACH_NTH), await over_http(house, 3 * EACH_NTH)):
        assert not finding.violations
        assert finding.runs > 100
