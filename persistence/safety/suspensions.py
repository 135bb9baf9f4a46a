"""Powers that a colleague has taken away for an hour, until an admin has taken note. They begin in
the append, and end by the clock.
"""

from sqlalchemy import Connection, func, select, update

from persistence import audit, tables
from persistence.audit import AuditRecord
from persistence.people.shown_names import shown_name
from persistence.safety.reach import Reach
from persistence.safety.waiting import Item, Kind
from rooms.commands import Reason
from rooms.ids import AccountId, PublicId
from rooms.refusals import Code, Refusal, refuse

_s = tables.suspension.c


def unnoted(connection: Connection) -> list[Item]:
    """Oldest first, also those that are over."""
    names = (shown_name(_s.account_id).label("person"), shown_name(_s.actor_id).label("actor"))
    found = connection.execute(
        select(_s.id, _s.at, _s.until, _s.reason, *names)
        .where(_s.noted_at.is_(None))
        .order_by(_s.at)
    )
    return [
        Item(
            id=row.id,
            kind=Kind.SUSPENSION,
            since=row.at,
            person=row.person,
            reason=Reason(row.reason),
            until=row.until,
            by=row.actor,
        )
        for row in found
    ]


def note(connection: Connection, reach: Reach, now: int, suspension: PublicId) -> Refusal | None:
    """An admin has seen it. Refused with `not_allowed`, or `nothing_to_change` when another admin
    was first, or there is none."""
    if not reach.is_admin:
        return refuse(Code.NOT_ALLOWED)
    whose = select(_s.account_id).where(_s.id == suspension, _s.noted_at.is_(None))
    account = connection.execute(whose).scalar_one_or_none()
    seen = connection.execute(
        update(tables.suspension)
        .where(_s.id == suspension, _s.noted_at.is_(None))
        .values(noted_by=reach.actor.account, noted_at=now)
    )
    if account is None or not seen.rowcount:
        return refuse(Code.NOTHING_TO_CHANGE)
    act = AuditRecord(
        at=now,
        actor_id=reach.actor.account,
        action="suspension_noted",
        target_account=AccountId(account),
    )
    audit.record(connection, act)
    return None


def until(connection: Connection, account: AccountId, now: int) -> int | None:
    """Until when this person's powers are suspended; None when they are not."""
    asked = select(func.max(_s.until)).where(_s.account_id == account, _s.until > now)
    found: int | None = connection.execute(asked).scalar_one_or_none()
    return found
