"""What is deleted for good once its time has passed."""

from sqlalchemy import Connection, update

from persistence import tables
from persistence.engines.sqlite import empty_log_after
from persistence.reports import is_reported
from persistence.sealing import SEALED_FOR_MS

# A text may be put back until its last moment; an append that decided so just before has ended.
_MARGIN_MS = 60_000


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
