"""What most servers of this kind would do: SQLModel objects and `add_all`, a batch a transaction.

The room rows are locked, their heads moved by the session, the entries numbered from them. It
decides nothing, checks nobody and answers no repeats.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.speed.durable.community import Saying
from persistence.engines.postgres import driver_url
from persistence.tables.directory import Room
from persistence.tables.transcript import Entry

Batch = Sequence[Saying]
IN_FLIGHT = 2
"""As the desk, on PostgreSQL."""


def add_all_sqlite(url: str, batches: Iterable[Batch]) -> None:
    """One after the other, as there is one writer."""
    engine = create_engine(url)
    event.listen(engine, "connect", _as_durable)
    for batch in batches:
        with Session(engine) as session:
            rooms = session.exec(_rooms(batch)).all()
            session.add_all(_entries(rooms, batch))
            session.commit()
    engine.dispose()


async def add_all_postgres(url: str, batches: Iterable[Batch]) -> None:
    """Two sessions at a time."""
    engine = create_async_engine(driver_url(url).replace("://", "+asyncpg://", 1))
    ahead = iter(batches)

    async def one_after_the_other() -> None:
        for batch in ahead:
            async with AsyncSession(engine) as session:
                rooms = (await session.exec(_rooms(batch).with_for_update())).all()
                session.add_all(_entries(rooms, batch))
                await session.commit()

    await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
    await engine.dispose()


def _rooms(batch: Batch) -> Any:
    """Ordered, so that two sessions never wait for each other."""
    asked = {command.room for _, command in batch}
    return select(Room).where(col(Room.id).in_(asked)).order_by(col(Room.id))


def _entries(rooms: Iterable[Room], batch: Batch) -> Iterator[Entry]:
    by_id = {room.id: room for room in rooms}
    for actor, command in batch:
        room = by_id[command.room]
        room.head += 1
        yield Entry(
            room_id=room.id,
            seq=room.head,
            at=room.last_at,
            kind="message_posted",
            actor_id=actor.account,
            command_id=command.command_id,
            message_id=command.command_id,
            payload="{}",
            body=command.body,
        )


def _as_durable(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
