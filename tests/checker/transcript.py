"""Reads the transcript through a database connection of the test's own, so that the checker does
not believe the code it checks. Knows the table `entry`, and nothing of `persistence`."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from tests.checker.records import Row

_SELECT = (
    "SELECT room_id, seq, at, kind, actor_id, command_id, message_id, payload,"
    " body IS NOT NULL AS has_body FROM entry ORDER BY room_id, seq"
)


class _Payload(msgspec.Struct):
    """The fields of an event that the checker looks at; an event has some of them."""

    member: str | None = None
    author: str | None = None
    messages: tuple[str, ...] = ()
    sanction: str | None = None
    until: int | None = None
    role: str | None = None
    drop_in: str | None = None
    form: str | None = None
    host: str | None = None
    co_host: str | None = None
    again: bool = False


_HEADS = "SELECT room_id, max(seq) FROM entry GROUP BY room_id"


async def read_transcript(url: str) -> tuple[Row, ...]:
    """Every entry of every room, by room and seq. `url` as the server takes it: `sqlite:///…`,
    `postgresql://…`, with or without a driver's name."""
    return tuple(_row(*values) for values in await _read(url, _SELECT))


async def read_heads(url: str) -> dict[str, int]:
    """The last seq of every room that has an entry."""
    return {room: head for room, head in await _read(url, _HEADS)}


async def _read(url: str, statement: str) -> list[tuple[Any, ...]]:
    scheme, _, rest = url.partition("://")
    if scheme.startswith("sqlite"):
        return _read_sqlite(Path(rest.removeprefix("/")), statement)
    return await _read_postgres(f"postgresql://{rest}", statement)


def _read_sqlite(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(statement).fetchall()


async def _read_postgres(url: str, statement: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(record) for record in await connection.fetch(statement)]
    finally:
        await connection.close()


def _row(
    room: str,
    seq: int,
    at: int,
    kind: str,
    actor: str | None,
    command_id: str | None,
    message: str | None,
    payload: str,
    has_body: object,
) -> Row:
    event = msgspec.json.decode(payload, type=_Payload)
    return Row(
        room=room,
        seq=seq,
        at=at,
        kind=kind,
        actor=actor,
        member=event.member or event.author,
        command_id=command_id,
        message=message,
        messages=event.messages,
        sanction=event.sanction,
        until=event.until,
        role=event.role,
        drop_in=event.drop_in,
        form=event.form,
        host=event.host,
        co_host=event.co_host,
        again=event.again,
        has_body=bool(has_body),
    )
