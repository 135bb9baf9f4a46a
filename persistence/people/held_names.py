"""Names that were given up: nobody else gets one, or one that looks like it, for 90 days, or until
their owner has given up twenty more."""

from sqlalchemy import Connection, select

from persistence import tables
from persistence.append.leaving import HELD_FOR_MS, MOST_HELD
from rooms.ids import AccountId

__all__ = ["HELD_FOR_MS", "MOST_HELD", "holder"]

_h = tables.held_name.c


def holder(connection: Connection, skeleton: str, now: int) -> AccountId | None:
    """Who gave up a name of this look less than 90 days ago; that account may take it back.

    Ask after `screen_name`, under the name's lock: a name moves from there to here, never back
    without the lock.
    """
    held = select(_h.account_id).where(_h.skeleton == skeleton, _h.until > now)
    found = connection.execute(held).scalar_one_or_none()
    return AccountId(found) if found is not None else None
