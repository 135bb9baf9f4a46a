"""The statements of the append on PostgreSQL: SQL constants, one a step."""

import re
from collections.abc import Iterable, Mapping

import msgspec

from persistence.append.entry_rows import ENTRY_COLUMNS, EntryRow, HeadRow, MembershipRow
from persistence.append.statements import MEMBERSHIP_AGAIN
from rooms.ids import RoomId

SETTINGS = {
    # A process that is frozen in the middle of an append cannot hold a room longer than this.
    "idle_in_transaction_session_timeout": "1500",
    "lock_timeout": "1000",
    "statement_timeout": "2000",
    # Compiling a statement that runs for half a millisecond costs more than it saves.
    "jit": "off",
    # Every statement goes by keys: its one plan is by index, also while its tables are small.
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "plan_cache_mode": "force_generic_plan",
    "application_name": "hearthside-journal",
}

TARGETS = """
SELECT m.room_id, m.member_id, m.account_id
FROM unnest($1::text[], $2::text[]) AS asked(room_id, member_id)
JOIN membership m ON m.room_id = asked.room_id AND m.member_id = asked.member_id"""

BELONGING = "SELECT account_id, room_id FROM membership WHERE account_id = ANY($1::text[])"

PREPARE = """
PREPARE hold_accounts (bigint[], bool[]) AS
SELECT count(CASE WHEN exclusive THEN pg_advisory_xact_lock(key)::text
 ELSE pg_advisory_xact_lock_shared(key)::text END)
FROM unnest($1, $2) AS asked(key, exclusive);
PREPARE hold_rooms (text[]) AS
SELECT count(*) FROM (SELECT FROM room WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE) AS held"""
"""Once a connection: what every batch begins with, so that it is not planned each time. Counted,
since a row for each lock would only be read and thrown away."""

_AN_ID = re.compile("[0-9a-f]{32}")


def begin(locks: Mapping[int, bool]) -> str:
    """Begins and takes advisory locks, ascending, in one round trip; True stands for exclusive.

    The facts are read by a later statement than those that lock.
    """
    keys = sorted(locks)
    exclusive = ",".join("t" if locks[key] else "f" for key in keys)
    listed = ",".join(map(str, keys))
    return f"BEGIN; EXECUTE hold_accounts('{{{listed}}}', '{{{exclusive}}}')"


def hold_rooms(rooms: Iterable[RoomId]) -> str:
    """Locks the rooms' rows, ascending. An id of another form is no room's, and stays out."""
    listed = ",".join(sorted(room for room in rooms if _AN_ID.fullmatch(room)))
    return f"EXECUTE hold_rooms('{{{listed}}}')"


LOCK = "SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS asked(key)"

_NUMBERS = {"seq", "at", "head", "last_at", "arrival", "last_post", "joined_at"}


def _rows(kind: type[msgspec.Struct], place: int) -> str:
    """The rows of one kind, from a JSON array of arrays.

    One parameter for all of them: an array a column costs the driver three times as much (measured:
    270 us for 64 entries instead of 115), and the database no less.
    """
    columns = ", ".join(
        f"(row.value->>{index})::{_type(column)}"
        for index, column in enumerate(kind.__struct_fields__)
    )
    return f"SELECT {columns} FROM jsonb_array_elements(${place}::jsonb) AS row(value)"


def _type(column: str) -> str:
    if column == "posts":
        return "int"
    return "bigint" if column in _NUMBERS else "text"


APPEND = f"""
WITH entries AS (
 INSERT INTO entry ({", ".join(ENTRY_COLUMNS)}) {_rows(EntryRow, 1)}
), heads AS (
 UPDATE room SET head = moved.head, last_at = moved.last_at
 FROM ({_rows(HeadRow, 2)}) AS moved(room_id, head, last_at) WHERE room.id = moved.room_id
)
INSERT INTO membership ({", ".join(MembershipRow.__struct_fields__)})
{_rows(MembershipRow, 3)}
{MEMBERSHIP_AGAIN}"""
"""Entries, heads and memberships in one round trip."""
