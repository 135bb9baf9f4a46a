"""Sessions as rows, in whatever state a page is to show them: without the hour that it takes to
bring one there.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, insert, select, update

from persistence import clock, tables
from persistence.database import Database
from persistence.dropins import present
from persistence.people import accounts
from rooms.actor import Role
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, RoomId, new_opaque_id
from server.calendar import zones
from server.settings import load
from tests.persistence.stored_plans import stored_plan

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
LATER_MS = 24 * HOUR_MS
Done = TypeVar("Done")


@dataclass(frozen=True)
class Sessions:
    """Those of the house in `folder`. Times are minutes from now."""

    folder: Path

    def write(self, act: Callable[[Connection], Done]) -> Done:
        return asyncio.run(self._written(act))

    def account(self, name: str) -> AccountId:
        """Of somebody who has joined under this name."""
        found = self.write(lambda connection: accounts.by_name(connection, name))
        assert found is not None, name
        return found.account

    def mentor(self, room: RoomId, name: str, role: Role = Role.MENTOR) -> AccountId:
        """Makes somebody who has joined a helper in the room."""
        account = self.account(name)
        row = {"account_id": account, "room_id": room, "role": role.value}
        self.write(lambda connection: connection.execute(insert(tables.role_grant).values(row)))
        return account

    def hold(self, room: RoomId, host: AccountId, begins: int, **other: Any) -> DropInId:
        """A session that begins then, with columns of its own."""
        return self.write(lambda connection: hold(connection, room, host, begins, **other))

    def live(self, room: RoomId, host: AccountId, **other: Any) -> DropInId:
        """One that began 20 minutes ago, its host in the room for as long as anybody looks."""
        return self.write(lambda connection: live(connection, room, host, **other))

    def waits(self, drop_in: DropInId, account: AccountId, **other: Any) -> None:
        """Gives somebody a place in line."""
        self.write(lambda connection: wait(connection, drop_in, account, **other))

    def was_there(self, drop_in: DropInId, account: AccountId) -> None:
        """Somebody was seen in the room while it was live."""
        secret = load(data_dir=self.folder).secret
        self.write(lambda connection: present.mark(connection, secret, drop_in, [account]))

    async def _written(self, act: Callable[[Connection], Done]) -> Done:
        async with Database.open(load(data_dir=self.folder).database) as database:
            return await database.write(act)


def hold(
    connection: Connection, room: RoomId, host: AccountId, begins: int, **other: Any
) -> DropInId:
    """A session that begins in so many minutes."""
    now = clock.now_ms(connection)
    series, drop_in, at = new_opaque_id(), new_opaque_id(), now + begins * MINUTE_MS
    connection.execute(
        insert(tables.drop_in_series).values(
            id=series,
            room_id=room,
            host_id=host,
            plan=stored_plan(room),
            version=1,
            tzdata=zones.VERSION,
            created_by=host,
            created_at=now,
        )
    )
    row = _row(room, host, at) | {"id": drop_in, "series_id": series, "changed_at": now} | other
    row["ends_at"] = at + row["minutes"] * MINUTE_MS
    connection.execute(insert(tables.drop_in).values(row))
    return drop_in


def _row(room: RoomId, host: AccountId, at: int) -> dict[str, Any]:
    wall = datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M")
    return {
        "room_id": room,
        "host_id": host,
        "original": wall,
        "starts": wall,
        "zone": "UTC",
        "minutes": 60,
        "starts_at": at,
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
        "line_version": 1,
        "last_number": 0,
    }


def goes_live(
    connection: Connection,
    drop_in: DropInId,
    room: RoomId,
    host: AccountId,
    *,
    form: Form = Form.LINE,
    **hosted: Any,
) -> None:
    """It began 20 minutes ago, and its host is in the room for as long as anybody looks."""
    now, d, r = clock.now_ms(connection), tables.drop_in.c, tables.room.c
    opened, ends = now - 20 * MINUTE_MS, now + 40 * MINUTE_MS
    times = {"starts_at": opened, "opened_at": opened, "ends_at": ends}
    mine = update(tables.drop_in).where(d.id == drop_in)
    connection.execute(mine.values(state=State.LIVE.value, **times))
    hosting = Hosted(
        drop_in=drop_in,
        form=form,
        host=host,
        host_since=opened,
        opened_at=opened,
        ends_at=ends,
        **hosted,
    )
    kept = msgspec.json.encode(hosting).decode()
    connection.execute(update(tables.room).where(r.id == room).values(hosting=kept))
    seen = {"drop_in_id": drop_in, "account_id": host, "at": now + LATER_MS}
    connection.execute(insert(tables.drop_in_seen).values(seen))


def live(
    connection: Connection,
    room: RoomId,
    host: AccountId,
    *,
    speaker: AccountId | None = None,
    **other: Any,
) -> DropInId:
    """One that began 20 minutes ago; `speaker` has the floor."""
    drop_in = hold(connection, room, host, -20, **other)
    form = Form(other.get("form", Form.LINE))
    goes_live(connection, drop_in, room, host, form=form, speaker=speaker)
    return drop_in


def give_up_all(connection: Connection, drop_in: DropInId) -> None:
    """Everybody's place, and the session is over."""
    p, d = tables.drop_in_place.c, tables.drop_in.c
    connection.execute(
        update(tables.drop_in_place)
        .where(p.drop_in_id == drop_in, p.ended_at.is_(None))
        .values(state="left", ended_at=1)
    )
    mine = update(tables.drop_in).where(d.id == drop_in)
    connection.execute(mine.values(state=State.ENDED.value, ended_at=1))


def wait(connection: Connection, drop_in: DropInId, account: AccountId, **other: Any) -> None:
    """A place in its line."""
    now, d = clock.now_ms(connection), tables.drop_in.c
    number = connection.execute(select(d.last_number).where(d.id == drop_in)).scalar_one() + 1
    connection.execute(update(tables.drop_in).where(d.id == drop_in).values(last_number=number))
    row = {
        "id": new_opaque_id(),
        "drop_in_id": drop_in,
        "account_id": account,
        "number": number,
        "turn": number,
        "state": "waiting",
        "since": now,
        "joined_at": now,
        "shown": "no",
        "language": "en",
        "in_writing": False,
        "first_time": False,
        "position_hidden": False,
        "moved_down": False,
    }
    connection.execute(insert(tables.drop_in_place).values(row | other))
