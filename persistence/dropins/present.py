"""Who was there while a session was live, under a keyed hash each: a number can be made of it and
asked of one person, and no list. Hosts are not counted.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite

from persistence import tables
from rooms.ids import AccountId, DropInId, counted_digest

_d = tables.drop_in.c
_p = tables.drop_in_present.c


def mark(
    connection: Connection, secret: bytes, drop_in: DropInId, accounts: Iterable[AccountId]
) -> None:
    """These people were seen in the room while it was live. Marking twice is the same as once."""
    hosts = connection.execute(
        select(_d.host_id, _d.second_id).where(_d.id == drop_in)
    ).one_or_none()
    counted = sorted(set(accounts) - set(hosts or ()))
    if hosts is None or not counted:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(tables.drop_in_present).on_conflict_do_nothing(),
        [
            {"drop_in_id": drop_in, "digest": _digest(secret, drop_in, account)}
            for account in counted
        ],
    )


def was_there(connection: Connection, secret: bytes, drop_in: DropInId, account: AccountId) -> bool:
    mine = exists().where(_p.drop_in_id == drop_in, _p.digest == _digest(secret, drop_in, account))
    return bool(connection.execute(select(mine)).scalar_one())


def count(connection: Connection, drop_in: DropInId) -> int | None:
    """How many were there, in whole fives; None for fewer than five."""
    asked = select(func.count()).where(_p.drop_in_id == drop_in)
    return whole_fives(connection.execute(asked).scalar_one())


def whole_fives(number: int) -> int | None:
    """The number as it may be told: of four people, one is too easily known."""
    return number // 5 * 5 or None


def _digest(secret: bytes, drop_in: DropInId, account: AccountId) -> str:
    return counted_digest(secret, b"present", drop_in, account)
