"""Who is to be reminded of which session by now. It only finds them: what is found is put into the
outbox under one key, and looked at once more when it is told (`persistence.dropins.telling`).
"""

import msgspec
from sqlalchemy import ColumnElement, Connection, String, cast, exists, literal, select

from persistence import outbox, tables
from persistence.outbox import Channel, Kind
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId

HOUR_MS = 3_600_000
DAY_AHEAD_MS = 24 * HOUR_MS
DAY_IS_OF_USE_MS = 12 * HOUR_MS
"""A day's reminder that could not be put in for half a day is left: the later one comes anyway."""
SOON_AHEAD_MS = 10 * 60_000
OPEN_IS_OF_USE_MS = 15 * 60_000
_TICKS_MS = 5 * 60_000
"""A session that was changed so long after the day's moment was told about by that change."""

_d = tables.drop_in.c
_c = tables.drop_in_coming.c


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One reminder for one person. `at`: the moment it was due."""

    key: str
    kind: Kind
    drop_in: DropInId
    account: AccountId
    starts_at: int
    at: int


def due(connection: Connection, now: int, most: int) -> list[Due]:
    """What is due and was never put in. Nobody is reminded of a moment before they asked to be."""
    day_ahead, soon = _d.starts_at - DAY_AHEAD_MS, _d.starts_at - SOON_AHEAD_MS
    scheduled, live = _d.state == State.SCHEDULED.value, _d.state == State.LIVE.value
    by_kind = (
        (
            Kind.REMINDER_DAY,
            day_ahead,
            "24h",
            (
                scheduled,
                day_ahead > now - DAY_IS_OF_USE_MS,
                _d.changed_at <= day_ahead + _TICKS_MS,
            ),
        ),
        (Kind.REMINDER_SOON, soon, "10m", (scheduled | live, _d.starts_at > now)),
        (Kind.OPEN, _d.opened_at, "open", (live, _d.opened_at > now - OPEN_IS_OF_USE_MS)),
    )
    found: list[Due] = []
    for kind, moment, called, which in by_kind:
        found += _due(connection, kind, moment, called, now, most, *which)
    return found


def put(connection: Connection, found: list[Due]) -> int:
    """Into the outbox, each once however many processes have found it; how many were new."""
    return sum(
        outbox.put(
            connection,
            key=each.key,
            kind=each.kind,
            channel=Channel.PAGE,
            account=each.account,
            subject=each.drop_in,
            payload={"starts_at": each.starts_at},
            due_at=each.at,
        )
        for each in found
    )


def _due(
    connection: Connection,
    kind: Kind,
    moment: ColumnElement[int],
    called: str,
    now: int,
    most: int,
    *which: ColumnElement[bool],
) -> list[Due]:
    key = _key(called)
    known = exists().where(tables.outbox.c.key == key)
    asked = (
        select(key.label("key"), _d.id, _c.account_id, _d.starts_at, moment.label("at"))
        .join(tables.drop_in_coming, _c.drop_in_id == _d.id)
        .where(_c.remind, _c.at <= moment, moment <= now, *which, ~known)
        .limit(most)
    )
    return [
        Due(
            key=row.key,
            kind=kind,
            drop_in=row.id,
            account=AccountId(row.account_id),
            starts_at=row.starts_at,
            at=row.at,
        )
        for row in connection.execute(asked)
    ]


def _key(called: str) -> ColumnElement[str]:
    """With the time in it: a session that was moved is reminded of anew. The door opens once."""
    parts: list[ColumnElement[str]] = [literal("reminder"), cast(_d.id, String)]
    if called != "open":
        parts.append(cast(_d.starts_at, String))
    parts += [cast(_c.account_id, String), literal(called), literal(Channel.PAGE.value)]
    key = parts[0]
    for part in parts[1:]:
        key = key + ":" + part
    return key
