"""Accounts: made with a screen name and a password's hash, found again by the look of the name."""

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from persistence import locks, tables
from rooms.ids import AccountId, new_opaque_id
from rooms.names import clean_name, skeleton
from rooms.refusals import Code, Refusal, refuse


class Credentials(msgspec.Struct, frozen=True):
    """What a log-in is held against. `auth_version` changes with the password and the state."""

    account: AccountId
    password_hash: str | None
    closed: bool
    auth_version: int


def create(
    connection: Connection, name: str, password_hash: str | None, now: int, *, demo: bool = False
) -> AccountId | Refusal:
    """A new account, or `name_invalid`, or `name_taken`: by anyone, in any tree."""
    shown = clean_name(name)
    if isinstance(shown, Refusal):
        return shown
    look = skeleton(shown)
    locks.hold(connection, locks.skeleton_key(look))
    if _holder(connection, look) is not None:
        return refuse(Code.NAME_TAKEN)
    account = AccountId(new_opaque_id())
    connection.execute(
        insert(tables.account).values(
            id=account,
            state="open",
            password_hash=password_hash,
            auth_version=1,
            created_at=now,
            demo=demo,
        )
    )
    connection.execute(
        insert(tables.screen_name).values(
            account_id=account, tree=tables.ANYWHERE, name=shown, skeleton=look, since=now
        )
    )
    return account


def by_name(connection: Connection, name: str) -> Credentials | None:
    """Whom the name taken at joining belongs to; look-alikes find the same account."""
    named = tables.screen_name.c
    account = tables.account.c
    found = connection.execute(
        select(account.id, account.password_hash, account.state, account.auth_version)
        .join(tables.screen_name, named.account_id == account.id)
        .where(named.tree == tables.ANYWHERE, named.skeleton == skeleton(name))
    ).one_or_none()
    if found is None:
        return None
    return Credentials(
        account=AccountId(found.id),
        password_hash=found.password_hash,
        closed=found.state != "open",
        auth_version=found.auth_version,
    )


def set_password(connection: Connection, account: AccountId, password_hash: str) -> None:
    """Another password. Ending the sessions that began with the old one is the caller's."""
    locks.hold(connection, locks.account_key(account))
    of = tables.account
    connection.execute(
        update(of)
        .where(of.c.id == account)
        .values(password_hash=password_hash, auth_version=of.c.auth_version + 1)
    )


def count(connection: Connection, *, demo: bool | None = None) -> int:
    """How many accounts there are: all, or only the invented or only the real ones."""
    asked = select(func.count()).select_from(tables.account)
    if demo is not None:
        asked = asked.where(tables.account.c.demo.is_(demo))
    return int(connection.execute(asked).scalar_one())


def _holder(connection: Connection, look: str) -> str | None:
    named = tables.screen_name.c
    held = select(named.account_id).where(named.skeleton == look).limit(1)
    return connection.execute(held).scalar_one_or_none()
