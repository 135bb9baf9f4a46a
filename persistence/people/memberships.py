"""Who belongs to a room: the row that ties an account to its member id there."""

from sqlalchemy import Connection, insert, select

from persistence import locks, tables
from rooms.ids import AccountId, MemberId, RoomId, member_id

_m = tables.membership.c


def ensure(
    connection: Connection, secret: bytes, room: RoomId, account: AccountId, now: int
) -> MemberId:
    """The member id, with its row: for people who are seen in a room, or are given a role in it,
    before they have written there."""
    locks.hold(connection, locks.account_key(account))
    mine = (_m.room_id == room, _m.account_id == account)
    found: MemberId | None = connection.execute(
        select(_m.member_id).where(*mine)
    ).scalar_one_or_none()
    if found is not None:
        return found
    member = member_id(secret, room, account)
    connection.execute(
        insert(tables.membership).values(
            room_id=room,
            account_id=account,
            member_id=member,
            arrival=0,
            last_post=0,
            joined_at=now,
        )
    )
    return member
