"""How far back guests read: a day or fifty messages, whichever is more."""

from persistence.reading import transcripts
from persistence.reading.guest_window import GUEST_MESSAGES, guest_floor
from tests.persistence.community import HOUR_MS, Community

SECOND_MS = 1_000


async def said(community: Community, count: int) -> None:
    """So many messages within a few minutes; each takes one seq."""
    ana = await community.stranger()
    for number in range(count):
        community.shift.ms += 2 * SECOND_MS
        await community.say(ana, community.garden, str(number))


async def readable(community: Community) -> int:
    """How many messages a guest reads, page after page."""
    floor = await community.database.read(
        guest_floor, community.garden, await community.database.now_ms()
    )
    before, count = None, 0
    while True:
        page = await community.database.read(
            transcripts.read_page, community.garden, before, 20, floor=floor
        )
        count, before = count + len(page.messages), page.before
        if before is None:
            return count


async def test_guest_reads_a_short_room_to_its_beginning(community: Community) -> None:
    await said(community, GUEST_MESSAGES)
    community.shift.ms += 100 * HOUR_MS
    assert await readable(community) == GUEST_MESSAGES


async def test_guest_reads_fifty_messages_of_a_room_that_has_been_quiet(
    community: Community,
) -> None:
    await said(community, GUEST_MESSAGES + 3)
    community.shift.ms += 100 * HOUR_MS
    assert await readable(community) == GUEST_MESSAGES


async def test_guest_reads_the_whole_last_day_of_a_busy_room(community: Community) -> None:
    await said(community, 3)
    community.shift.ms += 23 * HOUR_MS
    await said(community, GUEST_MESSAGES + 5)
    assert await readable(community) == GUEST_MESSAGES + 8
    community.shift.ms += 2 * HOUR_MS
    assert await readable(community) == GUEST_MESSAGES + 5


async def test_page_says_that_there_is_more_for_members(community: Community) -> None:
    await said(community, 4)
    whole = await community.database.read(transcripts.read_page, community.garden, None, 10)
    assert (whole.before, whole.withheld) == (None, False)
    cut, below = [
        await community.database.read(transcripts.read_page, community.garden, before, 10, floor=3)
        for before in (None, 3)
    ]
    assert [message.seq for message in cut.messages] == [3, 4]
    assert (cut.before, cut.withheld) == (None, True)
    assert (below.messages, below.withheld) == ((), True)
