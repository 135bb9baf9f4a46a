"""The log of every room. The words of a message live in `entry.body` alone."""

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from persistence.tables.stored import Moment, Number, Stored, Words

# For pages alone: a look-up by message id does not say `seq > 0`, and so never walks a room by it.
_PAGED = text("kind = 'message_posted' AND seq > 0")
_TOGETHER = text("kind = 'messages_removed'")
_SEALED = text("sealed_at IS NOT NULL AND body IS NOT NULL")


class Log(Stored, table=True):
    """One row. `epoch` changes when the log is restored from a backup: old cursors are void."""

    id: int = Field(primary_key=True)
    epoch: str


class Entry(Stored, table=True):
    """The log. `payload` is the event as JSON without body and name; `sealed_at` is set once
    members may no longer see the body, which is purged with the digest 72 hours later.

    No foreign key to the room: an append writes under the lock of the room's row that it has read,
    and no room is ever deleted (measured on PostgreSQL: a fifth of what a message costs there)."""

    __table_args__ = (
        # The command first: one look-up tells whether it was answered, and whether its id is taken.
        UniqueConstraint("command_id", "actor_id", "room_id"),
        # With the kind, so that a message is found among many reactions to it. That no two messages
        # have one id is decided under the room's lock.
        Index("ix_entry_message", "room_id", "message_id", "kind"),
        Index("ix_entry_posts", "room_id", "seq", sqlite_where=_PAGED, postgresql_where=_PAGED),
        Index(
            "ix_entry_removed_together",
            "room_id",
            "seq",
            sqlite_where=_TOGETHER,
            postgresql_where=_TOGETHER,
        ),
        Index(
            "ix_entry_sealed",
            "sealed_at",
            sqlite_where=_SEALED,
            postgresql_where=_SEALED,
        ),
    )

    room_id: str = Field(primary_key=True)
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
