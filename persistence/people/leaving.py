"""Leaving for good, for somebody who belongs to no room. Whoever does leaves through the journal,
where the rooms hear of it.
"""

from sqlalchemy import Connection, select

from persistence import locks, tables
from persistence.append.leaving import leaving
from persistence.people import sessions
from persistence.people.written import write
from rooms.ids import AccountId


def leave(connection: Connection, account: AccountId, now: int) -> list[str] | None:
    """The account ends, and keeps nothing of its owner. The hashes of the sessions that ended; None
    when the person belongs to a room after all."""
    locks.hold(connection, locks.account_key(account))
    belongs = select(tables.membership.c.room_id).where(tables.membership.c.account_id == account)
    if connection.execute(belongs.limit(1)).first() is not None:
        return None
    ended = sessions.revoke_all(connection, account, now)
    write(connection, leaving(account, now))
    return ended
