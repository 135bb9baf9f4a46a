"""An hour in the garden of the tests' community: a session that is due, and the people in it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from persistence import clock, tables
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Writing
from rooms.ids import AccountId, DropInId, MemberId, new_public_id
from rooms.refusals import Code
from tests.persistence import hours
from tests.persistence.community import Community, accepted, code, kinds


@dataclass
class Hour:
    """A session in the garden that is due now: Mia hosts, Max is the second, Ana was called."""

    community: Community
    drop_in: DropInId
    mia: Actor
    max: Actor
    mona: Actor
    ana: Actor

    def ids(self) -> dict[str, Any]:
        garden = self.community.garden
        return {"room": garden, "drop_in": self.drop_in, "command_id": new_public_id()}

    @property
    def here(self) -> dict[str, Any]:
        return {"room": self.community.garden, "command_id": new_public_id()}

    def member(self, who: Actor) -> MemberId:
        return self.community.member(who, self.community.garden)

    async def open(self) -> None:
        await self.do(self.mia, commands.OpenDropIn(**self.ids()))

    async def do(self, who: Actor, command: Writing) -> None:
        accepted(await self.community.do(who, command))

    async def refused(self, who: Actor, command: Writing) -> Code:
        return code(await self.community.do(who, command))

    async def seen(self, *who: Actor) -> None:
        await self.community.database.write(_seen, self.drop_in, [each.account for each in who])

    async def call(self, who: Actor) -> None:
        account = AccountId(who.account)
        await self.community.database.write(hours.call, self.drop_in, account)

    async def row(self, *columns: str) -> tuple[Any, ...]:
        asked = f"SELECT {', '.join(columns)} FROM drop_in WHERE id = '{self.drop_in}'"
        return (await self.community.sql(asked))[0]

    async def place(self, who: Actor) -> tuple[Any, ...]:
        [found] = await self.community.sql(
            "SELECT state, began_at IS NOT NULL, ended_at IS NOT NULL, note FROM drop_in_place"
            f" WHERE account_id = '{who.account}'"
        )
        return found

    async def kinds(self) -> list[str]:
        found = await kinds(self.community, self.community.garden)
        return [kind for kind in found if kind != "role_changed"]


def _seen(connection: Connection, drop_in: DropInId, accounts: list[AccountId]) -> None:
    now = clock.now_ms(connection)
    d = tables.drop_in_seen
    connection.execute(d.delete().where(d.c.account_id.in_(accounts)))
    for account in accounts:
        connection.execute(insert(d).values(drop_in_id=drop_in, account_id=account, at=now))


async def an_hour(community: Community) -> Hour:
    """The session, not yet begun; its hosts are in the room."""
    garden = community.garden
    mia = await community.staff("Mia", Role.MENTOR, garden)
    max_ = await community.staff("Bruno", Role.MENTOR, garden)
    mona = await community.staff("Mona", Role.MODERATOR, garden, everywhere=True)
    ana = await community.person("Ana")
    await community.belongs(ana, garden)
    drop_in = await community.database.write(
        hours.plan, garden, AccountId(mia.account), 0, second_id=max_.account
    )
    hour = Hour(community, drop_in, mia, max_, mona, ana)
    await hour.seen(mia, max_)
    await hour.call(ana)
    return hour
