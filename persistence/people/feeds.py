"""A person's secret calendar address: stored as a hash, made anew, and stopped."""

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from persistence import clock, tables
from rooms.ids import AccountId

_f = tables.calendar_feed.c


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """`plain_titles`: they name the host and the room, where others may see the calendar."""

    account: AccountId
    plain_titles: bool
    created_at: int


def make(
    connection: Connection, account: AccountId, token_hash: str, *, plain_titles: bool
) -> None:
    """An address in place of the one before, which shows nothing any more."""
    made = {
        "token_hash": token_hash,
        "plain_titles": plain_titles,
        "created_at": clock.now_ms(connection),
    }
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(tables.calendar_feed)
        .values(account_id=account, **made)
        .on_conflict_do_update(index_elements=[_f.account_id], set_=made)
    )


def stop(connection: Connection, account: AccountId) -> None:
    """The address shows nothing any more."""
    connection.execute(delete(tables.calendar_feed).where(_f.account_id == account))


def title_plainly(connection: Connection, account: AccountId, *, plain_titles: bool) -> None:
    """What the titles say, from the next time a calendar asks."""
    asked = update(tables.calendar_feed).where(_f.account_id == account)
    connection.execute(asked.values(plain_titles=plain_titles))


def of(connection: Connection, account: AccountId) -> Feed | None:
    """None while the person has no address."""
    return _found(connection, _f.account_id == account)


def by_token(connection: Connection, token_hash: str) -> Feed | None:
    """Whose calendar it is; None for an address that was replaced or stopped, and for an account
    that is closed."""
    return _found(connection, _f.token_hash == token_hash)


def _found(connection: Connection, which: ColumnElement[bool]) -> Feed | None:
    a = tables.account.c
    row = connection.execute(
        select(_f.account_id, _f.plain_titles, _f.created_at)
        .join(tables.account, a.id == _f.account_id)
        .where(which, a.state == "open")
    ).one_or_none()
    return (
        None
        if row is None
        else Feed(
            account=AccountId(row.account_id),
            plain_titles=row.plain_titles,
            created_at=row.created_at,
        )
    )
