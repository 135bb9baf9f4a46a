"""What is new of a session reaches the open pages of those who come, once, on every process."""

import asyncio

from sqlalchemy import Connection, select

from persistence import clock, outbox, tables
from persistence.dropins import coming
from persistence.dropins.coming import Answer
from rooms.ids import DropInId, RoomId
from tests.journeys.house import House, Person
from tests.journeys.test_told import ask, line_of, until
from tests.persistence.hours import plan

PEOPLE = 6


def announced(connection: Connection, room: RoomId, host: Person, people: list[Person]) -> DropInId:
    """A session that some come to, and that was then moved."""
    drop_in = plan(connection, room, host.account, 3 * 24 * 60)
    for each in people:
        coming.say(connection, each.account, drop_in, Answer(coming=True, remind=True))
        outbox.put(
            connection,
            key=f"moved:{drop_in}:{each.account}",
            kind="moved",
            channel="page",
            account=each.account,
            subject=drop_in,
            payload={},
            due_at=clock.now_ms(connection),
        )
    return drop_in


async def test_news_of_a_session_reaches_open_pages_once(house: House) -> None:
    (room,) = await house.rooms(1)
    host, *people = await house.people(PEOPLE + 1)
    lines = [await line_of(house, each) for each in people]
    for line in lines:
        await until(line, '"type":"welcome"')
    drop_in = await house.write(lambda connection: announced(connection, room, host, people))
    await asyncio.gather(*(until(line, '"type":"notices_changed"') for line in lines))
    for each in people:
        (notice,) = (await ask(house, each, "GET", "/api/me/notices")).json()["notices"]
        assert (notice["kind"], notice["drop_in"]) == ("session_moved", drop_in)
    n = tables.notice.c
    told = await house.write(
        lambda connection: connection.execute(
            select(n.account_id).where(n.drop_in_id == drop_in)
        ).all()
    )
    assert len(told) == PEOPLE
    for line in lines:
        await line.close()
