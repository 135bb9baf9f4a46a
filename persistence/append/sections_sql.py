"""The parts of the statement that reads an append's facts, written once for both databases.

`facts_sql` puts them together. `EACH($n)` stands for how a database takes a JSON object apart into
`key` and `value`, `HOSTED(r, key)` for a value of the room's live session, and
`LOOKUP table t: condition;` for a join by key in that order.
"""

_SESSIONS = """
SELECT asked.key AS room_id, asked.value AS drop_in_id FROM EACH($10) AS asked
UNION
SELECT r.id, HOSTED(r, drop_in) FROM EACH($11) AS asked LOOKUP room r: r.id = asked.key;
"""

_ON_STAGE = " UNION ".join(
    [
        "SELECT r.id, HOSTED(r, {}) FROM EACH($11) AS asked LOOKUP room r:"
        " r.id = asked.key;".replace("{}", who)
        for who in ("host", "co_host", "speaker")
    ]
    + [
        f"SELECT d.room_id, d.{who} FROM ({_SESSIONS}) AS wanted LOOKUP drop_in d:"
        " d.id = wanted.drop_in_id AND d.room_id = wanted.room_id;"
        for who in ("host_id", "second_id", "offered_to")
    ]
    + [
        "SELECT q.room_id, q.account_id FROM EACH($12) AS asked LOOKUP drop_in_question q:"
        " q.id = asked.value AND q.room_id = asked.key;"
    ]
)
"""Those who are spoken of because they have a part in a session."""

_WANTED = """
SELECT asked.key AS room_id, asked.value AS account_id FROM EACH($2) AS asked
UNION
SELECT m.room_id, m.account_id FROM EACH($3) AS asked
LOOKUP membership m: m.room_id = asked.key AND m.member_id = asked.value;
UNION
SELECT spoken.room_id, spoken.actor_id FROM spoken
"""

GROUND = {
    "rooms": """
SELECT r.id, r.tree, r.state, r.readers, r.pace_ms, r.live_pace_ms, r.calm_until, r.lock_reason,
 r.hosting, r.head, r.floor, r.last_at
FROM EACH($1) AS asked LOOKUP room r: r.id = asked.key;
""",
    "spoken": """
SELECT p.room_id, p.message_id, p.seq, p.at, p.actor_id, p.member_id, p.payload
FROM EACH($4) AS asked
LOOKUP entry p: p.room_id = asked.key AND p.message_id = asked.value
 AND p.kind = 'message_posted';
""",
    "people": f"""
SELECT wanted.room_id AS room, wanted.account_id AS account, a.state, a.closed_by,
 CAST(a.demo AS int) AS demo, a.consent_at, a.created_at,
 m.member_id AS member, m.arrival, m.last_post, m.posts
FROM ({_WANTED}) AS wanted
LOOKUP account a: a.id = wanted.account_id;
LEFT LOOKUP membership m: m.room_id = wanted.room_id AND m.account_id = wanted.account_id;
""",
    "accounts": "SELECT DISTINCT people.account AS id FROM people",
}
"""What is found first, once, and read by several of `SECTIONS`; each may read those before it."""

ON_STAGE = GROUND | {"people": GROUND["people"].replace(_WANTED, f"{_WANTED} UNION {_ON_STAGE}")}
"""The same, with the people of the sessions."""

# `+w.seq`: so that it is found by its message, and the room is not walked back from its newest.
_TEXT = """
LOOKUP entry b: b.room_id = told.room_id AND b.seq =
 (SELECT max(+w.seq) FROM entry w WHERE w.room_id = told.room_id AND w.message_id = told.message_id
  AND w.kind IN ('message_posted', 'message_edited'));"""

# What only a text that was taken away needs is looked for only then.
_MESSAGE = """
SELECT told.room_id AS room, told.message_id AS message, told.seq, told.at, told.actor_id AS author,
 told.member_id AS author_member, b.body, b.sealed_at,
 CASE WHEN b.sealed_at IS NOT NULL THEN (SELECT 1 FROM report t WHERE t.room_id = told.room_id
  AND t.message_id = told.message_id AND t.closed_at IS NULL LIMIT 1) END AS reported,
 CASE WHEN b.sealed_at IS NOT NULL THEN (SELECT 1 FROM entry s WHERE s.room_id = told.room_id
  AND s.message_id = told.message_id AND s.kind = 'message_retracted' LIMIT 1) END AS retracted,
 (SELECT 1 FROM first_message f WHERE f.room_id = told.room_id AND f.message_id = told.message_id
  AND f.answered_at IS NULL) AS unanswered,
 CASE WHEN told.payload LIKE '%"read_out":true%' THEN 1 END AS read_out"""

