"""What keeps people safe: restrictions, the audit, and what is waiting for a moderator."""

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field

from persistence.tables.stored import COUNTED, Moment, Number, Stored

_NOT_ENDED = text("ended_at IS NULL")
_OPEN = text("closed_at IS NULL")
_WAITING = text("answered_at IS NULL")


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


class Audit(Stored, table=True):
    """Who did what to whom, and why: written in the transaction of the act, never changed."""

    id: int | None = Field(default=None, primary_key=True, sa_type=COUNTED)
    at: Moment
    actor_id: str
    action: str
    room_id: str | None = None
    target_account: str | None = None
    target_seq: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None


class Report(Stored, table=True):
    """Somebody told the moderators, of a message or of a room; open until one has seen to it.
    `reporter_id` is None for a guest. `concern` is from a closed list, `note` is in their words."""

    id: str = Field(primary_key=True)
    room_id: str
    message_id: str | None = None
    concern: str
    note: str | None = Field(default=None, sa_type=Text)
    reporter_id: str | None = None
    opened_at: Moment
    taken_by: str | None = None
    taken_at: int | None = Field(default=None, sa_type=BigInteger)
    closed_by: str | None = None
    closed_at: int | None = Field(default=None, sa_type=BigInteger)
    outcome: str | None = None

    __table_args__ = (
        Index("ix_report_message", "room_id", "message_id"),
        Index(
            "ix_report_open",
            "opened_at",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )


class FirstMessage(Stored, table=True):
    """The first message of a person in a room, until somebody has answered it."""

    __tablename__ = "first_message"

    room_id: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    account_id: str
    at: Moment
    claimed_by: str | None = None
    claimed_at: int | None = Field(default=None, sa_type=BigInteger)
    answered_at: int | None = Field(default=None, sa_type=BigInteger)

    __table_args__ = (
        Index(
            "ix_first_message_waiting",
            "at",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )


class Duty(Stored, table=True):
    """A moderator who looks after the rooms now, until then unless they say so again."""

    account_id: str = Field(primary_key=True)
    until: Moment


class Suspension(Stored, table=True):
    """Powers taken from a colleague until then; an admin sees it until one has taken note."""

    __table_args__ = (Index(None, "account_id"), Index(None, "until"))

    id: str = Field(primary_key=True)
    account_id: str
    until: Moment
    reason: str
    actor_id: str
    at: Moment
    noted_by: str | None = None
    noted_at: int | None = Field(default=None, sa_type=BigInteger)


class JoiningPause(Stored, table=True):
    """Nobody new can join until then, unless it was ended before."""

    __tablename__ = "joining_pause"

    id: str = Field(primary_key=True)
    until: Moment
    reason: str
    actor_id: str
    at: Moment
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
