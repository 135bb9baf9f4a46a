"""What an entry writes besides itself: SQL constants, the same for both databases.

The placeholders are PostgreSQL's; `sqlite` turns them into SQLite's.
"""

import enum
import re
from typing import Any


def sqlite(statement: str) -> str:
    return re.sub(r"\$(\d+)", r"?\1", statement)


MEMBERSHIP_AGAIN = """ON CONFLICT (room_id, account_id) DO UPDATE
SET arrival = excluded.arrival, last_post = excluded.last_post, posts = excluded.posts,
 joined_at = CASE WHEN membership.posts = 0 THEN excluded.joined_at ELSE membership.joined_at END"""
"""How a membership's row is written again. Whoever has written has belonged since their first
message, however early they were seen here: the limit of a new account counts by that."""


class Statement(enum.StrEnum):
    """What an entry writes besides itself, its room's head and its author's membership.

    `+seq`: so that a text is found by its message, and the room is not walked by its key.
    """

    SEAL = """
UPDATE entry SET sealed_at = $4 WHERE room_id = $1 AND message_id = $2 AND +seq < $3
AND body IS NOT NULL AND sealed_at IS NULL"""
    UNSEAL = """
UPDATE entry SET sealed_at = NULL WHERE room_id = $1 AND seq =
(SELECT max(+w.seq) FROM entry w WHERE w.room_id = $1 AND w.message_id = $2 AND +w.seq < $3
 AND w.kind IN ('message_posted', 'message_edited'))"""
    REACT = """
INSERT INTO reaction (room_id, message_id, account_id, reaction) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING"""
    UNREACT = """
DELETE FROM reaction
WHERE room_id = $1 AND message_id = $2 AND account_id = $3 AND reaction = $4"""
    NAME = """
INSERT INTO screen_name (account_id, tree, name, skeleton, since) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, tree) DO UPDATE
SET name = excluded.name, skeleton = excluded.skeleton, since = excluded.since"""
    HOLD_NAME = """
INSERT INTO held_name (skeleton, account_id, until)
SELECT DISTINCT skeleton, account_id, CAST($4 AS bigint) FROM screen_name
WHERE account_id = $1 AND tree = $2 AND skeleton <> $3
ON CONFLICT (skeleton) DO UPDATE SET account_id = excluded.account_id, until = excluded.until"""
    HOLD_NO_MORE = """
DELETE FROM held_name WHERE account_id = $1 AND skeleton NOT IN
(SELECT mine.skeleton FROM held_name mine WHERE mine.account_id = $1
 ORDER BY mine.until DESC, mine.skeleton LIMIT $2)"""
    HOLD_ALL_NAMES = """
INSERT INTO held_name (skeleton, account_id, until)
SELECT DISTINCT skeleton, account_id, CAST($2 AS bigint) FROM screen_name WHERE account_id = $1
ON CONFLICT (skeleton) DO UPDATE SET account_id = excluded.account_id, until = excluded.until"""
    TAKE_BACK_NAME = "DELETE FROM held_name WHERE skeleton = $1"
    FORGET_NAMES = "DELETE FROM screen_name WHERE account_id = $1"
    LEAVE = """
UPDATE account SET state = 'left', closed_by = NULL, password_hash = NULL, recovery_hash = NULL,
 email = NULL, auth_version = auth_version + 1 WHERE id = $1"""
    FORGET_LINKS = "DELETE FROM one_use_link WHERE account_id = $1"
    FORGET_MARKERS = "DELETE FROM read_marker WHERE account_id = $1"
    FORGET_NOTICES = "DELETE FROM notice WHERE account_id = $1"
    FORGET_FIRST = "DELETE FROM first_message WHERE account_id = $1 AND answered_at IS NULL"
    END_DUTY = "DELETE FROM duty WHERE account_id = $1"
    SUSPEND = """
INSERT INTO suspension (id, account_id, until, reason, actor_id, at)
VALUES ($1, $2, $3, $4, $5, $6)"""
    ROOM_STATE = "UPDATE room SET state = $2, lock_reason = $3 WHERE id = $1"
    PACE = "UPDATE room SET live_pace_ms = $2 WHERE id = $1"
    CALM = "UPDATE room SET calm_until = $2 WHERE id = $1"
    FIRST_MESSAGE = """
INSERT INTO first_message (room_id, message_id, account_id, at) VALUES ($1, $2, $3, $4)"""
    FIRST_ANSWERED = """
UPDATE first_message SET answered_at = $3
WHERE room_id = $1 AND message_id = $2 AND answered_at IS NULL"""
    FIRST_GONE = "DELETE FROM first_message WHERE room_id = $1 AND message_id = $2"
    SANCTION = """
INSERT INTO sanction (room_id, seq, id, account_id, kind, until, reason, actor_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"""
    END_SANCTION = """
UPDATE sanction SET ended_at = $4
WHERE room_id = $1 AND account_id = $2 AND id = $3 AND ended_at IS NULL"""
    ACCOUNT_STATE = """
UPDATE account SET state = $2, closed_by = $3, auth_version = auth_version + 1 WHERE id = $1"""
    REVOKE_SESSIONS = """
UPDATE session SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL"""
    CLEAR_ROLES = "DELETE FROM role_grant WHERE account_id = $1"
    ROLE = """
INSERT INTO role_grant (account_id, room_id, role) VALUES ($1, $2, $3)
ON CONFLICT (account_id, room_id) DO UPDATE SET role = excluded.role"""
    AUDIT = """
INSERT INTO audit (at, actor_id, action, room_id, target_account, target_seq, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7)"""


Write = tuple[Statement, tuple[Any, ...]]
"""A statement with its parameters."""
