"""Drop-ins in a small community, as rows: in whatever state a test is about."""

import json
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, update

from persistence import clock, tables
from persistence.dropins import held_replies, line, snapshot
from persistence.dropins.snapshot import Snapshot
from rooms.actor import Actor, Role
from rooms.dropins.acts import LineAct, TakePlace
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.dropins.views import HostView, LineView, YourPlace
from rooms.ids import DropInId, PublicId, RoomId, new_opaque_id
from rooms.refusals import Refusal
from tests.persistence.community import SECRET, Community
from tests.persistence.stored_plans import stored_plan

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


@dataclass
class Scene:
    """Sessions in the garden of a community. Times are minutes from now."""

    community: Community

    @property
    def garden(self) -> RoomId:
        return self.community.garden

    async def mentor(self, name: str) -> Actor:
        return await self.community.staff(name, Role.MENTOR, self.garden)

    async def session(self, host: Actor, begins: int = 60, **columns: Any) -> DropInId:
        """A session of one hour that is scheduled, with columns of its own."""
        return await self.community.database.write(_session, self.garden, host, begins, columns)

    async def live(self, host: Actor, **columns: Any) -> DropInId:
        """One that began just now, its host there."""
        drop_in = await self.session(host, 0, **columns)
        await self.open(drop_in, host)
        return drop_in

    async def open(self, drop_in: DropInId, host: Actor, **hosted: Any) -> None:
        await self.community.database.write(_open, drop_in, host, hosted)

    async def end(self, drop_in: DropInId, state: State = State.ENDED) -> None:
        await self.community.database.write(_end, drop_in, state)

    async def change(self, drop_in: DropInId, **columns: Any) -> None:
        await self.community.database.write(_change, drop_in, columns)

    async def act(self, actor: Actor, drop_in: DropInId, act: LineAct) -> RoomId | Refusal:
        return await self.community.database.write(line.act, SECRET, actor, drop_in, act)

    async def wait(self, actor: Actor, drop_in: DropInId, **said: Any) -> None:
        taken = await self.act(actor, drop_in, TakePlace(**said))
        assert not isinstance(taken, Refusal), taken

    async def snapshot(self, drop_in: DropInId) -> Snapshot:
        found = await self.community.database.read(snapshot.snapshot_of, SECRET, drop_in)
        assert found is not None
        return found

    async def view(self, drop_in: DropInId, actor: Actor, role: Role = Role.MEMBER) -> LineView:
        return (await self.snapshot(drop_in)).view(actor.account, role)

    async def yours(self, drop_in: DropInId, actor: Actor) -> YourPlace:
        yours = (await self.view(drop_in, actor)).yours
        assert yours is not None
        return yours

    async def desk(self, drop_in: DropInId, host: Actor, role: Role = Role.MENTOR) -> HostView:
        hosting = (await self.view(drop_in, host, role)).hosting
        assert hosting is not None
        return hosting

    async def tick(self, drop_in: DropInId) -> None:
        await self.community.database.write(line.tick, drop_in)

    async def release(self, reply: PublicId) -> None:
        """A held reply is a message now."""
        database = self.community.database
        await database.write(held_replies.released, reply, await database.now_ms())

    async def seen_to_all_calls(self) -> None:
        """Every call for a moderator is closed now."""
        await self.community.database.write(_close_calls)

    def pass_minutes(self, minutes: int) -> None:
        self.community.shift.ms += minutes * MINUTE_MS


def _session(
    connection: Connection, room: RoomId, host: Actor, begins: int, columns: dict[str, Any]
) -> DropInId:
    now = clock.now_ms(connection)
    series, drop_in = new_opaque_id(), new_opaque_id()
    made = {"created_by": host.account, "created_at": now, "tzdata": "2026a", "version": 1}
    connection.execute(
        insert(tables.drop_in_series).values(
            id=series, room_id=room, host_id=host.account, plan=stored_plan(room), **made
        )
    )
    starts_at = now + begins * MINUTE_MS
    row = _PLAIN | {
        "id": drop_in,
        "series_id": series,
        "room_id": room,
        "host_id": host.account,
        "starts_at": starts_at,
        "ends_at": starts_at + HOUR_MS,
        "changed_at": now,
    }
    row |= {name: json.dumps(columns.pop(name)) for name in ("languages",) if name in columns}
    connection.execute(insert(tables.drop_in).values(row | columns))
    return drop_in


_PLAIN = {
    "original": "2026-11-24T18:00",
    "starts": "2026-11-24T18:00",
    "zone": "UTC",
    "minutes": 60,
    "form": Form.LINE.value,
    "languages": '["en"]',
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


def _open(connection: Connection, drop_in: DropInId, host: Actor, hosted: dict[str, Any]) -> None:
    now = clock.now_ms(connection)
    d = tables.drop_in.c
    row = connection.execute(
        update(tables.drop_in)
        .where(d.id == drop_in)
        .values(state=State.LIVE.value, opened_at=now)
        .returning(d.room_id, d.form, d.ends_at)
    ).one()
    hosting = Hosted(
        drop_in=drop_in,
        form=Form(row.form),
        host=host.account,
        host_since=now,
        opened_at=now,
        ends_at=row.ends_at,
        **hosted,
    )
    kept = msgspec.json.encode(hosting).decode()
    connection.execute(
        update(tables.room).where(tables.room.c.id == row.room_id).values(hosting=kept)
    )


def _end(connection: Connection, drop_in: DropInId, state: State) -> None:
    d, r = tables.drop_in.c, tables.room.c
    room = connection.execute(
        update(tables.drop_in)
        .where(d.id == drop_in)
        .values(state=state.value, ended_at=clock.now_ms(connection))
        .returning(d.room_id)
    ).scalar_one()
    connection.execute(update(tables.room).where(r.id == room).values(hosting=None))


def _close_calls(connection: Connection) -> None:
    closed = {"closed_by": "somebody", "closed_at": clock.now_ms(connection)}
    connection.execute(update(tables.help_call).values(closed))


def _change(connection: Connection, drop_in: DropInId, columns: dict[str, Any]) -> None:
    connection.execute(update(tables.drop_in).where(tables.drop_in.c.id == drop_in).values(columns))
