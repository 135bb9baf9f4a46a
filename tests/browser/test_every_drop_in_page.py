"""Every page of a drop-in, in every state that a session and a place in its line can be in, with
and without larger text, in both languages and both colours.
"""

from functools import partial
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import Connection

from rooms.actor import Role
from rooms.ids import DropInId, RoomId
from tests.browser.cast import Cast
from tests.browser.inspection import LOOKS, Inspection
from tests.journeys.house import Person
from tests.server import held_sessions

pytestmark = pytest.mark.asyncio(loop_scope="package")

DAY = 24 * 60
LATER = 4_000_000_000_000
PLACES: dict[str, dict[str, Any]] = {
    "waiting": {"question": "How do I tell my kids?", "note": "Be gentle.", "first_time": True},
    "hidden": {"position_hidden": True},
    "listed": {"state": "listed"},
    "aside": {"state": "aside"},
    "called": {"state": "called", "until": LATER},
    "speaks another language": {"language": "pt"},
    "answered": {"state": "answered", "ended_at": LATER, "answer": "Slowly."},
}
SESSIONS: dict[str, tuple[int, dict[str, Any]]] = {
    "coming": (DAY, {"about": "For anyone waiting for a scan.", "form": "circle"}),
    "lobby": (5, {}),
    "late": (-7, {"late_minutes": 8, "form": "questions"}),
    "cancelled": (2 * DAY, {"state": "cancelled"}),
    "unhosted": (-30, {"state": "unhosted", "form": "open_hour"}),
    "ended": (-90, {"state": "ended", "ended_at": LATER}),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", ["100", "200"])
async def test_every_page_of_a_drop_in_is_open_to_all(cast: Cast, look: str, size: str) -> None:
    inspection = Inspection()
    room = await cast.room()
    host, person = await cast.house.staff(room, Role.MENTOR), await cast.house.person()
    held = await _held(cast, room, host)
    guest = (await cast.guest(**LOOKS[look])).page
    await guest.goto(f"/drop-ins?size={size}")
    await inspection.look("the days", guest)
    await guest.goto("/drop-ins?speak=pt")
    await inspection.look("no days", guest)
    member = (await cast.visit(person, **LOOKS[look])).page
    await member.goto(f"/?size={size}")
    for state, drop_in in held.items():
        for page in (guest, member):
            await page.goto(f"/d/{drop_in}")
            await inspection.look(state, page)
    await _in_line(cast, inspection, member, person, room, host)
    hosting = (await cast.visit(host, **LOOKS[look])).page
    await hosting.goto(f"/?size={size}")
    await _hosting(cast, inspection, hosting, host, room, held["coming"])
    await member.goto(f"/d/{held['coming']}")
    await member.locator(".help-form button").click()
    await expect(member.locator(".now-danger")).to_be_visible()
    await inspection.look("help now", member)
    looks_after = (await cast.visit(await cast.moderator(room), **LOOKS[look])).page
    for desk, path in ((looks_after, "/mod"), (hosting, "/mentor")):
        await desk.goto(f"{path}?size={size}")
        await expect(desk.locator("[data-item]").first).to_be_visible()
        await inspection.look(f"calls on {path}", desk)
    assert inspection.found == {}


async def _held(cast: Cast, room: RoomId, host: Person) -> dict[str, DropInId]:
    def hold_all(connection: Connection) -> dict[str, DropInId]:
        return {
            name: held_sessions.hold(connection, room, host.account, begins, **other)
            for name, (begins, other) in SESSIONS.items()
        }

    return await cast.house.write(hold_all)


async def _wait(cast: Cast, drop_in: DropInId, person: Person, other: dict[str, Any]) -> None:
    await cast.house.write(
        lambda connection: held_sessions.wait(connection, drop_in, person.account, **other)
    )


async def _in_line(
    cast: Cast,
    inspection: Inspection,
    page: Page,
    person: Person,
    room: RoomId,
    host: Person,
) -> None:
    for state, other in PLACES.items():
        drop_in = await cast.house.write(
            lambda connection: held_sessions.live(connection, room, host.account)
        )
        await _wait(cast, drop_in, person, other)
        await page.goto(f"/d/{drop_in}")
        for details in await page.locator("main details").all():
            await details.locator("summary").first.click()
        await inspection.look(state, page)
        await cast.house.write(partial(held_sessions.give_up_all, drop_in=drop_in))


async def _hosting(
    cast: Cast,
    inspection: Inspection,
    page: Page,
    host: Person,
    room: RoomId,
    coming: DropInId,
) -> None:
    await page.goto(f"/d/{coming}/host")
    await inspection.look("before the hour", page)
    waiters = await cast.house.people(3)
    drop_in = await cast.house.write(
        lambda connection: held_sessions.live(connection, room, host.account)
    )
    for waiter, other in zip(waiters, list(PLACES.values())[:3], strict=True):
        await _wait(cast, drop_in, waiter, other)
    await page.goto(f"/d/{drop_in}/host")
    for details in await page.locator("main details").all():
        await details.locator("summary").first.click()
    await inspection.look("the hour", page)
    await page.locator(".carry button").click()
    await expect(page.locator("#carried-heading")).to_be_visible()
    await inspection.look("carried", page)
