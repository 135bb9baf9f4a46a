"""How a person wants to be written to: in which zone and language, and whether by mail at all. An
address was given for getting back in; that it is used for more takes a word of its own.
"""

import msgspec
from sqlalchemy import Connection, select, update

from persistence import clock, outbox, tables
from rooms.ids import AccountId

_a = tables.account.c


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """None where nothing was said. `by_mail` needs an address; `refused`: the last mail to it was
    not taken for good."""

    zone: str | None = None
    tongue: str | None = None
    address: str | None = None
    by_mail: bool = False
    refused: bool = False


def of(connection: Connection, account: AccountId) -> Wishes:
    """Of an account that exists."""
    columns = (_a.zone, _a.tongue, _a.email, _a.mail_agreed_at)
    row = connection.execute(select(*columns).where(_a.id == account)).one()
    return Wishes(
        zone=row.zone,
        tongue=row.tongue,
        address=row.email,
        by_mail=row.email is not None and row.mail_agreed_at is not None,
        refused=outbox.last_mail_refused(connection, account),
    )


def set_zone(
    connection: Connection, account: AccountId, zone: str, tongue: str | None = None
) -> None:
    """`zone` is one that there is. Without `tongue` the language stays as it was."""
    values = {"zone": zone} if tongue is None else {"zone": zone, "tongue": tongue}
    connection.execute(update(tables.account).where(_a.id == account).values(**values))


def agree_to_mail(connection: Connection, account: AccountId) -> None:
    """From now on also by mail; what was told before is not written again."""
    asked = update(tables.account).where(_a.id == account, _a.mail_agreed_at.is_(None))
    connection.execute(asked.values(mail_agreed_at=clock.now_ms(connection)))


def no_more_mail(connection: Connection, account: AccountId) -> None:
    """What waits to be mailed is dropped."""
    asked = update(tables.account).where(_a.id == account)
    connection.execute(asked.values(mail_agreed_at=None))
    outbox.void_mail(connection, account)
