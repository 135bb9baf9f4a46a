"""The statements that read an append's facts, written once for both databases.

Parameters are JSON arrays (`Needs.parameters`). `EACH($n)` and `x.value->>i` stand for how each
database takes such an array apart. PostgreSQL gets all sections as one statement, one round trip.
Messages are looked up by scalar subqueries, which no planner turns into a join over the whole log.
"""

import re

_PEOPLE = """
SELECT asked.value->>0 AS room_id, asked.value->>1 AS account_id FROM EACH($2) AS asked
UNION
SELECT m.room_id, m.account_id FROM EACH($3) AS asked
JOIN membership m ON m.room_id = asked.value->>0 AND m.member_id = asked.value->>1
UNION
SELECT asked.value->>0, (SELECT e.actor_id FROM entry e WHERE e.room_id = asked.value->>0
 AND e.message_id = asked.value->>1 AND e.kind = 'message_posted') FROM EACH($4) AS asked
"""

SECTIONS = {
    "rooms": """
SELECT r.id, r.tree, r.state, r.readers, r.pace_ms, r.head, r.floor, r.last_at
FROM EACH($1) AS asked JOIN room r ON r.id = asked.value->>0
""",
    "people": f"""
SELECT wanted.room_id AS room, wanted.account_id AS account, a.state,
 coalesce(own.name, general.name, '') AS name, m.member_id AS member, m.arrival, m.last_post,
 coalesce(here.role, anywhere.role) AS role
FROM ({_PEOPLE}) AS wanted
JOIN account a ON a.id = wanted.account_id
JOIN room r ON r.id = wanted.room_id
LEFT JOIN membership m ON m.room_id = wanted.room_id AND m.account_id = wanted.account_id
LEFT JOIN screen_name own ON own.account_id = wanted.account_id AND own.tree = r.tree
LEFT JOIN screen_name general ON general.account_id = wanted.account_id AND general.tree = '*'
LEFT JOIN role_grant here ON here.account_id = wanted.account_id AND here.room_id = r.id
LEFT JOIN role_grant anywhere ON anywhere.account_id = wanted.account_id
 AND anywhere.room_id = '*'
""",
    "sanctions": f"""
SELECT s.room_id AS room, s.account_id AS account, s.id, s.kind, s.until, s.reason
FROM ({_PEOPLE}) AS wanted
JOIN sanction s ON s.room_id = wanted.room_id AND s.account_id = wanted.account_id
WHERE s.ended_at IS NULL
""",
    "messages": """
SELECT p.room_id AS room, p.message_id AS message, p.seq, p.at, p.actor_id AS author,
 p.member_id AS author_member, b.body, b.sealed_at,
 (SELECT s.kind FROM entry s WHERE s.room_id = p.room_id AND s.message_id = p.message_id
  AND s.kind IN ('message_retracted', 'message_removed', 'message_restored')
  ORDER BY s.seq DESC LIMIT 1) AS last_change
FROM EACH($4) AS asked
JOIN entry p ON p.room_id = asked.value->>0 AND p.seq =
 (SELECT e.seq FROM entry e WHERE e.room_id = asked.value->>0
  AND e.message_id = asked.value->>1 AND e.kind = 'message_posted')
JOIN entry b ON b.room_id = p.room_id AND b.seq =
 (SELECT max(w.seq) FROM entry w WHERE w.room_id = p.room_id AND w.message_id = p.message_id
  AND w.kind IN ('message_posted', 'message_edited'))
""",
    "reactions": """
SELECT r.room_id AS room, r.message_id AS message, r.account_id AS account, r.reaction
FROM EACH($4) AS asked
JOIN reaction r ON r.room_id = asked.value->>0 AND r.message_id = asked.value->>1
WHERE r.account_id IN (SELECT reader.value->>0 FROM EACH($5) AS reader)
""",
    "names": """
SELECT n.skeleton, n.account_id AS account
FROM EACH($6) AS asked JOIN screen_name n ON n.skeleton = asked.value->>0
""",
    "sessions": """
SELECT s.id_hash AS session, s.account_id AS account, s.expires_at
FROM EACH($7) AS asked JOIN session s ON s.id_hash = asked.value->>0
WHERE s.revoked_at IS NULL
""",
    "answers": """
SELECT e.actor_id AS actor, e.command_id, e.room_id AS room, e.seq, e.at, e.digest
FROM EACH($8) AS asked
JOIN entry e ON e.actor_id = asked.value->>0 AND e.command_id = asked.value->>1
""",
}


def postgres(statement: str) -> str:
    return re.sub(r"EACH\((\$\d)\)", r"jsonb_array_elements(\1::jsonb)", statement)


def sqlite(statement: str) -> str:
    each = re.sub(r"EACH\(\$(\d)\)", r"json_each(?\1)", statement)
    return re.sub(r"(\w+)\.value->>(\d)", r"json_extract(\1.value, '$[\2]')", each)


def _together() -> str:
    sections = ",\n".join(
        f"'{name}', (SELECT coalesce(json_agg(row_to_json(found)), '[]') FROM ({section}) AS found)"
        for name, section in SECTIONS.items()
    )
    clock = "'clock', floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    return postgres(f"SELECT json_build_object({clock}, {sections})::text")


POSTGRES_FACTS = _together()
"""One row, one column: everything, as one JSON object, with the database's clock."""

SQLITE_FACTS = {
    name: (sqlite(section), max(map(int, re.findall(r"EACH\(\$(\d)\)", section))))
    for name, section in SECTIONS.items()
}
"""Each section with the number of parameters it takes."""
