"""The statements of the append on PostgreSQL: SQL constants, one a step."""

from collections.abc import Mapping

from persistence.append.entry_rows import ENTRY_COLUMNS
from persistence.append.statements import MEMBERSHIP_AGAIN

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

_BEGIN = """
BEGIN;
SELECT CASE WHEN exclusive THEN pg_advisory_xact_lock(key)::text
 ELSE pg_advisory_xact_lock_shared(key)::text END
FROM unnest('{{{keys}}}'::bigint[], '{{{exclusive}}}'::bool[]) AS asked(key, exclusive)"""


def begin(locks: Mapping[int, bool]) -> str:
    """Begins and takes advisory locks, ascending, in one round trip; True stands for exclusive.

    The rooms are locked by a statement of its own, and the facts read by a later one.
    """
    keys = sorted(locks)
    exclusive = ",".join("t" if locks[key] else "f" for key in keys)
    return _BEGIN.format(keys=",".join(map(str, keys)), exclusive=exclusive)


LOCK = "SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS asked(key)"

LOCK_ROOMS = "SELECT id FROM room WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE"

_TYPES = {"seq": "bigint", "at": "bigint"}
_ENTRY_ARRAYS = ", ".join(
    f"${place}::{_TYPES.get(column, 'text')}[]" for place, column in enumerate(ENTRY_COLUMNS, 1)
)
_NEXT = len(ENTRY_COLUMNS) + 1

APPEND = f"""
WITH entries AS (
 INSERT INTO entry ({", ".join(ENTRY_COLUMNS)}) SELECT * FROM unnest({_ENTRY_ARRAYS})
), heads AS (
 UPDATE room SET head = moved.head, last_at = moved.last_at
 FROM unnest(${_NEXT}::text[], ${_NEXT + 1}::bigint[], ${_NEXT + 2}::bigint[])
  AS moved(room_id, head, last_at)
 WHERE room.id = moved.room_id
)
INSERT INTO membership (room_id, account_id, member_id, arrival, last_post, posts, joined_at)
SELECT * FROM unnest(${_NEXT + 3}::text[], ${_NEXT + 4}::text[], ${_NEXT + 5}::text[],
 ${_NEXT + 6}::bigint[], ${_NEXT + 7}::bigint[], ${_NEXT + 8}::int[], ${_NEXT + 9}::bigint[])
{MEMBERSHIP_AGAIN}"""
"""Entries, heads and memberships in one round trip: a list of arrays, one a column."""
