"""What is deleted for good once its time has passed."""

from sqlalchemy import Connection, delete, or_, update

from persistence import outbox, tables
from persistence.dropins import coming
from persistence.engines.sqlite import empty_log_after
from persistence.people import notices
from persistence.safety.reports import is_reported
from persistence.sealing import SEALED_FOR_MS

# A text may be put back until its last moment; an append that decided so just before has ended.
_MARGIN_MS = 60_000
DAY_MS = 24 * 3600 * 1000


def purge_sealed(connection: Connection, now: int) -> int:
    """Delete the texts sealed 72 hours ago, and their digests; how many there were. Those of a
    message that is reported wait until the report is closed.

    The entries stay, so that seq has no holes and a repeated command still gets its answer.
    """
    e = tables.entry.c
    long_sealed = e.sealed_at <= now - SEALED_FOR_MS - _MARGIN_MS
    purged = connection.execute(
        update(tables.entry)
        .where(e.sealed_at.is_not(None), e.body.is_not(None), long_sealed, ~is_reported())
        .values(body=None, digest=None)
    )
    if purged.rowcount > 0:
        empty_log_after(connection)
    return int(purged.rowcount)


def purge_aged(connection: Connection, now: int, *, audit_days: int) -> int:
    """Delete audit rows of more than `audit_days`, tries to log in that nobody has repeated for a
    day, links that were used or whose time is over, names that are held no longer, and who came to
    and was told of sessions 60 days ago; how many rows there were."""
    audit, link = tables.audit.c, tables.one_use_link.c
    aged = (
        delete(tables.audit).where(audit.at <= now - audit_days * DAY_MS),
        delete(tables.throttle).where(tables.throttle.c.last_at <= now - DAY_MS),
        delete(tables.one_use_link).where(or_(link.used_at.is_not(None), link.expires_at <= now)),
        delete(tables.held_name).where(tables.held_name.c.until <= now),
    )
    by_now = sum(each(connection, now) for each in (outbox.purge, notices.purge, coming.purge))
    return by_now + sum(int(connection.execute(each).rowcount) for each in aged)
