"""The append on PostgreSQL: locks, then facts in a later statement, then one statement of writes.

READ COMMITTED: a statement sees what was committed before it began. So no statement locks and
reads facts at once, or it could read "not muted" after the mute it waited for.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import groupby
from typing import Any, Self

import asyncpg
import msgspec

from persistence.append import postgres_sql
from persistence.append.assembly import assemble
from persistence.append.entry_rows import entry_rows, head_rows, membership_rows
from persistence.append.fact_rows import FactRows, decoded
from persistence.append.facts_sql import postgres_facts
from persistence.append.needs import (
    Needs,
    Target,
    accounts_concerned,
    authority_targets,
    needs_of,
    skeleton_asked,
)
from persistence.append.projections import further_writes
from persistence.append.settlement import Settlement, settle
from persistence.append.statements import Write
from persistence.clock import Shift
from persistence.database import Database
from persistence.engines.postgres import (
    CLOSE_SECONDS,
    COMMAND_SECONDS,
    CONNECT_SECONDS,
    LINE_SETTINGS,
    driver_url,
    unreachable,
)
from persistence.journal import (
    Contended,
    Decide,
    Outcome,
    OutcomeUnknown,
    Submission,
    Unreachable,
)
from persistence.locks import account_key, beginner_key, skeleton_key
from rooms.decide import decide
from rooms.ids import AccountId, RoomId

MOST_CONNECTIONS = 4

_CONTENDED = (
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.SerializationError,
    asyncpg.IdleInTransactionSessionTimeoutError,
)
_encode = msgspec.json.encode
_LOST = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)


class PostgresJournal:
    """The journal of a PostgreSQL database; see `journal.Journal` for what it promises."""

    def __init__(self, pool: Any, shift_ms: Shift, secret: bytes, decide: Decide) -> None:
        self._pool = pool
        self._shift_ms = shift_ms
        self._secret = secret
        self._decide = decide

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        database: Database,
        secret: bytes,
        *,
        decide: Decide = decide,
        command_seconds: float = COMMAND_SECONDS,
    ) -> AsyncIterator[Self]:
        """A pool of its own, with time-outs that keep a stuck process from holding a room.

        A line that leaves a statement unanswered for `command_seconds` is cut: longer than a
        sound server takes, which ends every statement after 2 s itself.
        """
        pool = asyncpg.create_pool(
            driver_url(database.url),
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=CONNECT_SECONDS,
            command_timeout=command_seconds,
            server_settings=postgres_sql.SETTINGS | LINE_SETTINGS,
            init=_prepare,
            reset=_leave_as_it_is,
        )
        try:
            await pool
        except (*_LOST, TimeoutError, asyncpg.PostgresError) as error:
            raise unreachable(database.url, error) from error
        try:
            yield cls(pool, database.shift_ms, secret, decide)
        finally:
            # On the time-out the pool cuts what it could not close.
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await pool.close()

    async def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """One transaction; one outcome for each submission, in their order."""
        try:
            async with self._pool.acquire() as connection:
                settlement = await self._uncommitted(connection, submissions)
                await _commit(connection)
        except _CONTENDED as error:
            raise Contended(type(error).__name__) from error
        except (*_LOST, TimeoutError, asyncpg.CannotConnectNowError) as error:
            raise Unreachable(type(error).__name__) from error
        return settlement.outcomes

    async def _uncommitted(self, connection: Any, submissions: Sequence[Submission]) -> Settlement:
        try:
            needs = await _locked(connection, submissions)
            settlement = await self._settle(connection, needs, submissions)
            if beginners := settlement.beginners:
                # The rooms' locks tell nothing of the rooms they may be beginning in elsewhere now.
                await connection.execute(postgres_sql.LOCK, sorted(map(beginner_key, beginners)))
                settlement = await self._settle(connection, needs, submissions)
            await _write(connection, settlement)
        except BaseException as error:
            await _undo(connection, error)
            raise
        return settlement

    async def _settle(
        self, connection: Any, needs: Needs, submissions: Sequence[Submission]
    ) -> Settlement:
        rows = await self._read(connection, needs)
        batch = assemble(rows, self._secret, needs.granted, needs.talkers)
        return settle(batch, submissions, self._decide)

    async def _read(self, connection: Any, needs: Needs) -> FactRows:
        statement, parameters = postgres_facts(needs)
        rows = decoded(await connection.fetchval(statement, *parameters))
        rows.clock += self._shift_ms()
        return rows


async def _locked(connection: Any, submissions: Sequence[Submission]) -> Needs:
    """Begins. Accounts and names first, then rooms: of an account-wide command, which ones is known
    under the accounts only."""
    targets = await _targets(connection, submissions)
    begin = postgres_sql.begin(_account_locks(submissions, targets))
    concerned = accounts_concerned(submissions, targets)
    if not concerned:
        needs = needs_of(submissions, targets, {})
        await connection.execute(f"{begin}; {postgres_sql.hold_rooms(needs.rooms)}")
        return needs
    await connection.execute(begin)
    needs = needs_of(submissions, targets, await _belonging(connection, concerned))
    await connection.execute(postgres_sql.hold_rooms(needs.rooms))
    return needs


async def _targets(connection: Any, submissions: Sequence[Submission]) -> dict[Target, AccountId]:
    asked = sorted(authority_targets(submissions))
    if not asked:
        return {}
    found = await connection.fetch(postgres_sql.TARGETS, *map(list, zip(*asked, strict=True)))
    return {(room, member): AccountId(account) for room, member, account in found}


async def _belonging(connection: Any, accounts: set[AccountId]) -> dict[AccountId, list[RoomId]]:
    belonging: dict[AccountId, list[RoomId]] = {}
    for account, room in await connection.fetch(postgres_sql.BELONGING, sorted(accounts)):
        belonging.setdefault(AccountId(account), []).append(room)
    return belonging


def _account_locks(
    submissions: Iterable[Submission], targets: dict[Target, AccountId]
) -> dict[int, bool]:
    """The keys to lock, and whether exclusively: who acts shares, who is acted upon does not."""
    actors = (submission.actor for submission in submissions)
    locks = {account_key(actor.account): False for actor in actors if not actor.system}
    concerned = {*targets.values(), *accounts_concerned(submissions, targets)}
    names = (skeleton_asked(submission.command) for submission in submissions)
    locks |= {account_key(account): True for account in concerned}
    return locks | {skeleton_key(name): True for name in names if name is not None}


async def _write(connection: Any, settlement: Settlement) -> None:
    if not settlement.recorded:
        return
    rows = (entry_rows(settlement), head_rows(settlement), membership_rows(settlement))
    await connection.execute(postgres_sql.APPEND, *(_encode(each).decode() for each in rows))
    for statement, writes in groupby(further_writes(settlement), _statement):
        await connection.executemany(statement.value, [values for _, values in writes])


def _statement(write: Write) -> Any:
    return write[0]


async def _commit(connection: Any) -> None:
    try:
        await connection.execute("COMMIT")
    except BaseException as error:
        _cut(connection)
        if isinstance(error, Exception):
            raise OutcomeUnknown from error
        raise


async def _undo(connection: Any, error: BaseException) -> None:
    """After an answer from the server the line is sound; otherwise nobody knows, so it is cut."""
    if not isinstance(error, Exception) or isinstance(error, _LOST):
        _cut(connection)
        return
    try:
        await connection.execute("ROLLBACK")
    except Exception:
        _cut(connection)


def _cut(connection: Any) -> None:
    # The pool takes a line that broke out of its hands, and then refuses to hear of it.
    with suppress(asyncpg.InterfaceError):
        connection.terminate()


async def _prepare(connection: Any) -> None:
    await connection.execute(postgres_sql.PREPARE)


async def _leave_as_it_is(connection: Any) -> None:
    """Instead of asyncpg's clean-up: a round trip a batch, and an append leaves nothing behind."""
