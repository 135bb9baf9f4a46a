"""What is to reach a person later, or to leave the house: put in once, claimed, done or voided.

One key makes one row however many processes notice the same. Knows neither what a row is worth by
now (`persistence.dropins.telling`) nor how it is sent.
"""

import enum
from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from persistence import clock, tables
from rooms.ids import AccountId, DropInId

LEASE_MS = 60_000
"""A claim that is not done by then was of a process that died: another one may claim the row."""
KEPT_MS = 60 * 24 * 3_600_000

_o = tables.outbox.c
_WAITS = and_(_o.done_at.is_(None), _o.voided_at.is_(None))


class Kind(enum.StrEnum):
    """What a row says, in the page as a notice and by mail."""

    REMINDER_DAY = "reminder_day"
    REMINDER_SOON = "reminder_soon"
    OPEN = "open"
    MOVED = "moved"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    QUESTION_ANSWERED = "question_answered"


ABOUT_ITS_TIME = frozenset(Kind) - {Kind.QUESTION_ANSWERED}
"""The kinds that are overtaken when the session is moved or called off."""


class Channel(enum.StrEnum):
    """How it reaches the person. Whoever puts something in puts it in for the page; the mail
    follows from there, where the person agreed to mail and the house can send it."""

    PAGE = "page"
    MAIL = "mail"


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """Instants in ms. `starts_at`: of the session when this was put in; a reminder or a move is
    dropped where the session has another one by then. `was_at`: before it was moved."""

    starts_at: int = 0
    was_at: int = 0


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A claimed row. `claims` counts this claim."""

    id: int
    key: str
    kind: Kind
    channel: Channel
    account: AccountId
    subject: DropInId | None
    payload: Payload
    claims: int


def put(
    connection: Connection,
    *,
    key: str,
    kind: str,
    channel: str,
    account: AccountId,
    subject: DropInId | None,
    payload: Mapping[str, int],
    due_at: int,
) -> bool:
    """Whether it was put in: False when one of this key was there, sent or not. `kind`, `channel`
    and `payload` are a `Kind`, a `Channel` and the fields of a `Payload`."""
    values = {
        "key": key,
        "kind": Kind(kind).value,
        "channel": Channel(channel).value,
        "account_id": account,
        "subject": subject,
        "payload": msgspec.json.encode(msgspec.convert(payload, Payload)).decode(),
        "due_at": due_at,
        "claims": 0,
    }
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = (
        dialect.insert(tables.outbox)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[_o.key])
    )
    return connection.execute(made).rowcount == 1


def void(connection: Connection, subject: DropInId) -> int:
    """Whatever waits about this session's time is overtaken; how many rows. A row that is being
    sent at this moment may still arrive: what comes after it says what is true."""
    return _void(connection, _o.subject == subject, _o.kind.in_(sorted(ABOUT_ITS_TIME)))


def void_for(connection: Connection, account: AccountId, subject: DropInId) -> int:
    """The same for one person, who does not come after all or wants no reminder."""
    return _void(
        connection,
        _o.subject == subject,
        _o.account_id == account,
        _o.kind.in_(sorted(ABOUT_ITS_TIME)),
    )


def void_mail(connection: Connection, account: AccountId) -> int:
    """The person wants no more mail."""
    return _void(connection, _o.account_id == account, _o.channel == Channel.MAIL.value)


def due(connection: Connection, channel: Channel, now: int, most: int) -> list[int]:
    """The ids of rows that can be claimed, the longest due first."""
    asked = select(_o.id).where(_o.channel == channel.value, _claimable(now))
    return list(connection.execute(asked.order_by(_o.due_at, _o.id).limit(most)).scalars())


def subjects_due(connection: Connection, now: int, most: int) -> list[DropInId]:
    """The sessions about which something waits for the page."""
    asked = (
        select(_o.subject)
        .where(_o.channel == Channel.PAGE.value, _o.subject.is_not(None), _claimable(now))
        .distinct()
        .limit(most)
    )
    return list(connection.execute(asked).scalars())


def claim(connection: Connection, now: int, *which: ColumnElement[bool]) -> list[Parcel]:
    """These rows, for one minute, where nobody else has them: of two who claim one row at once one
    gets it."""
    taken = connection.execute(
        update(tables.outbox)
        .where(*which, _claimable(now))
        .values(claimed_at=now, claims=_o.claims + 1)
        .returning(
            _o.id, _o.key, _o.kind, _o.channel, _o.account_id, _o.subject, _o.payload, _o.claims
        )
    )
    return [
        Parcel(
            id=row.id,
            key=row.key,
            kind=Kind(row.kind),
            channel=Channel(row.channel),
            account=AccountId(row.account_id),
            subject=row.subject,
            payload=msgspec.json.decode(row.payload, type=Payload),
            claims=row.claims,
        )
        for row in sorted(taken, key=lambda row: row.id)
    ]


def about(subject: DropInId, channel: Channel) -> ColumnElement[bool]:
    """What to claim: all about a session that goes one way."""
    return and_(_o.subject == subject, _o.channel == channel.value)


def row(number: int) -> ColumnElement[bool]:
    """What to claim: this one alone."""
    return _o.id == number


def done(connection: Connection, ids: Collection[int], now: int) -> None:
    """They have arrived, or were handed on."""
    _settle(connection, ids, done_at=now)


def drop(connection: Connection, ids: Collection[int], now: int) -> None:
    """They are of no use any more."""
    _settle(connection, ids, voided_at=now)


def refused(connection: Connection, number: int, code: int, now: int) -> None:
    """It will not be taken, however often it is tried."""
    _settle(connection, (number,), voided_at=now, refused_as=code)


def later(connection: Connection, number: int, due_at: int) -> None:
    """It could not be sent now: free again, from `due_at` on."""
    connection.execute(
        update(tables.outbox).where(_o.id == number).values(due_at=due_at, claimed_at=None)
    )


def last_mail_refused(connection: Connection, account: AccountId) -> bool:
    """Whether the last mail to this person that was settled was not taken for good."""
    asked = (
        select(_o.refused_as)
        .where(_o.account_id == account, _o.channel == Channel.MAIL.value)
        .where(or_(_o.done_at.is_not(None), _o.refused_as.is_not(None)))
        .order_by(_o.id.desc())
        .limit(1)
    )
    return connection.execute(asked).scalar() is not None


def mail(connection: Connection, number: int) -> tuple[str, AccountId] | None:
    """The key of a mail, and whom it was for; None where there is none."""
    asked = select(_o.key, _o.account_id).where(_o.id == number, _o.channel == Channel.MAIL.value)
    found = connection.execute(asked).one_or_none()
    return None if found is None else (found.key, AccountId(found.account_id))


def purge(connection: Connection, now: int) -> int:
    """Delete what was settled or due 60 days ago; how many rows."""
    return int(connection.execute(delete(tables.outbox).where(_o.due_at <= now - KEPT_MS)).rowcount)


def _claimable(now: int) -> ColumnElement[bool]:
    free = or_(_o.claimed_at.is_(None), _o.claimed_at <= now - LEASE_MS)
    return and_(_WAITS, _o.due_at <= now, free)


def _void(connection: Connection, *which: ColumnElement[bool]) -> int:
    now = clock.now_ms(connection)
    voided = update(tables.outbox).where(_WAITS, *which).values(voided_at=now)
    return int(connection.execute(voided).rowcount)


def _settle(connection: Connection, ids: Collection[int], **values: int) -> None:
    connection.execute(
        update(tables.outbox).where(_o.id.in_(ids), _o.done_at.is_(None)).values(**values)
    )
