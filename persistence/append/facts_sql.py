"""The statements that read an append's facts, written once for both databases.

Parameters are JSON arrays (`Needs.parameters`). `EACH($n)` and `x.value->>i` stand for how each
database takes such an array apart, `HOSTED(r, key)` for a value of the room's live session, and
`LOOKUP table t: condition;` for a join by key in that order.
PostgreSQL gets all sections as one statement, one round trip.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from persistence.append.needs import Needs

_PEOPLE = """
SELECT asked.value->>0 AS room_id, asked.value->>1 AS account_id FROM EACH($2) AS asked
UNION
SELECT m.room_id, m.account_id FROM EACH($3) AS asked
LOOKUP membership m: m.room_id = asked.value->>0 AND m.member_id = asked.value->>1;
UNION
SELECT e.room_id, e.actor_id FROM EACH($4) AS asked
LOOKUP entry e: e.room_id = asked.value->>0 AND e.message_id = asked.value->>1
 AND e.kind = 'message_posted';
"""

_SESSIONS = """
SELECT asked.value->>0 AS room_id, asked.value->>1 AS drop_in_id FROM EACH($12) AS asked
UNION
SELECT r.id, HOSTED(r, drop_in) FROM EACH($13) AS asked LOOKUP room r: r.id = asked.value->>0;
"""

_ON_STAGE = " UNION ".join(
    [
        "SELECT r.id, HOSTED(r, {}) FROM EACH($13) AS asked LOOKUP room r:"
        " r.id = asked.value->>0;".replace("{}", who)
        for who in ("host", "co_host", "speaker")
    ]
    + [
        f"SELECT d.room_id, d.{who} FROM ({_SESSIONS}) AS wanted LOOKUP drop_in d:"
        " d.id = wanted.drop_in_id AND d.room_id = wanted.room_id;"
        for who in ("host_id", "second_id", "offered_to")
    ]
    + [
        "SELECT q.room_id, q.account_id FROM EACH($14) AS asked LOOKUP drop_in_question q:"
        " q.id = asked.value->>1 AND q.room_id = asked.value->>0;"
    ]
)
"""Those who are spoken of because they have a part in a session."""

# `+w.seq`: so that it is found by its message, and the room is not walked back from its newest.
_TEXT = """
LOOKUP entry b: b.room_id = p.room_id AND b.seq =
 (SELECT max(+w.seq) FROM entry w WHERE w.room_id = p.room_id AND w.message_id = p.message_id
  AND w.kind IN ('message_posted', 'message_edited'));"""

# What only a text that was taken away needs is looked for only then.
_MESSAGE = """
SELECT p.room_id AS room, p.message_id AS message, p.seq, p.at, p.actor_id AS author,
 p.member_id AS author_member, b.body, b.sealed_at,
 CASE WHEN b.sealed_at IS NOT NULL THEN (SELECT 1 FROM report t WHERE t.room_id = p.room_id
  AND t.message_id = p.message_id AND t.closed_at IS NULL LIMIT 1) END AS reported,
 CASE WHEN b.sealed_at IS NOT NULL THEN (SELECT 1 FROM entry s WHERE s.room_id = p.room_id
  AND s.message_id = p.message_id AND s.kind = 'message_retracted' LIMIT 1) END AS retracted,
 (SELECT 1 FROM first_message f WHERE f.room_id = p.room_id AND f.message_id = p.message_id
  AND f.answered_at IS NULL) AS unanswered,
 CASE WHEN p.payload LIKE '%"read_out":true%' THEN 1 END AS read_out"""

# A person's suspension is looked for only while anybody's is in force: no clock is behind the room.
SECTIONS = {
    "rooms": """
SELECT r.id, r.tree, r.state, r.readers, r.pace_ms, r.live_pace_ms, r.calm_until, r.lock_reason,
 r.hosting, r.head, r.floor, r.last_at
FROM EACH($1) AS asked LOOKUP room r: r.id = asked.value->>0;
""",
    "people": f"""
SELECT wanted.room_id AS room, wanted.account_id AS account, a.state, a.closed_by,
 a.demo, a.consent_at, a.created_at,
 coalesce(own.name, general.name, '') AS name, own.name AS own_name,
 m.member_id AS member, m.arrival, m.last_post, m.posts,
 coalesce(here.role, anywhere.role) AS role,
 CASE WHEN (SELECT max(s.until) FROM suspension s) > r.last_at THEN
  (SELECT max(held.until) FROM suspension held WHERE held.account_id = wanted.account_id)
 END AS suspended_until
