"""People: accounts, names, sessions, roles. Only these tables, and those that name an account's id,
know a person; what members see of each other is the member id."""

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from persistence.tables.stored import Moment, Stored


class Account(Stored, table=True):
    """`state` is open, closed or left. `closed_by` is the role with which it was closed: no lesser
    one opens it again. `consent_*`: the text that was agreed to, and when. `zone` and `tongue`: in
    which the person is written to; `mail_agreed_at`: since when also by mail."""

    id: str = Field(primary_key=True)
    state: str
    closed_by: str | None = None
    password_hash: str | None = None
    recovery_hash: str | None = None
    email: str | None = None
    adult_at: int | None = Field(default=None, sa_type=BigInteger)
    consent_version: str | None = None
    consent_at: int | None = Field(default=None, sa_type=BigInteger)
    auth_version: int
    created_at: Moment
    demo: bool
    zone: str | None = None
    tongue: str | None = None
    mail_agreed_at: int | None = Field(default=None, sa_type=BigInteger)


class ScreenName(Stored, table=True):
    """`tree` '*' is the name taken at joining. No two accounts hold one skeleton, in any trees."""

    __tablename__ = "screen_name"
    __table_args__ = (UniqueConstraint("skeleton", "tree"),)

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    tree: str = Field(primary_key=True)
    name: str
    skeleton: str
    since: Moment


class HeldName(Stored, table=True):
    """A name that was given up: nobody else gets its look for 90 days."""

    __tablename__ = "held_name"
    __table_args__ = (Index(None, "account_id"),)

    skeleton: str = Field(primary_key=True)
    account_id: str
    until: Moment


class Membership(Stored, table=True):
    """Made by the first accepted write. `arrival` is the rate limit's number (`rooms.limits`),
    `posts` counts the messages ever written here. No foreign key: see `Entry`."""

    __table_args__ = (
        UniqueConstraint("room_id", "member_id"),
        Index(None, "account_id"),
        # A room's people side by side: a batch writes fewer pages.
        {"sqlite_with_rowid": False},
    )

    room_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    member_id: str
    arrival: Moment
    last_post: Moment
    posts: int
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
    shared_device: bool
    created_at: Moment
    seen_at: Moment
    expires_at: Moment
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class Throttle(Stored, table=True):
    """Tries that failed, by what they have in common. `key` is a keyed hash: no name, no address.
    `arrival` is GCRA's number (`rooms.limits`), `failures` those in a row."""

    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    arrival: Moment
    failures: int
    last_at: Moment


class OneUseLink(Stored, table=True):
    """A link that an operator gave out once, by its token's hash."""

    __tablename__ = "one_use_link"

    id_hash: str = Field(primary_key=True)
    account_id: str
    kind: str
    expires_at: Moment
    used_at: int | None = Field(default=None, sa_type=BigInteger)


class Notice(Stored, table=True):
    """Something the owner of an account is told at the next log-in, until they have seen it."""

    id: str = Field(primary_key=True)
    account_id: str = Field(index=True)
    kind: str
    drop_in_id: str | None = None
    at: Moment
    seen_at: int | None = Field(default=None, sa_type=BigInteger)
