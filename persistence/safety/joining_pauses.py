"""Times in which nobody new can join. Who may set them is asked in the transaction itself."""

from sqlalchemy import Connection, func, insert, select, update

from persistence import audit, locks, tables
from persistence.audit import AuditRecord
from persistence.safety.reach import held_reach
from rooms.actor import Actor
from rooms.commands import Reason
from rooms.ids import new_opaque_id
from rooms.refusals import Code, Refusal, refuse

_p = tables.joining_pause.c


def in_force(connection: Connection, now: int) -> int | None:
    """Until when nobody can join, in ms since the Unix epoch; None while everybody can."""
    asked = select(func.max(_p.until)).where(_p.until > now, _p.ended_at.is_(None))
    until = connection.execute(asked).scalar_one_or_none()
    return None if until is None else int(until)


def pause(
    connection: Connection, secret: bytes, actor: Actor, until: int, reason: Reason, now: int
) -> Refusal | None:
    """Nobody new can join until then. A pause in force is replaced, also by a shorter one.

    Refused with `not_allowed` to all but moderators and admins of everything.
    """
    if refused := _not_allowed(connection, secret, actor, now):
        return refused
    _end(connection, now)
    connection.execute(
        insert(tables.joining_pause).values(
            id=new_opaque_id(), until=until, reason=reason.value, actor_id=actor.account, at=now
        )
    )
    _record(connection, actor, "pause_joining", now, reason)
    return None


def end(connection: Connection, secret: bytes, actor: Actor, now: int) -> Refusal | None:
    """Everybody can join again. Refused with `not_allowed`, or `nothing_to_change`."""
    if refused := _not_allowed(connection, secret, actor, now):
        return refused
    if in_force(connection, now) is None:
        return refuse(Code.NOTHING_TO_CHANGE)
    _end(connection, now)
    _record(connection, actor, "open_joining", now, None)
    return None


def _end(connection: Connection, now: int) -> None:
    connection.execute(
        update(tables.joining_pause)
        .where(_p.until > now, _p.ended_at.is_(None))
        .values(ended_at=now)
    )


def _not_allowed(connection: Connection, secret: bytes, actor: Actor, now: int) -> Refusal | None:
    locks.hold(connection, locks.joining_key())
    may = held_reach(connection, secret, actor, now).is_everywhere
    return None if may else refuse(Code.NOT_ALLOWED)


def _record(
    connection: Connection, actor: Actor, action: str, now: int, reason: Reason | None
) -> None:
    why = None if reason is None else reason.value
    audit.record(connection, AuditRecord(at=now, actor_id=actor.account, action=action, reason=why))
