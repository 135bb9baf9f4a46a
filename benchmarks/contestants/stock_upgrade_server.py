"""What a connect costs without this server: stock Starlette on stock uvicorn. `/bare` upgrades and
rests; `/joined` asks the database the very same statements by its driver, and sends what it finds.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TypedDict

import asyncpg
import msgspec
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from persistence.append.facts_sql import postgres_facts
from persistence.append.needs import Needs
from persistence.engines.postgres import POOL_SIZE, SESSION_SETTINGS, driver_url
from persistence.reading.newest import NEWEST
from persistence.reading.read_markers import MARKED
from rooms.ids import AccountId

SESSION = """
SELECT s.account_id, s.seen_at, s.expires_at, (SELECT epoch FROM log) AS epoch,
 floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.id_hash = $1 AND s.revoked_at IS NULL AND a.state = 'open'"""


class State(TypedDict):
    pool: asyncpg.Pool


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[State]:
    del app
    url = driver_url(os.environ["DATABASE_URL"])
    # Nothing is set on a line, so nothing is asked of it when it comes back.
    async with asyncpg.create_pool(
        url, min_size=POOL_SIZE, reset=_as_it_was, server_settings=SESSION_SETTINGS
    ) as pool:
        yield {"pool": pool}


async def _as_it_was(line: asyncpg.Connection) -> None:
    del line


async def bare(socket: WebSocket) -> None:
    await socket.accept()
    await _rest(socket)


async def joined(socket: WebSocket) -> None:
    pool: asyncpg.Pool = socket.state.pool
    token = socket.headers["authorization"].removeprefix("Bearer ")
    session = hashlib.sha256(token.encode()).hexdigest()
    found = await pool.fetchrow(SESSION, session)
    assert found is not None
    await socket.accept()
    await socket.send_text(_text({"type": "welcome", "epoch": found["epoch"]}))
    asked = msgspec.json.decode(await socket.receive_text())
    await socket.send_text(await _snapshot(pool, asked["room"], found["account_id"], session))
    await _rest(socket)


async def _snapshot(pool: asyncpg.Pool, room: str, account: str, session: str) -> str:
    needs = Needs(rooms={room}, sessions={session}, people={(room, AccountId(account))})
    needs.talkers.add(AccountId(account))
    needs.granted.add(AccountId(account))
    facts, parameters = postgres_facts(needs)
    async with pool.acquire() as line, line.transaction(isolation="repeatable_read", readonly=True):
        standing = await line.fetchval(facts, *parameters)
        messages = await line.fetch(NEWEST.postgres, _text([[room, ""]]))
        marker = await line.fetch(MARKED.postgres, _text([[account, room]]))
    page = [dict(row) for row in messages]
    return _text(
        {
            "type": "joined",
            "you": msgspec.json.decode(standing)["people"],
            "read": [tuple(row) for row in marker],
            "page": page,
        }
    )


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


async def _rest(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, asyncio.CancelledError):
        while True:
            await socket.receive_text()


app = Starlette(
    routes=[WebSocketRoute("/bare", bare), WebSocketRoute("/joined", joined)], lifespan=lifespan
)
