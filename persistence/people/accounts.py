"""Accounts: made with a screen name and a password's hash, found again by the look of the name."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, insert, select, update

from persistence import locks, tables
from persistence.people import held_names
from rooms.actor import Role
from rooms.ids import AccountId, new_opaque_id
from rooms.names import clean_name, resembles, skeleton
from rooms.refusals import Code, Refusal, refuse

_a = tables.account.c


class Credentials(msgspec.Struct, frozen=True):
    """What a log-in is held against. `auth_version` changes with the password and the state."""

    account: AccountId
    password_hash: str | None
    closed: bool
    auth_version: int
    recovery_hash: str | None = None
    demo: bool = False


class Particulars(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said when joining, besides the name. `account`: the id to take, if it is free.

    Whoever an operator adds has said none of it.
    """

    account: AccountId | None = None
    email: str | None = None
    adult: bool = False
    consent_version: str | None = None
    recovery_hash: str | None = None


class Private(msgspec.Struct, frozen=True, kw_only=True):
    """What only the owner of an account may know of it."""

    email: str | None
    consent_version: str | None
    demo: bool


NOTHING_SAID = Particulars()


def create(
    connection: Connection,
    name: str,
    password_hash: str | None,
    now: int,
    *,
    demo: bool = False,
    said: Particulars = NOTHING_SAID,
) -> AccountId | Refusal:
    """A new account, or `name_invalid`, or `name_taken`: by anyone, in any tree, or given up by
    somebody less than 90 days ago; also when the id is taken."""
    shown = clean_name(name)
    if isinstance(shown, Refusal):
        return shown
    look = skeleton(shown)
    account = said.account or AccountId(new_opaque_id())
    locks.hold(connection, locks.skeleton_key(look), locks.account_key(account))
    if exists(connection, account) or is_taken(connection, shown, now):
        return refuse(Code.NAME_TAKEN)
    connection.execute(
        insert(tables.account).values(
            id=account,
            state="open",
            password_hash=password_hash,
            recovery_hash=said.recovery_hash,
            email=said.email,
            adult_at=now if said.adult else None,
            consent_version=said.consent_version,
            consent_at=now if said.consent_version else None,
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


def is_taken(
    connection: Connection, name: str, now: int, *, by_other_than: AccountId | None = None
) -> bool:
    """Whether somebody has a name that looks so, in any tree, or gave it up not long ago; or it
    could be taken for the name of one of the staff."""
    look, named = skeleton(name), tables.screen_name.c
    mine = by_other_than or AccountId("")
    others = select(named.account_id).where(named.skeleton == look, named.account_id != mine)
    if connection.execute(others.limit(1)).first() is not None:
        return True
    if held_names.holder(connection, look, now) not in (None, mine):
        return True
    return resembles(name, _staff_names(connection, mine))


def exists(connection: Connection, account: AccountId) -> bool:
    return connection.execute(select(_a.id).where(_a.id == account)).first() is not None


def by_name(connection: Connection, name: str) -> Credentials | None:
    """Whom the name taken at joining belongs to; look-alikes find the same account."""
    named = tables.screen_name.c
    asked = (
        _credentials()
        .join(tables.screen_name, named.account_id == _a.id)
        .where(named.tree == tables.ANYWHERE, named.skeleton == skeleton(name))
    )
    return _found(connection, asked)


def by_id(connection: Connection, account: AccountId) -> Credentials | None:
    return _found(connection, _credentials().where(_a.id == account))


def private(connection: Connection, account: AccountId) -> Private:
    """Of an account that exists."""
    asked = select(_a.email, _a.consent_version, _a.demo).where(_a.id == account)
    return Private(**connection.execute(asked).one()._mapping)


def zone(connection: Connection, account: AccountId) -> str | None:
    """The IANA time zone that its owner chose, if any."""
    found: str | None = connection.execute(
        select(_a.zone).where(_a.id == account)
    ).scalar_one_or_none()
    return found


def set_email(connection: Connection, account: AccountId, email: str | None) -> None:
    connection.execute(update(tables.account).where(_a.id == account).values(email=email))


def consent(connection: Connection, account: AccountId, version: str, now: int) -> None:
    """The owner agrees that words about their health are kept, as this version of the text says."""
    connection.execute(
        update(tables.account)
        .where(_a.id == account)
        .values(consent_version=version, consent_at=now)
    )


def count(connection: Connection, *, demo: bool | None = None) -> int:
    """How many accounts there are: all, or only the invented or only the real ones."""
    asked = select(func.count()).select_from(tables.account)
    if demo is not None:
        asked = asked.where(_a.demo.is_(demo))
    return int(connection.execute(asked).scalar_one())


def _staff_names(connection: Connection, mine: AccountId) -> list[str]:
    named, granted = tables.screen_name.c, tables.role_grant.c
    asked = (
        select(named.name)
        .join(tables.role_grant, granted.account_id == named.account_id)
        .where(granted.role != Role.MEMBER.value, named.account_id != mine)
        .distinct()
    )
    return list(connection.execute(asked).scalars())


def _credentials() -> Select[Any]:
    return select(
        _a.id, _a.password_hash, _a.state, _a.auth_version, _a.recovery_hash, _a.demo
    ).select_from(tables.account)


def _found(connection: Connection, asked: Select[Any]) -> Credentials | None:
    row = connection.execute(asked).one_or_none()
    if row is None:
        return None
    return Credentials(
        account=AccountId(row.id),
        password_hash=row.password_hash,
        closed=row.state != "open",
        auth_version=row.auth_version,
        recovery_hash=row.recovery_hash,
        demo=row.demo,
    )