FROM ({_PEOPLE}) AS wanted
LOOKUP account a: a.id = wanted.account_id;
LOOKUP room r: r.id = wanted.room_id;
LEFT LOOKUP membership m: m.room_id = wanted.room_id AND m.account_id = wanted.account_id;
LEFT LOOKUP screen_name own: own.account_id = wanted.account_id AND own.tree = r.tree;
LEFT LOOKUP screen_name general: general.account_id = wanted.account_id AND general.tree = '*';
LEFT LOOKUP role_grant here: here.account_id = wanted.account_id AND here.room_id = r.id;
LEFT LOOKUP role_grant anywhere: anywhere.account_id = wanted.account_id
 AND anywhere.room_id = '*';
""",
    "sanctions": f"""
SELECT s.room_id AS room, s.account_id AS account, s.id, s.kind, s.until, s.reason
FROM ({_PEOPLE}) AS wanted
LOOKUP sanction s: s.room_id = wanted.room_id AND s.account_id = wanted.account_id
 AND s.ended_at IS NULL;
""",
    "messages": f"""
{_MESSAGE}
FROM EACH($4) AS asked
LOOKUP entry p: p.room_id = asked.value->>0 AND p.message_id = asked.value->>1
 AND p.kind = 'message_posted';
{_TEXT}
""",
    "reactions": """
SELECT r.room_id AS room, r.message_id AS message, r.account_id AS account, r.reaction
FROM EACH($4) AS asked
LOOKUP reaction r: r.room_id = asked.value->>0 AND r.message_id = asked.value->>1;
WHERE r.account_id IN (SELECT reader.value->>0 FROM EACH($5) AS reader)
""",
    "names": """
SELECT n.skeleton, n.account_id AS account, NULL AS until
FROM EACH($9) AS asked LOOKUP screen_name n: n.skeleton = asked.value->>0;
UNION ALL
SELECT h.skeleton, h.account_id, h.until
FROM EACH($9) AS asked LOOKUP held_name h: h.skeleton = asked.value->>0;
""",
    # All of them, and only where a name is asked for.
    "staff_names": """
SELECT n.name, n.account_id AS account
FROM EACH($9) AS asked
LOOKUP role_grant g: g.role <> 'member';
LOOKUP screen_name n: n.account_id = g.account_id;
""",
    "sessions": """
SELECT s.id_hash AS session, s.account_id AS account, s.expires_at
FROM EACH($6) AS asked LOOKUP session s: s.id_hash = asked.value->>0 AND s.revoked_at IS NULL;
""",
    "answers": """
SELECT e.actor_id AS actor, e.command_id, e.room_id AS room, e.seq, e.at, e.digest
FROM EACH($7) AS asked
LOOKUP entry e: e.actor_id = asked.value->>0 AND e.command_id = asked.value->>1;
""",
    "grants": """
SELECT g.account_id AS account, g.room_id AS room, g.role
FROM EACH($10) AS asked LOOKUP role_grant g: g.account_id = asked.value->>0;
""",
    # Not of those who are new nowhere: with five messages here, the last a day after the first.
    "written": """
SELECT x.account_id AS account, x.room_id AS room, t.tree, x.posts, x.joined_at AS began
FROM EACH($8) AS asked
LEFT LOOKUP membership here: here.room_id = asked.value->>0 AND here.account_id = asked.value->>1;
LOOKUP membership x: x.account_id = asked.value->>1 AND x.posts > 0
 AND (here.posts IS NULL OR here.posts < 5 OR here.last_post - here.joined_at < 86400000);
LOOKUP room t: t.id = x.room_id;
""",
    # The room's last entry is no younger than the clock: an hour before it is the hour and more.
    # Walked back from the newest to the first that is too old, and no further: of the two bounds
    # SQLite goes by the first, and the second is what names the index.
    "recent": f"""
{_MESSAGE}
FROM EACH($11) AS asked
LOOKUP room r: r.id = asked.value->>0;
LOOKUP entry p: p.room_id = r.id AND p.kind = 'message_posted' AND p.seq > coalesce(
  (SELECT w.seq FROM entry w WHERE w.room_id = r.id AND w.kind = 'message_posted' AND w.seq > 0
   AND w.at <= r.last_at - 3600000 ORDER BY w.seq DESC LIMIT 1), 0) AND p.seq > 0
 AND p.member_id = asked.value->>1;
{_TEXT}
""",
    "drop_ins": f"""
