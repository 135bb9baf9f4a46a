"""A session with a line in a real database: what its people do, and how the line then stands."""

from typing import Any

from persistence.dropins import line
from rooms.actor import Actor, Role
from rooms.dropins import acts
from rooms.dropins.acts import LineAct
from rooms.ids import DropInId
from rooms.refusals import Code, Refusal
from tests.persistence.community import SECRET, Community, Process
from tests.persistence.drop_in_rows import put_session


async def does(
    community: Community, actor: Actor, drop_in: DropInId, act: LineAct, by: Process | None = None
) -> Code | None:
    database = (by or community.process).database
    answer = await database.write(line.act, SECRET, actor, drop_in, act)
    return answer.code if isinstance(answer, Refusal) else None


async def takes(community: Community, drop_in: DropInId, *people: Actor, note: str = "") -> None:
    for person in people:
        act = acts.TakePlace(question="How long?", note=note)
        assert await does(community, person, drop_in, act) is None


async def states(community: Community, drop_in: DropInId) -> list[tuple[str, str]]:
    """Who stands where, by turn, with those whose place is over."""
    found = await community.sql(
        f"SELECT account_id, state FROM drop_in_place WHERE drop_in_id = '{drop_in}' ORDER BY turn"
    )
    return [(account, state) for account, state in found]


async def version(community: Community, drop_in: DropInId) -> int:
    ((found,),) = await community.sql(f"SELECT line_version FROM drop_in WHERE id = '{drop_in}'")
    return int(found)


async def hosted(community: Community, **more: Any) -> tuple[Actor, DropInId]:
    rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
    ben = await community.staff("Ben", Role.MENTOR, community.garden)
    return rosa, await put_session(community, rosa, second=ben, **more)
