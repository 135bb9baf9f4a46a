"""What the owner of an account is told at the next log-in, until they have seen it."""

import enum

import msgspec
from sqlalchemy import Connection, insert, select, update

from persistence import tables
from rooms.ids import AccountId, new_opaque_id

_n = tables.notice.c


class NoticeKind(enum.StrEnum):
    """Each has its sentence in the catalogues, `notice-<kind>`."""

    RESET_LINK = "reset_link"
    RECOVERED = "recovered"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """`at` in ms since the Unix epoch, database clock."""

    notice: str
    kind: NoticeKind
    at: int


def tell(connection: Connection, account: AccountId, kind: NoticeKind, now: int) -> None:
    """Call it in the transaction of what is told."""
    connection.execute(
        insert(tables.notice).values(
            id=new_opaque_id(), account_id=account, kind=kind.value, at=now
        )
    )


def unseen(connection: Connection, account: AccountId) -> list[Notice]:
    """Oldest first."""
    found = connection.execute(
        select(_n.id, _n.kind, _n.at)
        .where(_n.account_id == account, _n.seen_at.is_(None))
        .order_by(_n.at)
    )
    return [Notice(notice=row.id, kind=NoticeKind(row.kind), at=row.at) for row in found]


def dismiss(connection: Connection, account: AccountId, notice: str, now: int) -> None:
    """The owner has seen it; of somebody else's nothing changes."""
    connection.execute(
        update(tables.notice)
        .where(_n.id == notice, _n.account_id == account, _n.seen_at.is_(None))
        .values(seen_at=now)
    )
