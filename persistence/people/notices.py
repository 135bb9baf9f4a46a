"""What a person is told at the next log-in and in open pages, until they have seen it: what
happened to their account, and what is new of a session they come to.
"""

import enum

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from persistence import clock, tables
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, new_opaque_id

KEPT_MS = 60 * 24 * 3_600_000
"""As long as a session that is over is spoken of."""

_n = tables.notice.c
_d = tables.drop_in.c


class NoticeKind(enum.StrEnum):
    """Each has its sentence in the catalogues, `notice-<kind>`."""

    RESET_LINK = "reset_link"
    RECOVERED = "recovered"
    REMINDER_DAY = "reminder_day"
    REMINDER_SOON = "reminder_soon"
    SESSION_OPEN = "session_open"
    SESSION_MOVED = "session_moved"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_STOPPED = "session_stopped"
    QUESTION_ANSWERED = "question_answered"
    HELP_UNANSWERED = "help_unanswered"


PASSING = frozenset(
    {
        NoticeKind.REMINDER_DAY,
        NoticeKind.REMINDER_SOON,
        NoticeKind.SESSION_OPEN,
        NoticeKind.SESSION_MOVED,
    }
)
"""Of no use once the next thing is known of the same session, or the session is over."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """`at` in ms since the Unix epoch, database clock; so is `starts_at`, of the session that it is
    about."""

    notice: str
    kind: NoticeKind
    at: int
    drop_in: DropInId | None = None
    starts_at: int | None = None


def tell(
    connection: Connection,
    account: AccountId,
    kind: NoticeKind,
    now: int,
    drop_in: DropInId | None = None,
) -> None:
    """Call it in the transaction of what is told. What it overtakes is taken as seen."""
    if drop_in is not None and kind is not NoticeKind.QUESTION_ANSWERED:
        _overtake(connection, account, drop_in, now)
    connection.execute(
        insert(tables.notice).values(
            id=new_opaque_id(), account_id=account, kind=kind.value, drop_in_id=drop_in, at=now
        )
    )


def unseen(connection: Connection, account: AccountId) -> list[Notice]:
    """Oldest first, without what the clock has overtaken."""
    found = connection.execute(
        select(_n.id, _n.kind, _n.at, _n.drop_in_id, _d.starts_at)
        .outerjoin(tables.drop_in, _d.id == _n.drop_in_id)
        .where(_n.account_id == account, _n.seen_at.is_(None), _holds(clock.now_ms(connection)))
        .order_by(_n.at)
    )
    return [
        Notice(
            notice=row.id,
            kind=NoticeKind(row.kind),
            at=row.at,
            drop_in=row.drop_in_id,
            starts_at=row.starts_at,
        )
        for row in found
    ]


def dismiss(connection: Connection, account: AccountId, notice: str, now: int) -> None:
    """The owner has seen it; of somebody else's nothing changes."""
    connection.execute(
        update(tables.notice)
        .where(_n.id == notice, _n.account_id == account, _n.seen_at.is_(None))
        .values(seen_at=now)
    )


def purge(connection: Connection, now: int) -> int:
    """Delete what was told of sessions 60 days ago; how many rows."""
    old = delete(tables.notice).where(_n.drop_in_id.is_not(None), _n.at <= now - KEPT_MS)
    return int(connection.execute(old).rowcount)


def _overtake(connection: Connection, account: AccountId, drop_in: DropInId, now: int) -> None:
    connection.execute(
        update(tables.notice)
        .where(_n.account_id == account, _n.drop_in_id == drop_in, _n.seen_at.is_(None))
        .where(_n.kind.in_(sorted(PASSING)))
        .values(seen_at=now)
    )


def _holds(now: int) -> ColumnElement[bool]:
    """A reminder, until its session has begun or is called off; the open door, while it is open."""
    ahead = and_(_d.state == State.SCHEDULED.value, _d.ends_at > now)
    return or_(
        _n.kind.not_in(sorted(PASSING)),
        and_(_n.kind == NoticeKind.SESSION_OPEN.value, _d.state == State.LIVE.value),
        and_(_n.kind != NoticeKind.SESSION_OPEN.value, ahead),
    )
