"""A session that is moved away from its lobby keeps nobody in its line: they are told, their
questions wait for an answer, and they are free to wait elsewhere."""

import pytest

from persistence.dropins import line
from rooms.actor import Actor
from rooms.dropins import acts
from rooms.dropins.schedule import Saved
from rooms.dropins.stages import LOBBY_MS
from rooms.ids import DropInId, RoomId
from rooms.refusals import Refusal
from tests.persistence.community import SECRET, Community
from tests.persistence.hours import MINUTE_MS
from tests.persistence.schedules import Office, saved


@pytest.fixture
async def office(community: Community) -> Office:
    return await Office.open(community)


async def places(office: Office, drop_in: DropInId) -> list[tuple[str, str | None, str | None]]:
    found = await office.community.sql(
        f"SELECT state, question, note FROM drop_in_place WHERE drop_in_id = '{drop_in}'"
    )
    return [(state, question, note) for state, question, note in found]


async def in_the_lobby(office: Office, made: Saved) -> DropInId:
    first = (await office.ahead(made))[0]
    office.community.shift.ms += first.starts_at - LOBBY_MS + MINUTE_MS - await office.now()
    return first.id


async def waits(office: Office, drop_in: DropInId, who: Actor) -> RoomId | Refusal:
    act = acts.TakePlace(question="How long?", note="for you alone")
    return await office.community.database.write(line.act, SECRET, who, drop_in, act)


@pytest.mark.parametrize("whole_series", [False, True], ids=["one", "series"])
async def test_who_waited_is_told_keeps_the_question_and_is_free(
    office: Office, whole_series: bool
) -> None:
    made = await office.made()
    drop_in = await in_the_lobby(office, made)
    ana = await office.community.person("Ana")
    assert await waits(office, drop_in, ana) == office.community.garden
    row = next(row for row in await office.ahead(made) if row.id == drop_in)
    later = f"{row.starts[:11]}20:30"
    if whole_series:
        saved(await office.edit(made, await office.plan(starts=later)))
    else:
        saved(await office.change(row, starts=later))
    assert await places(office, drop_in) == [("unreached", "How long?", None)]
    [(body, erase_at)] = await office.community.sql("SELECT body, erase_at FROM drop_in_question")
    assert body == "How long?"
    moved = next(row for row in await office.rows(made) if row.id == drop_in)
    assert erase_at > moved.ends_at
    assert await office.told(ana) == [("moved", drop_in)]
    other = await office.made(starts=f"{row.starts[:11]}18:50", rule="", host=None, second=None)
    elsewhere = (await office.ahead(other))[0].id
    office.community.shift.ms += 50 * MINUTE_MS
    assert await waits(office, elsewhere, ana) == office.community.garden


async def test_who_is_still_in_the_lobby_keeps_the_place(office: Office) -> None:
    made = await office.made()
    drop_in = await in_the_lobby(office, made)
    ana = await office.community.person("Ana")
    await waits(office, drop_in, ana)
    row = next(row for row in await office.ahead(made) if row.id == drop_in)
    saved(await office.change(row, about="Bring a cup of tea"))
    assert await places(office, drop_in) == [("waiting", "How long?", "for you alone")]
