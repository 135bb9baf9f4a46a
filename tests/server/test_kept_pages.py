"""The newest messages of rooms are kept for a minute, of so many rooms, and no text longer. Seconds
pass in virtual time."""

import asyncio

from persistence.reading.newest import Newest
from rooms.ids import RoomId
from server.sockets.kept_pages import KEPT_ROOMS, KEPT_SECONDS, KeptPages, Shown
from tests.server.virtual_time import in_virtual_time

ROOMS = [RoomId(f"{number:032x}") for number in range(KEPT_ROOMS + 1)]


@in_virtual_time
async def test_what_was_read_a_minute_ago_is_kept_no_longer() -> None:
    pages = KeptPages()
    first, second = ROOMS[:2]
    pages.keep({first: shown(1)})
    await asyncio.sleep(KEPT_SECONDS / 2)
    pages.keep({second: shown(1)})
    assert pages.of([first, second]).keys() == {first, second}
    await asyncio.sleep(KEPT_SECONDS / 2 + 1)
    assert pages.of([first, second]).keys() == {second}
    await asyncio.sleep(KEPT_SECONDS)
    assert pages.of([first, second]) == {}


@in_virtual_time
async def test_what_is_read_again_stays_for_a_minute_more() -> None:
    pages = KeptPages()
    pages.keep({ROOMS[0]: shown(1)})
    await asyncio.sleep(KEPT_SECONDS - 1)
    pages.keep({ROOMS[0]: shown(2)})
    await asyncio.sleep(2)
    assert pages.of(ROOMS[:1]) == {ROOMS[0]: shown(2)}


@in_virtual_time
async def test_the_room_read_longest_ago_makes_way() -> None:
    pages = KeptPages()
    for room in ROOMS:
        pages.keep({room: shown(1)})
    assert pages.of(ROOMS).keys() == {*ROOMS[1:]}


def shown(head: int) -> Shown:
    return Shown(epoch="e", floor=1, newest=Newest(head, (), {}, frozenset()))
