"""Sessions in the tests' community: as rows, and lived through by the clock."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, insert

from persistence import clock, tables
from persistence.dropins import line, seen
from rooms.actor import Actor
from rooms.dropins.acts import LineAct
from rooms.dropins.forms import Form, Shown
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.dropins.views import PlaceState
from rooms.ids import (
    AccountId,
    DropInId,
    PublicId,
    RoomId,
    new_opaque_id,
    new_public_id,
)
from server.calendar import zones
from server.jobs.drop_ins import DropIns
from server.talk.desk import Desk
from tests.persistence.community import SECRET, Community, Process, kinds
from tests.persistence.stored_plans import stored_plan

MINUTE_MS = 60_000


def plan(
    connection: Connection, /, room: RoomId, host: AccountId, begins: float, **other: Any
) -> DropInId:
    """A session that is to begin so many minutes from now, with columns of its own."""
    now = clock.now_ms(connection)
    series, drop_in, at = new_opaque_id(), new_opaque_id(), now + int(begins * MINUTE_MS)
    made = {"room_id": room, "host_id": host}
    connection.execute(
        insert(tables.drop_in_series).values(
            id=series,
            plan=stored_plan(room),
            version=1,
            tzdata=zones.VERSION,
            created_by=host,
            created_at=now,
            **made,
        )
    )
    row = _ROW | made | {"id": drop_in, "series_id": series, "changed_at": now, "starts_at": at}
    row |= {"ends_at": at + 60 * MINUTE_MS} | other
    connection.execute(insert(tables.drop_in).values(row))
    return drop_in


def call(connection: Connection, drop_in: DropInId, account: AccountId) -> None:
    """A place in line that is called now."""
    now = clock.now_ms(connection)
    connection.execute(
        insert(tables.drop_in_place).values(
            id=new_public_id(),
            drop_in_id=drop_in,
            account_id=account,
            number=1,
            turn=1,
            joined_at=now,
            state=PlaceState.CALLED.value,
            since=now,
            until=now + 2 * MINUTE_MS,
            note="for the host alone",
            **_PLACE,
        )
    )


def ask(connection: Connection, room: RoomId, drop_in: DropInId, account: AccountId) -> PublicId:
    """A question that may be read out under its asker's name."""
    question = new_public_id()
    connection.execute(
        insert(tables.drop_in_question).values(
            id=question,
            drop_in_id=drop_in,
            room_id=room,
            account_id=account,
            body="May I fly?",
            language="en",
            shown=Shown.NAMED.value,
            at=clock.now_ms(connection),
        )
    )
    return question


_PLACE: dict[str, Any] = {
    "shown": Shown.NO.value,
    "language": "en",
    "in_writing": False,
    "first_time": True,
    "position_hidden": False,
    "moved_down": False,
}

_ROW: dict[str, Any] = {
    "original": "2026-11-24T18:00",
    "starts": "2026-11-24T18:00",
    "zone": "Europe/Madrid",
    "minutes": 60,
    "form": Form.LINE.value,
    "languages": json.dumps(["en"]),
    "about": "",
    "capacity": 12,
    "turn_minutes": 8,
    "first_timers_first": False,
    "position_hidden": False,
    "expert": False,
    "apart": False,
    "version": 1,
    "sequence": 0,
    "state": State.SCHEDULED.value,
    "line_open": True,
    "line_version": 0,
    "last_number": 0,
}


@dataclass
class Hour:
    """A session lived through by the timekeepers of several processes. `here` are in its room;
    `told` are the rooms whose viewers were sent a snapshot, `alarms` how often helpers were."""

    community: Community
    processes: Sequence[Process]
    here: set[AccountId] = field(default_factory=set)
    others: set[AccountId] = field(default_factory=set)
    told: list[RoomId] = field(default_factory=list)
    alarms: int = 0
    keepers: list[DropIns] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start_over()

    def start_over(self) -> None:
        """As after a restart of every process: nothing is remembered outside the database."""
        self.keepers = [self._keeper(process) for process in self.processes]

    def _keeper(self, process: Process) -> DropIns:
        desk = Desk(process.journal, secret=SECRET, committed=lambda entries: None)
        lines: Any = _Told(self.told.append)
        attention: Any = _Watching(self)
        return DropIns(process.database, desk, lines, attention, lambda accounts: None)

    async def look(self) -> None:
        """Every process looks, all at once."""
        await asyncio.gather(*(keeper.look() for keeper in self.keepers))

    async def passes(self, minutes: float) -> None:
        """So much time, of which every process sees the last minute in small steps; who is here is
        seen all the while."""
        left = int(minutes * 60)
        while left > 0:
            step = left - 60 if left > 60 else min(20, left)
            self.community.shift.ms += step * 1000
            left -= step
            await self.seen()
            await self.look()

    async def seen(self) -> None:
        there = seen.Here(helpers=frozenset(self.here), others=frozenset(self.others))
        await self.community.database.write(seen.mark, SECRET, {self.community.garden: there})

    async def state(self, drop_in: DropInId) -> str:
        ((found,),) = await self.community.sql(f"SELECT state FROM drop_in WHERE id = '{drop_in}'")
        return str(found)

    async def entries(self) -> list[str]:
        """The kinds of the entries that are not about the people who made up the room."""
        ordinary = ("role_changed", "message_posted")
        return [
            kind
            for kind in await kinds(self.community, self.community.garden)
            if kind not in ordinary
        ]

    async def open_calls(self) -> list[str]:
        found = await self.community.sql(
            "SELECT kind FROM help_call WHERE closed_at IS NULL ORDER BY at, kind"
        )
        return [kind for (kind,) in found]


@dataclass
class _Told:
    moved: Callable[[RoomId], None]


@dataclass
class _Watching:
    hour: Hour

    def attention_moved(self) -> None:
        self.hour.alarms += 1


async def planned(
    hour: Hour, host: Actor, second: Actor | None, begins: float, form: str = "line"
) -> DropInId:
    return await hour.community.database.write(
        plan,
        hour.community.garden,
        host.account,
        begins,
        second_id=second.account if second else None,
        form=form,
    )


async def begun(hour: Hour, host: Actor, second: Actor | None, form: str = "line") -> DropInId:
    """Live, with its host, and the second person if there is one, in the room."""
    drop_in = await planned(hour, host, second, 0.1, form)
    hour.here = {host.account} | ({second.account} if second else set())
    await hour.passes(0.3)
    assert await hour.state(drop_in) == "live"
    return drop_in


async def hosts(hour: Hour) -> tuple[str, str | None]:
    ((found,),) = await hour.community.sql("SELECT hosting FROM room WHERE hosting IS NOT NULL")
    hosted = msgspec.json.decode(found, type=Hosted)
    return hosted.host, hosted.co_host


async def places(hour: Hour) -> list[str]:
    return [
        state
        for (state,) in await hour.community.sql("SELECT state FROM drop_in_place ORDER BY number")
    ]


async def bodies(hour: Hour) -> list[str]:
    return [
        body
        for (body,) in await hour.community.sql(
            "SELECT body FROM entry WHERE kind = 'message_posted' ORDER BY seq"
        )
    ]


async def change(hour: Hour, statement: str) -> None:
    await hour.community.database.write(lambda connection: connection.exec_driver_sql(statement))


async def line_act(hour: Hour, actor: Actor, drop_in: DropInId, wanted: LineAct) -> None:
    done = await hour.community.database.write(line.act, SECRET, actor, drop_in, wanted)
    assert done == hour.community.garden, done