SELECT d.room_id AS room, d.id AS drop_in, d.form, d.host_id AS host, d.second_id AS second,
 d.starts_at, d.ends_at, d.state, d.capacity, d.opened_at, d.ended_at, d.ended_by,
 d.offered_to, d.offered_at, d.expert, x.expires_at AS expert_until, s.stopped_at, d.last_hosting,
 EXISTS (SELECT 1 FROM help_call h WHERE h.drop_in_id = d.id AND h.kind = 'carry'
  AND h.closed_at IS NULL) AS carried
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
FROM EACH($14) AS asked
LOOKUP drop_in_question q: q.id = asked.value->>1 AND q.room_id = asked.value->>0;
""",
}
_ALSO_ON_STAGE = {
    name: SECTIONS[name].replace(_PEOPLE, f"{_PEOPLE} UNION {_ON_STAGE}")
    for name in ("people", "sanctions")
}
"""The same sections, with the people of the sessions."""

_LOOKUP = re.compile(r"LOOKUP (\w+) (\w+): ([^;]*);")
_HOSTED = re.compile(r"HOSTED\((\w+), (\w+)\)")


def postgres(statement: str) -> str:
    """A lookup is lateral, and OFFSET 0 keeps it so: one index look-up for each key asked for.

    As plain joins the planner reads whole tables that have grown since they were last analysed
    (measured: 2 s instead of 2 ms for a batch of 64 over 4,000 entries).
    """
    lateral = r"JOIN LATERAL (SELECT * FROM \1 \2 WHERE \3 OFFSET 0) AS \2 ON true"
    each = re.sub(r"EACH\((\$\d+)\)", r"jsonb_array_elements(\1::jsonb)", statement)
    return _LOOKUP.sub(lateral, _HOSTED.sub(r"(\1.hosting::jsonb->>'\2')", each))


def sqlite(statement: str) -> str:
    each = re.sub(r"EACH\(\$(\d+)\)", r"json_each(?\1)", statement)
    each = _HOSTED.sub(r"json_extract(\1.hosting, '$.\2')", each)
    # CROSS keeps the order; a left join keeps it by itself.
    joined = _LOOKUP.sub(r"CROSS JOIN \1 \2 ON \3", each).replace("LEFT CROSS", "LEFT")
    return re.sub(r"(\w+)\.value->>(\d)", r"json_extract(\1.value, '$[\2]')", joined)


_OF_TALK = (
    "rooms",
    "people",
    "sanctions",
    "messages",
    "reactions",
    "sessions",
    "answers",
    "written",
)
"""What talk needs, and with it every batch; their parameters come first. Each section costs its
start even when nothing is asked of it (measured: the next five a tenth of one message's append),
so the others are read only where a command speaks of what they hold."""
_OF_DROP_INS = ("drop_ins", "seen", "places", "questions")
_USUAL = tuple(name for name in SECTIONS if name not in _OF_DROP_INS)


def _parameters(statements: Iterable[str]) -> int:
    """How many parameters these statements take: the first of `Needs.parameters`."""
    return max(int(n) for text in statements for n in re.findall(r"EACH\(\$(\d+)\)", text))


def _together(sections: Mapping[str, str]) -> tuple[str, int]:
    found = ",\n".join(
        f"'{name}', (SELECT coalesce(json_agg(row_to_json(found)), '[]')"
        f" FROM ({statement}) AS found)"
        for name, statement in sections.items()
    )
    clock = "'clock', floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    statement = postgres(f"SELECT json_build_object({clock}, {found})::text")
    return statement, _parameters(sections.values())


def _one_by_one(sections: Mapping[str, str]) -> list[tuple[str, str, int]]:
    return [(name, sqlite(text), _parameters([text])) for name, text in sections.items()]


_READINGS = (
    {name: SECTIONS[name] for name in _OF_TALK},
    {name: SECTIONS[name] for name in _USUAL},
    SECTIONS | _ALSO_ON_STAGE,
)
"""For talk alone, for what moderates or asks, and for what speaks of sessions."""
_TOGETHER = tuple(map(_together, _READINGS))
_ONE_BY_ONE = tuple(map(_one_by_one, _READINGS))


def postgres_facts(needs: Needs) -> tuple[str, tuple[str, ...]]:
    """A statement and its parameters. It finds one row of one column: everything, as one JSON
    object, with the database's clock."""
    statement, count = _TOGETHER[_reading(needs)]
    return statement, needs.parameters()[:count]


def sqlite_facts(needs: Needs) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each section by its name, with its statement and the parameters."""
    parameters = needs.parameters()
    for name, statement, count in _ONE_BY_ONE[_reading(needs)]:
        yield name, statement, parameters[:count]


def _reading(needs: Needs) -> int:
    if needs.staged:
        return 2
    return 0 if needs.are_of_talk else 1
