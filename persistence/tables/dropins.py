"""Drop-ins: what was scheduled, each session, its line, and what is asked, felt and kept of it.

A live session's rules are in its room's row (`room.hosting`); times on a wall are texts with the
IANA zone beside them, and the instants follow from one tzdata.
"""

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field

from persistence.tables.stored import COUNTED, Moment, Number, Stored, Words

_HELD = text("ended_at IS NULL")
_AHEAD = text("state = 'scheduled'")
_LIVE = text("state = 'live'")
_OPEN = text("closed_at IS NULL")


class DropInSeries(Stored, table=True):
    """What sessions are made from. `plan` is the `rooms.dropins.plan.Plan` as JSON, without the
    host and the second, who are accounts here. `version` moves with every save: an edit of an older
    one is refused. `tzdata`: the version its instants were made with."""

    __tablename__ = "drop_in_series"
    __table_args__ = (Index(None, "room_id"), Index(None, "host_id"))

    id: str = Field(primary_key=True)
    room_id: str
    host_id: str
    second_id: str | None = None
    plan: Words
    version: int
    tzdata: str
    created_by: str
    created_at: Moment
    split_from: str | None = None
    stopped_at: int | None = Field(default=None, sa_type=BigInteger)


class DropIn(Stored, table=True):
    """One session. `original` is the wall time by which the series knows it, `starts` where it was
    moved to; `starts_at`, `ends_at` the instants. `apart`: changed by itself, so that an edit of
    the series leaves it alone. `sequence` is the calendar's (RFC 5545). `line_version` moves with
    every change that somebody sees. `last_hosting`: the room's `hosting` as it was when the
    session ended, for who undoes that. `told` are the hosts' words to all who wait."""

    __tablename__ = "drop_in"
    __table_args__ = (
        Index(None, "series_id"),
        Index(None, "host_id"),
        Index(None, "second_id"),
        Index(None, "room_id", "starts_at"),
        Index("ix_drop_in_ahead", "starts_at", sqlite_where=_AHEAD, postgresql_where=_AHEAD),
        Index("ix_drop_in_live", "room_id", sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: str = Field(primary_key=True)
    series_id: str
    room_id: str
    host_id: str
    second_id: str | None = None
    original: str
    starts: str
    zone: str
    minutes: int
    starts_at: Moment
    ends_at: Moment
    form: str
    languages: Words
    about: Words
    capacity: int
    turn_minutes: int
    first_timers_first: bool
    position_hidden: bool
    expert: bool
    apart: bool
    version: int
    sequence: int
    changed_at: Moment
    state: str
    opened_at: int | None = Field(default=None, sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    ended_by: str | None = None
    last_hosting: str | None = Field(default=None, sa_type=Text)
    line_open: bool
    line_version: Number
    last_number: Number
    late_minutes: int | None = None
    told: str | None = Field(default=None, sa_type=Text)
    told_at: int | None = Field(default=None, sa_type=BigInteger)
    offered_to: str | None = None
    offered_at: int | None = Field(default=None, sa_type=BigInteger)
    handed_note: str | None = Field(default=None, sa_type=Text)
    handed_at: int | None = Field(default=None, sa_type=BigInteger)
    well_at: int | None = Field(default=None, sa_type=BigInteger)


class DropInSeen(Stored, table=True):
    """When a host, or a helper who could be one, was last seen in the room of a session."""

    __tablename__ = "drop_in_seen"

    drop_in_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    at: Moment


class DropInPlace(Stored, table=True):
    """A place in line. `number` says which one it was when taken, `turn` where it stands now: the
    lowest is first. `note` is erased when the turn ends. `until`: of a call. One held place an
    account."""

    __tablename__ = "drop_in_place"
    __table_args__ = (
        Index(None, "drop_in_id"),
        Index(None, "account_id"),
        Index(
            "uq_drop_in_place_held",
            "account_id",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
    )

    id: str = Field(primary_key=True)
    drop_in_id: str
    account_id: str
    number: Number
    turn: Number
    state: str
    since: Moment
    until: int | None = Field(default=None, sa_type=BigInteger)
    joined_at: Moment
    began_at: int | None = Field(default=None, sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    question: str | None = Field(default=None, sa_type=Text)
    note: str | None = Field(default=None, sa_type=Text)
    shown: str
    language: str
    in_writing: bool
    first_time: bool
    position_hidden: bool
    moved_down: bool
    moved_up_at: int | None = Field(default=None, sa_type=BigInteger)
    answer: str | None = Field(default=None, sa_type=Text)
    answered_by: str | None = None


class HeldReply(Stored, table=True):
    """What somebody says when the share in a circle has ended; its id becomes the message's.
    `refusal`: why the room did not take it, as JSON; its words wait for their author."""

    __tablename__ = "held_reply"
    __table_args__ = (Index(None, "drop_in_id"),)

    id: str = Field(primary_key=True)
    drop_in_id: str
    account_id: str
    body: Words
    at: Moment
    released_at: int | None = Field(default=None, sa_type=BigInteger)
    refusal: str | None = Field(default=None, sa_type=Text)


class DropInQuestion(Stored, table=True):
    """A question, asked ahead or live. Not shown in the room, it is erased after 7 days:
    `erase_at`. `answer` is in writing, for its asker alone."""

    __tablename__ = "drop_in_question"
    __table_args__ = (Index(None, "drop_in_id"), Index(None, "account_id"), Index(None, "erase_at"))

    id: str = Field(primary_key=True)
    drop_in_id: str
    room_id: str
    account_id: str
    body: Words
    language: str
    shown: str
    at: Moment
    erase_at: int | None = Field(default=None, sa_type=BigInteger)
    answer: str | None = Field(default=None, sa_type=Text)
    answered_at: int | None = Field(default=None, sa_type=BigInteger)
    answered_by: str | None = None
    read_out: str | None = None


class DropInComing(Stored, table=True):
    """Who said they would come, and whether they want to be reminded. Never named, counted from
    five up."""

    __tablename__ = "drop_in_coming"
    __table_args__ = (Index(None, "account_id"),)

    drop_in_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    remind: bool
    at: Moment


class DropInPresent(Stored, table=True):
    """That somebody was there, under a keyed hash: a number can be made of it, and no list."""

    __tablename__ = "drop_in_present"

    drop_in_id: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)


class DropInFeedback(Stored, table=True):
    """Two answers and some words, under a keyed hash. The mentor sees whole fives alone."""

    __tablename__ = "drop_in_feedback"

    drop_in_id: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    number: Number
    heard: str
    again: str
    words: str | None = Field(default=None, sa_type=Text)


class DropInDebrief(Stored, table=True):
    """How it was for the mentor: seen by moderators only where they want to talk to somebody."""

    __tablename__ = "drop_in_debrief"

    drop_in_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    how: str
    words: str | None = Field(default=None, sa_type=Text)
    wants_talk: bool
    at: Moment


class HelpCall(Stored, table=True):
    """A call for a moderator: taken, and closed. `key` makes one call of what several processes
    see. `account_id`: who called, or whom it is about."""

    __tablename__ = "help_call"
    __table_args__ = (
        Index("ix_help_call_open", "at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "drop_in_id"),
    )

    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    kind: str
    room_id: str
    drop_in_id: str | None = None
    account_id: str | None = None
    note: str | None = Field(default=None, sa_type=Text)
    at: Moment
    taken_by: str | None = None
    taken_at: int | None = Field(default=None, sa_type=BigInteger)
    closed_by: str | None = None
    closed_at: int | None = Field(default=None, sa_type=BigInteger)


class ExpertRecord(Stored, table=True):
    """Somebody verified what an account is an expert in, by whom it was issued, and how long it
    holds."""

    __tablename__ = "expert_record"

    account_id: str = Field(primary_key=True)
    issuer: str
    scope: str
    expires_at: Moment
    verified_by: str
    verified_at: Moment


class CalendarFeed(Stored, table=True):
    """A person's secret calendar address, by the token's hash. Titles say nothing unless
    `plain_titles`."""

    __tablename__ = "calendar_feed"

    account_id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    plain_titles: bool
    created_at: Moment


class Outbox(Stored, table=True):
    """What is to leave the house or to reach a person (`page`, `mail`, later push), claimed by
    whoever sends it. `key` makes one of what several processes put in. `voided_at`: overtaken, for
    example by a cancellation."""

    __table_args__ = (
        Index(
            "ix_outbox_due",
            "due_at",
            sqlite_where=text("done_at IS NULL AND voided_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND voided_at IS NULL"),
        ),
        Index(None, "subject"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=COUNTED)
    key: str = Field(unique=True)
    kind: str
    channel: str
    account_id: str
    subject: str | None = None
    """The drop-in it is about."""
    payload: Words
    due_at: Moment
    claimed_at: int | None = Field(default=None, sa_type=BigInteger)
    claims: int
    done_at: int | None = Field(default=None, sa_type=BigInteger)
    voided_at: int | None = Field(default=None, sa_type=BigInteger)
    refused_as: int | None = None
    """What the receiving side answered that no later try would change: an SMTP reply code."""
