"""The append on SQLite: one hop to the writer thread a batch, one transaction there."""

import sqlite3
from collections.abc import Sequence

import msgspec

from persistence import clock
from persistence.append.assembly import assemble
from persistence.append.entry_rows import (
    ENTRY_COLUMNS,
    entry_rows,
    head_rows,
    membership_rows,
)
from persistence.append.fact_rows import FactRows, decoded
from persistence.append.facts_sql import sqlite_facts
from persistence.append.needs import Needs, Target, accounts_concerned, authority_targets, needs_of
from persistence.append.projections import further_writes
from persistence.append.settlement import Settlement, settle
from persistence.append.statements import MEMBERSHIP_AGAIN, Statement, sqlite
from persistence.clock import Shift
from persistence.database import Database
from persistence.engines.sqlite import SqliteEngine
from persistence.journal import Contended, Decide, Outcome, Submission
from rooms.decide import decide
from rooms.ids import AccountId, RoomId

_INSERT_ENTRY = (
    f"INSERT INTO entry ({', '.join(ENTRY_COLUMNS)}) VALUES ({', '.join('?' * len(ENTRY_COLUMNS))})"
)
_MOVE_HEAD = "UPDATE room SET head = ?2, last_at = ?3 WHERE id = ?1"
_UPSERT_MEMBERSHIP = f"""
INSERT INTO membership (room_id, account_id, member_id, arrival, last_post, posts, joined_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
{MEMBERSHIP_AGAIN}"""
_TARGET = "SELECT account_id FROM membership WHERE room_id = ? AND member_id = ?"
_BELONGING = "SELECT room_id FROM membership WHERE account_id = ?"
_STATEMENTS = {statement: sqlite(statement) for statement in Statement}


class SqliteJournal:
    """The journal of a SQLite database; see `journal.Journal` for what it promises."""

    def __init__(self, database: Database, secret: bytes, *, decide: Decide = decide) -> None:
        if not isinstance(database.engine, SqliteEngine):
            raise TypeError("a SQLite journal wants a SQLite database")
        self._engine = database.engine
        self._shift_ms: Shift = database.shift_ms
        self._secret = secret
        self._decide = decide

    async def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """One transaction; one outcome for each submission, in their order."""
        batch = tuple(submissions)
        return await self._engine.on_writer(lambda connection: self._append(connection, batch))

    def _append(
        self, connection: sqlite3.Connection, submissions: Sequence[Submission]
    ) -> list[Outcome]:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise Contended("another process holds the database") from error
        try:
            settlement = self._settle(connection, submissions)
            _write(connection, settlement)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return settlement.outcomes

    def _settle(
        self, connection: sqlite3.Connection, submissions: Sequence[Submission]
    ) -> Settlement:
        targets = _targets(connection, submissions)
        needs = _needs(connection, submissions, targets)
        rows = _read(connection, needs, clock.machine_ms() + self._shift_ms())
        return settle(
            assemble(rows, self._secret, needs.granted, needs.talkers), submissions, self._decide
        )


def _targets(
    connection: sqlite3.Connection, submissions: Sequence[Submission]
) -> dict[Target, AccountId]:
    found: dict[Target, AccountId] = {}
    for target in authority_targets(submissions):
        for (account,) in connection.execute(_TARGET, target):
            found[target] = AccountId(account)
    return found


def _needs(
    connection: sqlite3.Connection,
    submissions: Sequence[Submission],
    targets: dict[Target, AccountId],
) -> Needs:
    belonging: dict[AccountId, list[RoomId]] = {}
    for account in accounts_concerned(submissions, targets):
        found = connection.execute(_BELONGING, (account,))
        belonging[account] = [room for (room,) in found]
    return needs_of(submissions, targets, belonging)


def _read(connection: sqlite3.Connection, needs: Needs, now: int) -> FactRows:
    (found,) = connection.execute(*sqlite_facts(needs)).fetchone()
    rows = decoded(found)
    rows.clock = now
    return rows


def _write(connection: sqlite3.Connection, settlement: Settlement) -> None:
    if not settlement.recorded:
        return
    values = msgspec.structs.astuple
    connection.executemany(_INSERT_ENTRY, map(values, entry_rows(settlement)))
    connection.executemany(_MOVE_HEAD, map(values, head_rows(settlement)))
    connection.executemany(_UPSERT_MEMBERSHIP, map(values, membership_rows(settlement)))
    for statement, parameters in further_writes(settlement):
        connection.execute(_STATEMENTS[statement], parameters)
