"""Locks on an account or a name for the length of a transaction (PostgreSQL; elsewhere none).

Whoever takes several takes them ascending, and all but `beginner_key` before any room's row. SQLite
needs none: its writers come one after the other.
"""

import hashlib

from sqlalchemy import Connection, text

from rooms.ids import AccountId


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


def _key(person: bytes, subject: str) -> int:
    digest = hashlib.blake2b(subject.encode(), person=person, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
