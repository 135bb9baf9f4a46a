"""The transcript as the checker reads it, from both databases, with its own connection."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.checker.records import Row
from tests.checker.transcript import read_transcript

# Only the columns that are read: the table itself is persistence's business.
TABLE = (
    "CREATE TABLE entry (room_id TEXT, seq BIGINT, at BIGINT, kind TEXT, actor_id TEXT,"
    " command_id TEXT, message_id TEXT, payload TEXT, body TEXT)"
)
MUTE = {"type": "member_muted", "member": "ma", "sanction": "s", "until": 70, "reason": "unkind"}
POST = {"type": "message_posted", "message": "m", "author": "ma", "role": "member"}
STORED: list[tuple[Any, ...]] = [
    ("r", 2, 20, "member_muted", "mona", "c2", None, json.dumps(MUTE), None),
    ("r", 1, 10, "message_posted", "ana", "c1", "m", json.dumps(POST), "hello"),
]
READ = (
    Row(
        room="r",
        seq=1,
        at=10,
        kind="message_posted",
        actor="ana",
        member="ma",
        command_id="c1",
        message="m",
        role="member",
        has_body=True,
    ),
    Row(
        room="r",
        seq=2,
        at=20,
        kind="member_muted",
        actor="mona",
        member="ma",
        command_id="c2",
        sanction="s",
        until=70,
    ),
)


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+pysqlite"])
async def test_transcript_is_read_from_sqlite(scheme: str, tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(TABLE)
        connection.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?)", STORED)
    assert await read_transcript(f"{scheme}:///{path}") == READ


async def test_transcript_is_read_from_postgres(postgres_database: str) -> None:
    connection = await asyncpg.connect(postgres_database)
    try:
        await connection.execute(TABLE)
        await connection.executemany(
            "INSERT INTO entry VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)", STORED
        )
    finally:
        await connection.close()
    assert await read_transcript(postgres_database) == READ
