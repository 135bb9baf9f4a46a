"""Who looks after the rooms now: whoever has said so, and whoever has the list of what waits open.
Nobody is on duty longer than they say so again, and nobody without the powers for it.
"""

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from persistence import tables
from persistence.people.shown_names import shown_name
from rooms.actor import Role
from rooms.ids import AccountId, RoomId

SWITCHED_MS = 2 * 3_600_000
WATCHING_MS = 150_000
"""The page says every minute that it is open: two of them may be lost."""

_d = tables.duty.c


def switch_on(connection: Connection, account: AccountId, now: int) -> None:
    """On duty for two hours from now."""
    _keep_until(connection, account, now + SWITCHED_MS)


def watch(connection: Connection, account: AccountId, now: int) -> None:
    """The list is open before this person: on duty while that goes on, or for as long as they had
    said."""
    until = _until(connection, account)
    if until < now + WATCHING_MS:
        _keep_until(connection, account, now + WATCHING_MS)


def switch_off(connection: Connection, account: AccountId) -> None:
    connection.execute(delete(tables.duty).where(_d.account_id == account))


def has_switched_on(connection: Connection, account: AccountId, now: int) -> bool:
    """Whether this person has said so, and does not merely have the list open."""
    return _until(connection, account) > now + WATCHING_MS


def counts(connection: Connection, account: AccountId, now: int) -> bool:
    """Whether this person is on duty, by their word or by the open list."""
    return _until(connection, account) > now


def names(connection: Connection, now: int, room: RoomId | None = None) -> list[str]:
    """Who is on duty, by screen name; with `room` those alone who look after that one."""
    found = connection.execute(
        select(shown_name(_d.account_id).label("name"))
        .join(tables.account, tables.account.c.id == _d.account_id)
        .where(_d.until > now, tables.account.c.state == "open", ~_suspended(now))
        .where(_is_staff(room))
        .order_by(_d.account_id)
    )
    return sorted(found.scalars())


def _until(connection: Connection, account: AccountId) -> int:
    asked = select(_d.until).where(_d.account_id == account)
    return connection.execute(asked).scalar_one_or_none() or 0


def _keep_until(connection: Connection, account: AccountId, until: int) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(tables.duty)
        .values(account_id=account, until=until)
        .on_conflict_do_update(index_elements=[_d.account_id], set_={"until": until})
    )


def _suspended(now: int) -> ColumnElement[bool]:
    s = tables.suspension.c
    return exists().where(s.account_id == _d.account_id, s.until > now)


def _is_staff(room: RoomId | None) -> ColumnElement[bool]:
    """A room's own row counts before the row for all of them."""
    own, general = tables.role_grant.alias(), tables.role_grant.alias()
    staff = [role.value for role in Role if role.is_staff]
    everywhere = exists().where(
        general.c.account_id == _d.account_id,
        general.c.room_id == tables.ANYWHERE,
        general.c.role.in_(staff),
    )
    here = [own.c.account_id == _d.account_id, own.c.room_id != tables.ANYWHERE]
    if room is None:
        return or_(everywhere, exists().where(*here, own.c.role.in_(staff)))
    here.append(own.c.room_id == room)
    return or_(exists().where(*here, own.c.role.in_(staff)), everywhere & ~exists().where(*here))
