"""People who come to sessions, and what they are told of them."""

from typing import Any

from sqlalchemy import Connection, update

from persistence import clock, outbox, tables
from persistence.database import Database
from persistence.dropins import coming, reminding, telling
from persistence.dropins.coming import Answer
from persistence.people import accounts, notices, wishes
from persistence.people.notices import NoticeKind
from rooms.actor import Actor, Role
from rooms.ids import DropInId
from tests.persistence.community import Community
from tests.persistence.hours import MINUTE_MS, plan

REMINDED = Answer(coming=True, remind=True)
HOUR_MINUTES = 60
DAY_MINUTES = 24 * HOUR_MINUTES


async def planned(community: Community, begins: float, **columns: Any) -> DropInId:
    """A session in the garden that begins in so many minutes."""
    host = await community.stranger(Role.MENTOR, community.garden)
    return await community.database.write(plan, community.garden, host.account, begins, **columns)


async def comes(community: Community, drop_in: DropInId, answer: Answer = REMINDED) -> Actor:
    """Somebody new who says so."""
    actor = await community.stranger()
    assert await community.database.write(coming.say, actor.account, drop_in, answer) is None
    return actor


async def mailed(
    community: Community, actor: Actor, address: str, zone: str = "UTC", tongue: str = "en"
) -> None:
    """They have an address, and agreed to be written to."""

    def choose(connection: Connection) -> None:
        accounts.set_email(connection, actor.account, address)
        wishes.set_zone(connection, actor.account, zone, tongue)
        wishes.agree_to_mail(connection, actor.account)

    await community.database.write(choose)


async def notice_what_is_due(database: Database, *, mails: bool = False) -> None:
    """One round of what every process does by the clock, with nothing sent by mail."""
    now = await database.now_ms()
    found = await database.read(reminding.due, now, 100)
    await database.write(reminding.put, found)
    for subject in await database.read(outbox.subjects_due, now, 100):
        await database.write(telling.tell, subject, mails=mails)


async def told(community: Community, actor: Actor) -> list[NoticeKind]:
    """What waits to be seen, oldest first."""
    found = await community.database.read(notices.unseen, actor.account)
    return [each.kind for each in found]


async def ever_told(community: Community, actor: Actor) -> list[str]:
    """All of it, seen or overtaken."""
    found = await community.sql(
        f"SELECT kind FROM notice WHERE account_id = '{actor.account}' ORDER BY at"
    )
    return [kind for (kind,) in found]


async def change(community: Community, drop_in: DropInId, **columns: Any) -> None:
    """As whoever changes a schedule does it: the row, and what waits is overtaken."""

    def changing(connection: Connection) -> None:
        values = {"changed_at": clock.now_ms(connection)} | columns
        d = tables.drop_in
        connection.execute(update(d).where(d.c.id == drop_in).values(**values))
        outbox.void(connection, drop_in)

    await community.database.write(changing)


async def announce(community: Community, drop_in: DropInId, kind: str, **payload: int) -> None:
    """To everybody who comes."""

    def announcing(connection: Connection) -> None:
        for account in coming.everybody(connection, drop_in):
            outbox.put(
                connection,
                key=f"{kind}:{drop_in}:{account}:page",
                kind=kind,
                channel="page",
                account=account,
                subject=drop_in,
                payload=payload,
                due_at=clock.now_ms(connection),
            )

    await community.database.write(announcing)


def wait_minutes(community: Community, minutes: float) -> None:
    community.shift.ms += int(minutes * MINUTE_MS)
