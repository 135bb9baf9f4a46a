"""What an entry writes besides itself: SQL constants, the same for both databases.

The placeholders are PostgreSQL's; `sqlite` turns them into SQLite's.
"""

import enum
import re


def sqlite(statement: str) -> str:
    return re.sub(r"\$(\d+)", r"?\1", statement)


class Statement(enum.StrEnum):
    """What an entry writes besides itself, its room's head and its author's membership."""

    SEAL = """
UPDATE entry SET sealed_at = $4 WHERE room_id = $1 AND message_id = $2 AND seq < $3
AND body IS NOT NULL AND sealed_at IS NULL"""
    UNSEAL = """
UPDATE entry SET sealed_at = NULL WHERE room_id = $1 AND seq =
(SELECT max(w.seq) FROM entry w WHERE w.room_id = $1 AND w.message_id = $2 AND w.seq < $3
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
