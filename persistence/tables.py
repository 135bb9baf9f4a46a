"""The tables, and nothing else. Times are milliseconds since the Unix epoch, database clock.

The words of a message live in `entry.body` alone. No table but `account` and those that name an
account's id knows a person; what members see of each other is the member id.
"""

from typing import Annotated

from sqlalchemy import BigInteger, Index, Integer, MetaData, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

ANYWHERE = "*"
"""In the place of a tree or a room: the name, or the role, where no row of its own says else."""

_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Moment = Annotated[int, Field(sa_type=BigInteger)]
Number = Annotated[int, Field(sa_type=BigInteger)]
Words = Annotated[str, Field(sa_type=Text)]
# SQLite numbers rows by itself only where the key is spelt INTEGER.
_COUNTED = BigInteger().with_variant(Integer, "sqlite")
_NOT_ENDED = text("ended_at IS NULL")
_POSTED = text("kind = 'message_posted'")
# For pages alone: a look-up by message id does not say `seq > 0`, and so never walks a room by it.
_PAGED = text("kind = 'message_posted' AND seq > 0")


class Stored(SQLModel):
    metadata = MetaData(naming_convention=_CONVENTION)


class Log(Stored, table=True):
    """One row. `epoch` changes when the log is restored from a backup: old cursors are void."""

    id: int = Field(primary_key=True)
    epoch: str


class Room(Stored, table=True):
    """`key` is the operator's own, in the data file; `names` and `purposes` are JSON by language.

    The row is the room's lock: `head` and `last_at` move under it alone.
    """

    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    tree: str
    position: int
    state: str
    readers: str
    pace_ms: int
    sensitive: bool
    names: Words
    purposes: Words
    languages: Words
    head: Number
    floor: Number
    last_at: Moment


class Account(Stored, table=True):
    """`closed_by` is the role with which it was closed: no lesser one opens it again."""

    id: str = Field(primary_key=True)
    state: str
    closed_by: str | None = None
    password_hash: str | None = None
    email: str | None = None
    auth_version: int
    created_at: Moment
    demo: bool


class ScreenName(Stored, table=True):
    """`tree` '*' is the name taken at joining. No two accounts hold one skeleton, in any trees."""

    __tablename__ = "screen_name"
    __table_args__ = (UniqueConstraint("skeleton", "tree"),)

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    tree: str = Field(primary_key=True)
    name: str
    skeleton: str
    since: Moment


class Membership(Stored, table=True):
    """Made by the first accepted write. `arrival` is the rate limit's number (`rooms.limits`)."""

    __table_args__ = (UniqueConstraint("room_id", "member_id"), Index(None, "account_id"))

    room_id: str = Field(primary_key=True, foreign_key="room.id")
    account_id: str = Field(primary_key=True)
    member_id: str
    arrival: Moment
    last_post: Moment
    joined_at: Moment


class RoleGrant(Stored, table=True):
    """A room's own row counts before the row for '*'."""

    __tablename__ = "role_grant"

    account_id: str = Field(primary_key=True)
    room_id: str = Field(primary_key=True)
    role: str


class Session(Stored, table=True):
    id_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    kind: str
    created_at: Moment
    seen_at: Moment
    expires_at: Moment
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class Sanction(Stored, table=True):
    """A restriction: its cause, who set it, and until when. `ended_at` when lifted or run out."""

    __table_args__ = (
        Index(
            "ix_sanction_held",
            "room_id",
            "account_id",
            sqlite_where=_NOT_ENDED,
            postgresql_where=_NOT_ENDED,
        ),
        Index("ix_sanction_due", "until", sqlite_where=_NOT_ENDED, postgresql_where=_NOT_ENDED),
    )

    room_id: str = Field(primary_key=True)
    seq: Number = Field(primary_key=True, sa_type=BigInteger)
    id: str
    account_id: str
    kind: str
    until: Moment
    reason: str
    actor_id: str
    at: Moment
    ended_at: int | None = Field(default=None, sa_type=BigInteger)


class Entry(Stored, table=True):
    """The log. `payload` is the event as JSON without body and name; `sealed_at` is set once
    members may no longer see the body, which is purged with the digest 72 hours later."""

    __table_args__ = (
        UniqueConstraint("actor_id", "command_id", "room_id"),
        Index("ix_entry_message", "room_id", "message_id"),
        Index(
            "uq_entry_posted",
            "room_id",
            "message_id",
            unique=True,
            sqlite_where=_POSTED,
            postgresql_where=_POSTED,
        ),
        Index("ix_entry_posts", "room_id", "seq", sqlite_where=_PAGED, postgresql_where=_PAGED),
        Index(
            "ix_entry_sealed",
            "sealed_at",
            sqlite_where=text("sealed_at IS NOT NULL AND body IS NOT NULL"),
            postgresql_where=text("sealed_at IS NOT NULL AND body IS NOT NULL"),
        ),
    )

    room_id: str = Field(primary_key=True, foreign_key="room.id")
    seq: Number = Field(primary_key=True, sa_type=BigInteger)
    at: Moment
    kind: str
    actor_id: str
    member_id: str | None = None
    command_id: str
    digest: str | None = None
    message_id: str | None = None
    payload: Words
    body: str | None = Field(default=None, sa_type=Text)
    sealed_at: int | None = Field(default=None, sa_type=BigInteger)


class Reaction(Stored, table=True):
    room_id: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    reaction: str = Field(primary_key=True)


class ReadMarker(Stored, table=True):
    __tablename__ = "read_marker"

    account_id: str = Field(primary_key=True)
    room_id: str = Field(primary_key=True)
    seq: Number
    at: Moment


class Audit(Stored, table=True):
    """Who did what to whom, and why: written in the transaction of the act, never changed."""

    id: int | None = Field(default=None, primary_key=True, sa_type=_COUNTED)
    at: Moment
    actor_id: str
    action: str
    room_id: str | None = None
    target_account: str | None = None
    target_seq: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None


class Report(Stored, table=True):
    """Somebody told the moderators of a message; open until one of them has seen to it."""

    id: str = Field(primary_key=True)
    room_id: str
    message_id: str
    opened_at: Moment
    closed_at: int | None = Field(default=None, sa_type=BigInteger)

    __table_args__ = (Index("ix_report_message", "room_id", "message_id"),)


class Outbox(Stored, table=True):
    """What is to leave the house (mail, push, webhooks), claimed by whoever sends it."""

    id: int | None = Field(default=None, primary_key=True, sa_type=_COUNTED)
    kind: str
    address: str
    payload: Words
    due_at: Moment
    claimed_at: int | None = Field(default=None, sa_type=BigInteger)
    done_at: int | None = Field(default=None, sa_type=BigInteger)


METADATA = Stored.metadata
_TABLES = METADATA.tables

log = _TABLES["log"]
room = _TABLES["room"]
account = _TABLES["account"]
screen_name = _TABLES["screen_name"]
membership = _TABLES["membership"]
role_grant = _TABLES["role_grant"]
session = _TABLES["session"]
sanction = _TABLES["sanction"]
report = _TABLES["report"]
entry = _TABLES["entry"]
reaction = _TABLES["reaction"]
read_marker = _TABLES["read_marker"]
audit = _TABLES["audit"]
outbox = _TABLES["outbox"]
