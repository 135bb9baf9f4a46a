"""Who said they would come to a session, and whether they want to be reminded: for themselves, and
as a rounded number for others. Nobody is named to anybody.
"""

from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from persistence import clock, locks, outbox, tables
from persistence.dropins import found, often
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId
from rooms.refusals import Code, Refusal, refuse

KEPT_MS = 60 * 24 * 3_600_000
"""As long as calendars show a session that is over."""
STEPS = (5, 10, 20, 50, 100)
"""Fewer than the first are not counted at all: who of five comes can be guessed."""

_c = tables.drop_in_coming.c


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has said of one session. `remind` only with `coming`."""

    coming: bool
    remind: bool


NOTHING_SAID = Answer(coming=False, remind=False)


def say(
    connection: Connection, account: AccountId, drop_in: DropInId, answer: Answer
) -> Refusal | None:
    """I will come, with or without a reminder; or not after all, and what waits to be sent is
    dropped. Refused with `unknown_drop_in`, `not_live` once it is over or called off, and
    `signed_out` for an account that ended meanwhile."""
    # Held, so that whoever leaves for good leaves no answer, and whoever answers before a
    # cancellation is told of it.
    locks.hold(connection, locks.account_key(account))
    a = tables.account.c
    if connection.execute(select(a.state).where(a.id == account)).scalar_one_or_none() != "open":
        return refuse(Code.SIGNED_OUT)
    session = found.held_session(connection, drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if session.state not in (State.SCHEDULED, State.LIVE):
        return refuse(Code.NOT_LIVE)
    if answer.coming:
        _keep(connection, account, drop_in, answer)
    else:
        mine = _c.drop_in_id == drop_in, _c.account_id == account
        connection.execute(delete(tables.drop_in_coming).where(*mine))
    if not answer.coming or not answer.remind:
        outbox.void_for(connection, account, drop_in)
    return None


def asked_to_say(
    connection: Connection, secret: bytes, account: AccountId, drop_in: DropInId, answer: Answer
) -> Refusal | None:
    """`say` for who asks from outside: `rate_limited` to a program."""
    refusal = often.too_often(connection, secret, account)
    return refusal or say(connection, account, drop_in, answer)


def answered(connection: Connection, account: AccountId, drop_in: DropInId) -> Answer:
    """What this person has said of it."""
    asked = select(_c.remind).where(_c.drop_in_id == drop_in, _c.account_id == account)
    remind = connection.execute(asked).scalar_one_or_none()
    return NOTHING_SAID if remind is None else Answer(coming=True, remind=remind)


def everybody(connection: Connection, drop_in: DropInId) -> Mapping[AccountId, Answer]:
    """For telling them, and for nothing else."""
    asked = select(_c.account_id, _c.remind).where(_c.drop_in_id == drop_in)
    return {
        AccountId(row.account_id): Answer(coming=True, remind=row.remind)
        for row in connection.execute(asked)
    }


def counted(connection: Connection, drop_ins: Collection[DropInId]) -> Mapping[DropInId, int]:
    """So many or more plan to come, in steps; a session with fewer than five is left out."""
    asked = (
        select(_c.drop_in_id, func.count().label("people"))
        .where(_c.drop_in_id.in_(drop_ins))
        .group_by(_c.drop_in_id)
        .having(func.count() >= STEPS[0])
    )
    return {row.drop_in_id: step(row.people) for row in connection.execute(asked)}


def step(count: int) -> int:
    """The highest step that is reached; 0 for none."""
    return max((each for each in STEPS if each <= count), default=0)


def purge(connection: Connection, now: int) -> int:
    """Delete what was said of sessions that were over 60 days ago; how many rows."""
    d = tables.drop_in.c
    over = select(d.id).where(d.ends_at <= now - KEPT_MS)
    return int(
        connection.execute(delete(tables.drop_in_coming).where(_c.drop_in_id.in_(over))).rowcount
    )


def _keep(connection: Connection, account: AccountId, drop_in: DropInId, answer: Answer) -> None:
    """`at` is since when a reminder is wanted: those before are not made up for."""
    if answered(connection, account, drop_in) == answer:
        return
    said = {"remind": answer.remind, "at": clock.now_ms(connection)}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(tables.drop_in_coming)
        .values(drop_in_id=drop_in, account_id=account, **said)
        .on_conflict_do_update(index_elements=[_c.drop_in_id, _c.account_id], set_=said)
    )
