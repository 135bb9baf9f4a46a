"""Somebody tells the moderators of a message, and they see what waits for them and act on it."""

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection

from persistence.safety import attention, reports
from persistence.safety.reach import Reach, held_reach, reach
from persistence.safety.reports import GUESTS, MEMBERS, Concern, Teller, Telling
from persistence.safety.waiting import Item
from rooms.actor import Actor, Role
from rooms.ids import PublicId, RoomId
from rooms.refusals import Code, Refusal
from tests.persistence.community import SECRET, Community, Process

WORDS = "Message me at 555 0100"
Act = Callable[..., Refusal | None]


def of(actor: Actor) -> Teller:
    return Teller(actor.account, f"key of {actor.account}", MEMBERS)


def guest(place: str = "somewhere") -> Teller:
    return Teller(None, place, GUESTS)


def member(actor: Actor, key: str) -> Teller:
    """The same person as if they were another, where only the number of tellings matters."""
    return Teller(actor.account, key, MEMBERS)


async def tell(
    community: Community, telling: Telling, teller: Teller, process: Process | None = None
) -> Code | None:
    database = (process or community.process).database
    now = await database.now_ms()
    refused = await database.write(reports.tell, SECRET, telling, teller, now)
    return refused.code if refused else None


async def reached(community: Community, actor: Actor) -> Reach:
    now = await community.database.now_ms()
    return await community.database.read(reach, SECRET, actor, now)


async def waiting(community: Community, actor: Actor) -> tuple[Item, ...]:
    theirs = await reached(community, actor)
    now = await community.database.now_ms()
    return await community.database.read(attention.waiting, theirs, now)


async def act(process: Process, actor: Actor, what: Act, *args: object) -> Refusal | None:
    def acting(connection: Connection, now: int) -> Refusal | None:
        return what(connection, held_reach(connection, SECRET, actor, now), now, *args)

    return await process.database.write(acting, await process.database.now_ms())


async def moderator(community: Community, name: str, room: RoomId = "") -> Actor:
    return await community.staff(name, Role.MODERATOR, room or community.garden)


async def told_of_a_message(community: Community) -> tuple[Actor, PublicId]:
    ana = await community.person("Ana Lind")
    return ana, await community.say(ana, community.garden, WORDS)


def about(community: Community, message: PublicId | None, **more: object) -> Telling:
    told = Telling(room=community.garden, message=message, concern=Concern.UNKIND)
    return msgspec.structs.replace(told, **more)
