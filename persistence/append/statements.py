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


_NAMES_IT = """LIKE '%"reply_to":"' || first_message.message_id || '"%'"""
_OF_IT = "FROM entry e WHERE e.room_id = $1 AND e.message_id = $2 AND e.kind = 'message_posted'"
# Looked for once, not for each of the room's first messages.
_REPLY = f"""(SELECT e.actor_id {_OF_IT}) <> first_message.account_id
AND (SELECT e.payload {_OF_IT}) {_NAMES_IT}"""
_SHOWN = """EXISTS (SELECT 1 FROM entry t WHERE t.room_id = $1 AND t.message_id = {of}.message_id
 AND t.kind IN ('message_posted', 'message_edited') AND t.sealed_at IS NULL)"""
# A room is read from its first message on, and that only once its answer is gone.
_SHOWN_REPLY = f"""EXISTS (SELECT 1 FROM entry e WHERE e.room_id = $1 AND e.seq >
 (SELECT f.seq FROM entry f WHERE f.room_id = $1 AND f.message_id = first_message.message_id
  AND f.kind = 'message_posted') AND e.kind = 'message_posted'
 AND e.actor_id <> first_message.account_id AND e.payload {_NAMES_IT}
 AND {_SHOWN.format(of="e")})"""


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
 email = NULL, zone = NULL, tongue = NULL, mail_agreed_at = NULL,
 auth_version = auth_version + 1 WHERE id = $1"""
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
    # Its text is sealed at the same moment: by that it is known again when it is put back.
    FIRST_TAKEN_DOWN = """
UPDATE first_message SET answered_at = $3 WHERE room_id = $1 AND message_id = $2"""
    FIRST_PUT_BACK = f"""
UPDATE first_message SET answered_at = NULL, claimed_by = NULL, claimed_at = NULL
WHERE room_id = $1 AND message_id = $2 AND answered_at IN
(SELECT s.sealed_at FROM entry s WHERE s.room_id = $1 AND s.message_id = $2)
AND NOT {_SHOWN_REPLY}"""
    # Taken and ended at one moment: somebody said that it needs no answer.
    ANSWER_GONE = f"""
UPDATE first_message SET answered_at = NULL, claimed_by = NULL, claimed_at = NULL
WHERE room_id = $1 AND answered_at IS NOT NULL AND answered_at <> coalesce(claimed_at, 0)
AND CASE WHEN {_REPLY} THEN {_SHOWN.format(of="first_message")} AND NOT {_SHOWN_REPLY} END"""
    ANSWER_PUT_BACK = f"""
UPDATE first_message SET answered_at = $3
WHERE room_id = $1 AND answered_at IS NULL AND {_REPLY}"""
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
    HOSTING = "UPDATE room SET hosting = $2 WHERE id = $1"
    DROP_IN_OPENED = """
UPDATE drop_in SET state = 'live', form = $2, capacity = $3, expert = $4, opened_at = $5,
 well_at = $6, ended_at = NULL, ended_by = NULL, last_hosting = NULL,
 line_version = line_version + 1 WHERE id = $1"""
    DROP_IN_CLOSED = """
UPDATE drop_in SET state = $2, ended_at = $3, ended_by = $4, last_hosting = $5, offered_to = NULL,
 offered_at = NULL, line_version = line_version + 1 WHERE id = $1"""
    HOSTS_CHANGED = """
UPDATE drop_in SET offered_to = NULL, offered_at = NULL, well_at = $2,
 line_version = line_version + 1 WHERE id = $1"""
    LINE_MOVED = "UPDATE drop_in SET line_version = line_version + 1 WHERE id = $1"
    TURN_BEGAN = """
UPDATE drop_in_place SET state = 'talking', since = $3, began_at = $3, until = NULL
WHERE drop_in_id = $1 AND account_id = $2 AND ended_at IS NULL"""
    TURNS_ENDED = """
UPDATE drop_in_place SET state = 'done', since = $2, ended_at = $2, note = NULL, question = NULL
WHERE drop_in_id = $1 AND state = 'talking'"""
    TURN_PAUSED = """
UPDATE drop_in_place SET state = 'aside', since = $2, began_at = NULL
WHERE drop_in_id = $1 AND state = 'talking'"""
    LINES_LEFT = """
UPDATE drop_in SET line_version = line_version + 1 WHERE id IN
(SELECT p.drop_in_id FROM drop_in_place p WHERE p.account_id = $1 AND p.ended_at IS NULL)"""
    LINES_LEFT_HERE = f"{LINES_LEFT} AND room_id = $2"
    PLACES_END = """
UPDATE drop_in_place SET state = 'left', since = $2, ended_at = $2, until = NULL, note = NULL,
 question = NULL WHERE account_id = $1 AND ended_at IS NULL AND state <> 'talking'"""
    PLACES_END_HERE = f"""{PLACES_END}
AND drop_in_id IN (SELECT d.id FROM drop_in d WHERE d.room_id = $3)"""
    READ_OUT = """
UPDATE drop_in_question SET answered_at = $2, answered_by = $3, read_out = $4
WHERE id = $1"""
    CALL_HELP = """
INSERT INTO help_call (id, key, kind, room_id, drop_in_id, account_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING"""
    FORGET_PLACES = "DELETE FROM drop_in_place WHERE account_id = $1"
    FORGET_REPLIES = "DELETE FROM held_reply WHERE account_id = $1"
    FORGET_QUESTIONS = "DELETE FROM drop_in_question WHERE account_id = $1"
    FORGET_COMING = "DELETE FROM drop_in_coming WHERE account_id = $1"
    FORGET_SEEN = "DELETE FROM drop_in_seen WHERE account_id = $1"
    FORGET_DEBRIEFS = "DELETE FROM drop_in_debrief WHERE account_id = $1"
    FORGET_RECORD = "DELETE FROM expert_record WHERE account_id = $1"
    FORGET_FEED = "DELETE FROM calendar_feed WHERE account_id = $1"
    # A call that is open is still seen to: what was said with it goes a week after that.
    FORGET_CALLS = """
UPDATE help_call SET note = NULL, account_id = NULL
WHERE account_id = $1 AND closed_at IS NOT NULL"""
    SEND_NOTHING = "DELETE FROM outbox WHERE account_id = $1"
    AUDIT = """
INSERT INTO audit (at, actor_id, action, room_id, target_account, target_seq, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7)"""


Write = tuple[Statement, tuple[Any, ...]]
"""A statement with its parameters."""
