"""How a session was for those who were there: two answers and some words, under a keyed hash.

Hosts see whole fives alone, counted, with the words in an order that tells nothing; so nobody finds
out who felt what, and no stored row says it.
"""

import enum
from collections import Counter

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from persistence import clock, tables
from persistence.dropins import found, present
from persistence.dropins.questions import KEPT_MS
from rooms.actor import Actor
from rooms.dropins.intake import clean_words
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, counted_digest
from rooms.permissions import Action
from rooms.refusals import Code, Refusal, refuse

MOST_WORDS = 600
RELEASED_BY = 5

_f = tables.drop_in_feedback.c


class Heard(enum.StrEnum):
    """Did you feel heard?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Again(enum.StrEnum):
    """Would you come again?"""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """`words` may be empty."""

    heard: Heard
    again: Again
    words: str = ""


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """What hosts see: of `answers` people, a multiple of five. `words` are in no order of time, and
    stand beside nobody's answers. `present`: how many were there, in whole fives from five up."""

    answers: int
    heard: dict[Heard, int]
    again: dict[Again, int]
    words: tuple[str, ...] = ()
    present: int | None = None


def give(
    connection: Connection, secret: bytes, actor: Actor, drop_in: DropInId, said: Feedback
) -> Refusal | None:
    """Say how it was, once a person; saying it again changes it until it is released.

    Refused: `unknown_drop_in`, `too_early` (it is not over), `too_late` (after seven days, or it
    has been released), `not_allowed` (was not there)."""
    words = clean_words(said.words, MOST_WORDS)
    if isinstance(words, Refusal):
        return words
    session = found.held_session(connection, drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    person = found.person_who_may(connection, secret, actor, session.room, Action.READ)
    if isinstance(person, Refusal):
        return person
    if session.state in (State.SCHEDULED, State.LIVE):
        return refuse(Code.TOO_EARLY, at=session.over_at)
    if not present.was_there(connection, secret, drop_in, actor.account):
        return refuse(Code.NOT_ALLOWED)
    number = _number(connection, secret, drop_in, actor.account)
    released = _count(connection, drop_in) // RELEASED_BY * RELEASED_BY
    if number <= released or clock.now_ms(connection) > session.over_at + KEPT_MS:
        return refuse(Code.TOO_LATE, minutes=KEPT_MS // 60_000)
    _keep(connection, _digest(secret, drop_in, actor.account), drop_in, number, said, words)
    return None


def read(
    connection: Connection, secret: bytes, actor: Actor, drop_in: DropInId
) -> Released | Refusal:
    """What is released, for hosts of the session and staff; `not_allowed` to all others."""
    session = found.session(connection, drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    person = found.person_who_may(connection, secret, actor, session.room, Action.READ)
    if isinstance(person, Refusal):
        return person
    if not (person.role.is_staff or actor.account in session.hosts):
        return refuse(Code.NOT_ALLOWED)
    return released(connection, drop_in)


def released(connection: Connection, drop_in: DropInId) -> Released:
    """The first whole fives, as hosts and staff may see them."""
    number = _count(connection, drop_in) // RELEASED_BY * RELEASED_BY
    rows = connection.execute(
        select(_f.heard, _f.again, _f.words)
        .where(_f.drop_in_id == drop_in, _f.number <= number)
        .order_by(_f.digest)
    ).all()
    heard, again = Counter(row.heard for row in rows), Counter(row.again for row in rows)
    return Released(
        answers=len(rows),
        heard={each: heard[each.value] for each in Heard},
        again={each: again[each.value] for each in Again},
        words=tuple(row.words for row in rows if row.words),
        present=present.count(connection, drop_in),
    )


def _number(connection: Connection, secret: bytes, drop_in: DropInId, account: AccountId) -> int:
    """The place of this person's answer among all: the next one's, if they have not given any."""
    mine = _f.digest == _digest(secret, drop_in, account)
    number = connection.execute(
        select(_f.number).where(_f.drop_in_id == drop_in, mine)
    ).scalar_one_or_none()
    return _count(connection, drop_in) + 1 if number is None else int(number)


def _count(connection: Connection, drop_in: DropInId) -> int:
    asked = select(func.count()).where(_f.drop_in_id == drop_in)
    return int(connection.execute(asked).scalar_one())


def _keep(
    connection: Connection,
    digest: str,
    drop_in: DropInId,
    number: int,
    said: Feedback,
    words: str,
) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"heard": said.heard.value, "again": said.again.value, "words": words or None}
    connection.execute(
        dialect.insert(tables.drop_in_feedback)
        .values(drop_in_id=drop_in, digest=digest, number=number, **values)
        .on_conflict_do_update(index_elements=[_f.drop_in_id, _f.digest], set_=values)
    )


def _digest(secret: bytes, drop_in: DropInId, account: AccountId) -> str:
    return counted_digest(secret, b"feedback", drop_in, account)
