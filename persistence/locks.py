"""Locks on an account, a name or a room for the length of a transaction (PostgreSQL; else none).

Whoever takes several takes them ascending, and all but `beginner_key` before any room's row. SQLite
needs none: its writers come one after the other.
"""

import hashlib

from sqlalchemy import Connection, text

from rooms.ids import AccountId, RoomId


def account_key(account: AccountId) -> int:
    """The account's advisory lock: a stable 64-bit hash, the same in every process."""
    return _key(b"account", account)


def beginner_key(account: AccountId) -> int:
    """The lock under which an account begins to write in a room; it is taken after all others."""
    return _key(b"beginner", account)


def skeleton_key(skeleton: str) -> int:
    """The lock under which a name is looked up and taken."""
    return _key(b"name", skeleton)


def throttle_key(scope: str, key: str) -> int:
    """The lock under which tries are counted."""
    return _key(b"throttle", f"{scope} {key}")


def joining_key() -> int:
    """The lock under which joining is paused and opened again."""
    return _key(b"joining", "")


def hold(connection: Connection, *keys: int) -> None:
    """Exclusive until the transaction ends; what is read afterwards sees all earlier commits."""
    if connection.dialect.name != "postgresql":
        return
    for key in sorted(keys):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def hold_room(connection: Connection, room: RoomId) -> None:
    """The room's row, until the transaction ends: what appends lock too. Read in a later statement,
    which sees all that was committed before the lock was won."""
    if connection.dialect.name != "postgresql":
        return
    # As an append locks it: it does not keep others from referring to the row.
    held = text("SELECT id FROM room WHERE id = :room FOR NO KEY UPDATE")
    connection.execute(held, {"room": room})


def _key(person: bytes, subject: str) -> int:
    digest = hashlib.blake2b(subject.encode(), person=person, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
