"""Presence in Redis or Redis Cluster: a hash a room, a field a process, a lease key a process.

Only single-key commands and Redis's own clock. Redis is trusted with nothing: whatever it forgets
is said again. Refuses to know connections.
"""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec
from redis.asyncio import Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisClusterException, RedisError

from presence.presence import Snapshot
from presence.store import LEASE_SECONDS, StoreUnreachable

# The whole of a call, a retry after a failed-over primary included.
CALL_SECONDS = 2.0
# A community that went down leaves nothing behind; far longer than the tracker's rewriting.
ROOM_SECONDS = 120
LEASE_MILLISECONDS = int(LEASE_SECONDS * 1000)
EMPTY = Snapshot()

Command = tuple[bytes | str | int, ...]
Fields = Mapping[bytes, bytes]


class RedisStore:
    """A `PresenceStore` in Redis.

    A lost lease takes its name with it: the process goes on under a new one, so whoever sweeps the
    old name's fields away cannot hit what is said now. `new_id` must never repeat itself anywhere.
    """

    def __init__(self, client: Redis | RedisCluster, *, new_id: Callable[[], str]) -> None:
        self._client = client
        self._new_id = new_id
        self._name = new_id().encode()
        self._written: set[str] = set()
        self._forgotten = False

    async def renew(self) -> bool:
        prolonged = await self._lease("XX")
        if not prolonged:
            self._name = self._new_id().encode()
            self._written.clear()
            await self._lease("NX")
        held = prolonged and not self._forgotten
        self._forgotten = False
        return held

    async def put(self, snapshots: Mapping[str, Snapshot]) -> None:
        await self._ask([c for item in snapshots.items() for c in self._writing(*item)])
        for room, snapshot in snapshots.items():
            self._written.discard(room)
            if snapshot != EMPTY:
                self._written.add(room)

    async def read(self, rooms: Collection[str]) -> Mapping[str, list[Snapshot]]:
        answers = await self._ask([("HGETALL", _room_key(room)) for room in rooms])
        said: dict[str, Fields] = dict(zip(rooms, answers, strict=True))
        self._forgotten |= any(r in self._written and self._name not in said[r] for r in said)
        living = await self._living({name for fields in said.values() for name in fields})
        await self._sweep(said, living)
        return {
            room: [
                snapshot for name in fields if name in living for snapshot in _read(fields[name])
            ]
            for room, fields in said.items()
        }

    async def close(self) -> None:
        with contextlib.suppress(StoreUnreachable):
            await self._ask([("DEL", _lease_key(self._name))])
        await self._client.aclose()

    async def _lease(self, condition: str) -> bool:
        key = _lease_key(self._name)
        return bool((await self._ask([("SET", key, 1, "PX", LEASE_MILLISECONDS, condition)]))[0])

    def _writing(self, room: str, snapshot: Snapshot) -> list[Command]:
        key = _room_key(room)
        if snapshot == EMPTY:
            return [("HDEL", key, self._name)]
        written = msgspec.json.encode(snapshot)
        return [("HSET", key, self._name, written), ("EXPIRE", key, ROOM_SECONDS)]

    async def _living(self, names: set[bytes]) -> set[bytes]:
        """Those of the others whose lease lives."""
        others = tuple(names - {self._name})
        alive = await self._ask([("EXISTS", _lease_key(name)) for name in others])
        return {name for name, lives in zip(others, alive, strict=True) if lives}

    async def _sweep(self, said: Mapping[str, Fields], living: set[bytes]) -> None:
        """Names are never used again, so a dead one stays dead whoever wrote it."""
        kept = living | {self._name}
        await self._ask(
            [
                ("HDEL", _room_key(room), name)
                for room, fields in said.items()
                for name in fields
                if name not in kept
            ]
        )

    async def _ask(self, commands: Sequence[Command]) -> list[Any]:
        if not commands:
            return []
        try:
            async with asyncio.timeout(CALL_SECONDS):
                pipeline = self._client.pipeline(transaction=False)
                for command in commands:
                    pipeline.execute_command(*command)
                return list(await pipeline.execute())
        except (RedisError, RedisClusterException, OSError) as error:
            raise StoreUnreachable from error


def redis_store(url: str, *, new_id: Callable[[], str]) -> RedisStore:
    """A store in one Redis server."""
    return RedisStore(Redis.from_url(url, **_options(retries=0)), new_id=new_id)


def redis_cluster_store(url: str, *, new_id: Callable[[], str]) -> RedisStore:
    """A store in a Redis Cluster; its one retry is what reads the slot map again."""
    client = RedisCluster.from_url(url, require_full_coverage=False, **_options(retries=1))
    return RedisStore(client, new_id=new_id)


def _options(*, retries: int) -> dict[str, Any]:
    """redis-py's own time-outs are off, since its `wait_for` loses cancellations on Python 3.11."""
    return {
        "protocol": 2,
        "retry": Retry(NoBackoff(), retries),
        "socket_timeout": None,
        "socket_connect_timeout": None,
    }


def _room_key(room: str) -> str:
    return f"hs:presence:{room}"


def _lease_key(name: bytes) -> bytes:
    return b"hs:lease:" + name


def _read(written: bytes) -> list[Snapshot]:
    """Empty for what no release of ours wrote."""
    with contextlib.suppress(msgspec.MsgspecError):
        return [msgspec.json.decode(written, type=Snapshot)]
    return []
