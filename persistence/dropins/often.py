"""How often one person may move lines, or ask: each time holds a room, in which others talk. Only a
program is stopped by it.
"""

from sqlalchemy import Connection

from persistence import clock
from persistence.people import throttles
from rooms.ids import AccountId, counted_digest
from rooms.limits import Rate
from rooms.refusals import Code, Refusal, refuse

MOVING = Rate(period_ms=100, burst=50)
"""Of one person, in all sessions."""


def too_often(connection: Connection, secret: bytes, account: AccountId) -> Refusal | None:
    """Count one act; `rate_limited` beyond the rate. Asked before any account's lock or room's."""
    key = counted_digest(secret, b"moving", "", account)
    now = clock.now_ms(connection)
    wait_ms = throttles.spend(connection, "drop_ins", key, MOVING, now)
    return refuse(Code.RATE_LIMITED, retry_after=wait_ms) if wait_ms else None
