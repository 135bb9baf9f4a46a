"""Who was away, and who comes in the middle of it, reads without a hole."""

import pytest

from tests.journeys.faults.of_people.catching_up import (
    Away,
    Joins,
    back_after,
    joining_while_others_talk,
)
from tests.journeys.house import House

READERS = 8
MORE_THAN_A_PAGE = 640
# Each waits up to ten times what is promised, some of them twice.
pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("by_pages", [False, True], ids=["by replay", "by pages"])
async def test_who_was_away_has_everything_that_was_said(
    unhurried_pair: House, by_pages: bool
) -> None:
    size = Away(readers=READERS, missed=MORE_THAN_A_PAGE, by_pages=by_pages)
    finding = await back_after(unhurried_pair, size)
    assert not finding.violations
    assert finding.counts["messages"] == READERS * (MORE_THAN_A_PAGE + 1)
    assert bool(finding.counts["pages"]) is by_pages


async def test_history_and_live_talk_meet_while_hundreds_are_said(unhurried_pair: House) -> None:
    size = Joins(joins=40, at_once=5, per_second=200)
    finding = await joining_while_others_talk(unhurried_pair, size)
    assert not finding.violations
