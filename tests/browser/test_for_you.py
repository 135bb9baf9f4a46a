"""What is new of a session shows up in a room that is open, in the person's own time, and on every
page after that until it was read."""

import pytest
from playwright.async_api import expect
from sqlalchemy import Connection, update

from persistence import clock, outbox, tables
from persistence.dropins import coming
from persistence.dropins.coming import Answer
from persistence.people import wishes
from rooms.ids import RoomId
from tests.browser.cast import Cast
from tests.journeys.house import Person
from tests.persistence.hours import plan

pytestmark = pytest.mark.asyncio(loop_scope="package")

STARTS_AT = 1_969_747_200_000
"""2 June 2032, 10:30 on Lord Howe."""


def _moved(connection: Connection, room: RoomId, host: Person, person: Person) -> None:
    drop_in = plan(connection, room, host.account, 600)
    coming.say(connection, person.account, drop_in, Answer(coming=True, remind=True))
    wishes.set_zone(connection, person.account, "Australia/Lord_Howe")
    where = tables.drop_in.c.id == drop_in
    row = {"starts_at": STARTS_AT, "ends_at": STARTS_AT + 3_600_000}
    connection.execute(update(tables.drop_in).where(where).values(row))
    outbox.put(
        connection,
        key=f"moved:{drop_in}",
        kind="moved",
        channel="page",
        account=person.account,
        subject=drop_in,
        payload={"starts_at": STARTS_AT},
        due_at=clock.now_ms(connection),
    )


async def test_news_of_a_session_is_shown_in_the_open_room_and_read_once(cast: Cast) -> None:
    room = await cast.room()
    host, person = await cast.house.people(2)
    visit = await cast.come_in(person, room)
    for_you = visit.page.locator("#for-you")
    await expect(for_you).to_be_empty()
    await cast.house.write(lambda connection: _moved(connection, room, host, person))
    await expect(for_you).to_contain_text("a new time: Wednesday, June 2 at 10:30")
    await visit.page.goto("/rules")
    await expect(for_you).to_contain_text("News for you: 1")
    await for_you.get_by_role("link").click()
    await visit.page.locator('form[action="/me/notices"] button').click()
    await visit.page.goto("/rules")
    await expect(for_you).to_be_empty()