SECTIONS = {
    "rooms": "SELECT * FROM rooms",
    "people": "SELECT * FROM people",
    "called": """
SELECT n.account_id AS account, n.tree, n.name
FROM accounts LOOKUP screen_name n: n.account_id = accounts.id;
""",
    "grants": """
SELECT g.account_id AS account, g.room_id AS room, g.role
FROM accounts LOOKUP role_grant g: g.account_id = accounts.id;
""",
    # Looked for only while anybody's is in force: no clock is behind the room.
    "suspensions": """
SELECT s.account_id AS account, s.until
FROM accounts LOOKUP suspension s: s.account_id = accounts.id;
WHERE (SELECT max(x.until) FROM suspension x) > (SELECT min(rooms.last_at) FROM rooms)
""",
    "sanctions": """
SELECT s.room_id AS room, s.account_id AS account, s.id, s.kind, s.until, s.reason
FROM people
LOOKUP sanction s: s.room_id = people.room AND s.account_id = people.account
 AND s.ended_at IS NULL;
""",
    "messages": f"{_MESSAGE} FROM spoken AS told {_TEXT}",
    "reactions": """
SELECT r.room_id AS room, r.message_id AS message, r.account_id AS account, r.reaction
FROM spoken
LOOKUP reaction r: r.room_id = spoken.room_id AND r.message_id = spoken.message_id;
WHERE r.account_id IN (SELECT reader.key FROM EACH($5) AS reader)
""",
    "sessions": """
SELECT s.id_hash AS session, s.account_id AS account, s.expires_at
FROM EACH($6) AS asked LOOKUP session s: s.id_hash = asked.key AND s.revoked_at IS NULL;
""",
    # Whoever gave it: a message's id is its command's, and may be another's already.
    "answers": """
SELECT e.actor_id AS actor, e.command_id, e.room_id AS room, e.seq, e.at, e.digest,
 CASE WHEN e.kind = 'message_posted' THEN e.member_id END AS author_member
FROM EACH($7) AS asked LOOKUP entry e: e.command_id = asked.key;
""",
    # Of those alone who may be new: with less than five messages here, or young at the last one.
    "written": """
SELECT x.account_id AS account, x.room_id AS room, t.tree, x.posts, x.joined_at AS began
FROM (SELECT DISTINCT people.account FROM people WHERE people.posts IS NULL OR people.posts < 5
 OR (people.demo = 0 AND people.last_post - people.created_at < 86400000)) AS young
LOOKUP membership x: x.account_id = young.account AND x.posts > 0;
LOOKUP room t: t.id = x.room_id;
""",
    "names": """
SELECT n.skeleton, n.account_id AS account, NULL AS until
FROM EACH($8) AS asked LOOKUP screen_name n: n.skeleton = asked.key;
UNION ALL
SELECT h.skeleton, h.account_id, h.until
FROM EACH($8) AS asked LOOKUP held_name h: h.skeleton = asked.key;
""",
    # All of them, and only where a name is asked for.
    "staff_names": """
SELECT n.name, n.account_id AS account
FROM EACH($8) AS asked
LOOKUP role_grant g: g.role <> 'member';
LOOKUP screen_name n: n.account_id = g.account_id;
""",
    # The room's last entry is no younger than the clock: an hour before it is the hour and more.
    # Walked back from the newest to the first that is too old, and no further: of the two bounds
    # SQLite goes by the first, and the second is what names the index.
    "recent": f"""
{_MESSAGE}
FROM (SELECT p.* FROM EACH($9) AS asked
LOOKUP room r: r.id = asked.key;
LOOKUP entry p: p.room_id = r.id AND p.kind = 'message_posted' AND p.seq > coalesce(
  (SELECT w.seq FROM entry w WHERE w.room_id = r.id AND w.kind = 'message_posted' AND w.seq > 0
   AND w.at <= r.last_at - 3600000 ORDER BY w.seq DESC LIMIT 1), 0) AND p.seq > 0
 AND p.member_id = asked.value;) AS told
{_TEXT}
""",
    "drop_ins": f"""
SELECT d.room_id AS room, d.id AS drop_in, d.form, d.host_id AS host, d.second_id AS second,
 d.starts_at, d.ends_at, d.state, d.capacity, d.opened_at, d.ended_at, d.ended_by,
 d.offered_to, d.offered_at, CAST(d.expert AS int) AS expert, x.expires_at AS expert_until,
 s.stopped_at, d.last_hosting,
 CAST(EXISTS (SELECT 1 FROM help_call h WHERE h.drop_in_id = d.id AND h.kind = 'carry'
  AND h.closed_at IS NULL) AS int) AS carried
FROM ({_SESSIONS}) AS wanted
LOOKUP drop_in d: d.id = wanted.drop_in_id AND d.room_id = wanted.room_id;
LEFT LOOKUP drop_in_series s: s.id = d.series_id;
LEFT LOOKUP expert_record x: x.account_id = d.host_id;
""",
    "seen": f"""
SELECT wanted.room_id AS room, s.drop_in_id AS drop_in, s.account_id AS account, s.at
FROM ({_SESSIONS}) AS wanted LOOKUP drop_in_seen s: s.drop_in_id = wanted.drop_in_id;
""",
    "places": f"""
SELECT wanted.room_id AS room, p.drop_in_id AS drop_in, p.account_id AS account, p.state, p.since,
 p.until
FROM ({_SESSIONS}) AS wanted LOOKUP drop_in_place p: p.drop_in_id = wanted.drop_in_id
 AND p.state IN ('called', 'talking');
""",
    "questions": """
SELECT q.room_id AS room, q.drop_in_id AS drop_in, q.id AS question, q.account_id AS asker, q.body,
 q.shown, q.answered_at, q.read_out
FROM EACH($12) AS asked
LOOKUP drop_in_question q: q.id = asked.value AND q.room_id = asked.key;
""",
}
