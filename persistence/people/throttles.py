"""Tries that are counted in the database, so that the limit holds over all processes.

A key is a keyed hash of what the tries have in common: no name and no address is stored.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from persistence import locks, tables
from rooms import tries
from rooms.limits import Rate
from rooms.tries import LONGEST_WAIT_MS, Tried, Try

_t = tables.throttle.c


class Limit(msgspec.Struct, frozen=True):
    """How often something of this scope may be tried by those who share the key; beyond that, ever
    longer waits up to `longest_wait_ms`."""

    scope: str
    key: str
    rate: Rate
    longest_wait_ms: int = LONGEST_WAIT_MS


class Begun(msgspec.Struct, frozen=True):
    """`wait_ms`: 0 when the try may be made. `costs`: what it costs at each limit, for `take_back`,
    in the order in which they were given."""

    wait_ms: int
    costs: tuple[Tried, ...] = ()


def begin(connection: Connection, limits: Sequence[Limit], now: int) -> Begun:
    """Count one try against each limit, all or none. Whoever counts at the same time, in whichever
    process, is counted before or after."""
    locks.hold(connection, *(locks.throttle_key(each.scope, each.key) for each in limits))
    counted = [(each, _counted(connection, each, now)) for each in limits]
    wait = max((made.wait_ms for _, made in counted), default=0)
    if wait:
        return Begun(wait)
    for limit, made in counted:
        _keep(connection, limit, made.tried, now)
    return Begun(0, tuple(made.cost for _, made in counted))


def spend(connection: Connection, scope: str, key: str, rate: Rate, now: int) -> int:
    """One act against one plain rate; how long to wait in ms, 0 when it may be done."""
    return begin(connection, [Limit(scope, key, rate, longest_wait_ms=0)], now).wait_ms


def take_back(connection: Connection, limit: Limit, cost: Tried) -> None:
    """The try was no guess, after all: it does not count."""
    locks.hold(connection, locks.throttle_key(limit.scope, limit.key))
    kept = tries.take_back(_tried(connection, limit), cost)
    connection.execute(
        update(tables.throttle)
        .where(_t.scope == limit.scope, _t.key == limit.key)
        .values(arrival=kept.arrival, failures=kept.failures)
    )


def forget(connection: Connection, limit: Limit) -> None:
    """Nothing was ever tried here."""
    connection.execute(delete(tables.throttle).where(_t.scope == limit.scope, _t.key == limit.key))


def _counted(connection: Connection, limit: Limit, now: int) -> Try:
    earlier = _tried(connection, limit)
    return tries.begin(limit.rate, earlier, now, longest_wait_ms=limit.longest_wait_ms)


def _tried(connection: Connection, limit: Limit) -> Tried:
    asked = select(_t.arrival, _t.failures).where(_t.scope == limit.scope, _t.key == limit.key)
    row = connection.execute(asked).one_or_none()
    return Tried(row.arrival, row.failures) if row else Tried()


def _keep(connection: Connection, limit: Limit, tried: Tried, now: int) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"arrival": tried.arrival, "failures": tried.failures, "last_at": now}
    connection.execute(
        dialect.insert(tables.throttle)
        .values(scope=limit.scope, key=limit.key, **values)
        .on_conflict_do_update(index_elements=[_t.scope, _t.key], set_=values)
    )
