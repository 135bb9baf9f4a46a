"""Schedules in a community, as the tests speak of them: a mentor's plan, saved and looked at."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from persistence.dropins import calling_off, coming, series, session_rows, single, stopping
from persistence.dropins.coming import Answer
from persistence.dropins.laying import Worked
from persistence.dropins.series import Split
from persistence.dropins.session_rows import Row
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import ChangeRole
from rooms.dropins.forms import Form
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Saved, Stopped
from rooms.dropins.stages import State
from rooms.dropins.times import Times
from rooms.ids import DropInId, RoomId, SeriesId, new_public_id
from rooms.refusals import Refusal
from server.calendar import occurrences, zones
from tests.persistence.community import SECRET, Community, Process, accepted

CHICAGO = "America/Chicago"
DAY_MS = 24 * 3_600_000
OLD_TZDATA = "2025a"


@dataclass
class Office:
    """A community with a mentor of the garden, whose hours begin in three days at 18:00."""

    community: Community
    rosa: Actor
    teo: Actor
    sam: Actor

    @classmethod
    async def open(cls, community: Community) -> "Office":
        rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
        teo = await community.staff("Teo", Role.MENTOR, community.garden)
        sam = await community.staff("Samuel", Role.MODERATOR, community.garden)
        return cls(community, rosa, teo, sam)

    async def helps(self, actor: Actor, room: RoomId) -> None:
        """They are a mentor there as well."""
        member = await self.community.belongs(actor, room)
        change = ChangeRole(room=room, command_id=new_public_id(), member=member, role=Role.MENTOR)
        accepted(await self.community.do(HOUSE, change))

    async def now(self) -> int:
        return await self.community.database.now_ms()

    async def wall(self, days: int = 3, hour: int = 18) -> str:
        now = datetime.fromtimestamp(await self.now() / 1000, UTC)
        day = now.replace(hour=hour, minute=0) + timedelta(days=days)
        return day.strftime(zones.WALL)

    async def plan(self, **given: Any) -> Plan:
        said: dict[str, Any] = {
            "room": self.community.garden,
            "form": Form.LINE,
            "starts": given.pop("starts", None) or await self.wall(),
            "zone": CHICAGO,
            "minutes": 60,
            "rule": "FREQ=WEEKLY;COUNT=8",
            "second": self.community.member(self.sam, self.community.garden),
        }
        return Plan(**(said | given))

    async def worked(self, plan: Plan, tzdata: str = OLD_TZDATA) -> Worked:
        times = occurrences.expand(plan, await self.now())
        assert isinstance(times, Times), times
        return Worked(plan=plan, times=times, tzdata=tzdata)

    async def create(
        self, plan: Plan, by: Actor | None = None, process: Process | None = None
    ) -> Saved | Refusal:
        database = (process or self.community.process).database
        worked = await self.worked(plan)
        return await database.write(series.create, SECRET, by or self.rosa, worked)

    async def made(self, **given: Any) -> Saved:
        return saved(await self.create(await self.plan(**given)))

    async def edit(
        self,
        which: Saved,
        plan: Plan,
        since: Row | None = None,
        by: Actor | None = None,
        process: Process | None = None,
    ) -> Saved | Refusal:
        database = (process or self.community.process).database
        split = None
        if since is not None:
            held = await database.read(series.by_id, which.series)
            assert held is not None
            rule = occurrences.before(held.plan, since.starts_at)
            split = Split(drop_in=since.id, rule_before=rule)
        return await database.write(
            series.edit,
            SECRET,
            by or self.rosa,
            which.series,
            which.version,
            await self.worked(plan),
            split,
        )

    async def change(self, row: Row, by: Actor | None = None, **given: Any) -> Saved | Refusal:
        plan = msgspec.structs.replace(session_rows.plan_of(row), **given)
        return await self.community.database.write(
            single.change, SECRET, by or self.rosa, row.id, row.version, await self.worked(plan)
        )

    async def cancel_one(self, row: Row, by: Actor | None = None) -> Saved | Refusal:
        return await self.community.database.write(
            calling_off.cancel_one, SECRET, by or self.rosa, row.id, row.version
        )

    async def cancel(self, which: Saved, since: Row | None = None) -> Saved | Refusal:
        held = await self.community.database.read(series.by_id, which.series)
        assert held is not None
        at = since.starts_at if since else await self.now()
        rule = occurrences.before(held.plan, at) if held.plan.rule else ""
        return await self.community.database.write(
            calling_off.cancel,
            SECRET,
            self.rosa,
            which.series,
            held.version,
            rule,
            since.id if since else None,
        )

    async def stop(self, which: Saved, by: Actor) -> Saved | Refusal:
        return await self.community.database.write(stopping.stop, SECRET, by, which.series)

    async def stop_all(self, which: Saved, by: Actor) -> Stopped | Refusal:
        return await self.community.database.write(stopping.stop_all, SECRET, by, which.series)

    async def rows(self, which: Saved | SeriesId) -> list[Row]:
        key = which.series if isinstance(which, Saved) else which
        return await self.community.database.read(session_rows.rows_of, key)

    async def ahead(self, which: Saved | SeriesId) -> list[Row]:
        return [row for row in await self.rows(which) if row.state is State.SCHEDULED]

    async def comes(self, actor: Actor, drop_in: DropInId) -> None:
        answer = Answer(coming=True, remind=True)
        refused = await self.community.database.write(coming.say, actor.account, drop_in, answer)
        assert refused is None

    async def told(self, actor: Actor) -> list[tuple[str, str]]:
        """What waits for this person: kinds with the sessions they are about."""
        found = await self.community.sql(
            "SELECT kind, subject FROM outbox WHERE voided_at IS NULL"
            f" AND account_id = '{actor.account}' ORDER BY id"
        )
        return [(kind, subject) for kind, subject in found]


def saved(outcome: Saved | Refusal) -> Saved:
    assert isinstance(outcome, Saved), outcome
    return outcome


def why(outcome: Saved | Stopped | Refusal) -> tuple[str, dict[str, str | int]]:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code.value, outcome.params
