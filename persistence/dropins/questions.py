"""Questions to the hosts of a session, asked ahead or while it is live, and answered in writing.

A question is for the hosts, its answer for its asker alone; in the room it appears only as its
asker ticked, which is an entry and so not done here.
"""

from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from persistence import clock, locks, outbox, tables
from persistence.dropins import found, often
from persistence.dropins.found import Session
from persistence.people import memberships
from persistence.people.shown_names import shown_name
from rooms import newcomers
from rooms.actor import Actor
from rooms.dropins.acts import MOST_QUESTION, Language
from rooms.dropins.forms import Shown
from rooms.dropins.intake import some_words
from rooms.dropins.stages import State
from rooms.dropins.views import Asked
from rooms.ids import AccountId, DropInId, PublicId, RoomId
from rooms.permissions import Action
from rooms.refusals import Code, Refusal, refuse

KEPT_MS = 7 * 24 * 3_600_000
"""So long after its session a question is kept, and can be answered in writing."""
MOST_OPEN = 5
"""Questions of one person in one session that wait for an answer."""
MOST_ANSWER = 2_000

_q = tables.drop_in_question.c
_OPEN = (_q.answered_at.is_(None), _q.read_out.is_(None))

# Made once: it is asked with every snapshot.
_WAITING = (
    select(
        *(_q.id, _q.body, _q.shown, _q.language, _q.at),
        shown_name(_q.account_id, _q.room_id).label("name"),
    )
    .where(*_OPEN)
    .order_by(_q.at, _q.id)
)


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question as asked. `question` is drawn by whoever asks, so that sending it twice is asking
    it once."""

    question: PublicId
    body: Annotated[str, Meta(max_length=20_000)]
    shown: Shown = Shown.NO
    language: Language = "en"


class OwnQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One's own question. `read_out`: it was answered in the room. `kept_until` (ms): it is erased
    then, unless its session is put off."""

    question: PublicId
    body: str
    shown: Shown
    language: str
    at: int
    answer: str = ""
    answered_at: int | None = None
    read_out: bool = False
    kept_until: int | None = None


def ask(
    connection: Connection, secret: bytes, actor: Actor, drop_in: DropInId, asked: Question
) -> RoomId | Refusal:
    """Ask the hosts something, from scheduling on until the session ends; the session's room.

    Refused: `unknown_drop_in`, `not_live` (it is over), `too_many_questions`, what
    `some_words` refuses, and `idempotency_conflict`: the id is another question's."""
    body = some_words(asked.body, MOST_QUESTION)
    if isinstance(body, Refusal):
        return body
    if refusal := often.too_often(connection, secret, actor.account):
        return refusal
    locks.hold(connection, locks.account_key(actor.account))
    session = _held(connection, secret, actor, drop_in, Action.TAKE_PLACE, body)
    if isinstance(session, Refusal):
        return session
    known = connection.execute(
        select(_q.account_id, _q.drop_in_id, _q.body).where(_q.id == asked.question)
    ).one_or_none()
    if known is not None:
        same = tuple(known) == (actor.account, drop_in, body)
        return session.room if same else refuse(Code.IDEMPOTENCY_CONFLICT)
    if session.state not in (State.SCHEDULED, State.LIVE):
        return refuse(Code.NOT_LIVE)
    if _open_of(connection, drop_in, actor.account) >= MOST_OPEN:
        return refuse(Code.TOO_MANY_QUESTIONS, limit=MOST_OPEN)
    _store(connection, session, actor.account, asked, body)
    if asked.shown is Shown.NAMED:
        # Read out in the room, it is found by the member id who asked.
        memberships.ensure(
            connection, secret, session.room, actor.account, clock.now_ms(connection)
        )
    return session.room


def take_back(
    connection: Connection, actor: Actor, drop_in: DropInId, question: PublicId
) -> RoomId | Refusal:
    """Erase one's own question, answered or not; what was read out in the room stays there. One
    that is not there any more is `gone`."""
    session = found.held_session(connection, drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    erased = connection.execute(
        delete(tables.drop_in_question).where(
            *_this(drop_in, question), _q.account_id == actor.account, _q.read_out.is_(None)
        )
    )
    if not erased.rowcount:
        return refuse(Code.GONE)
    # One that was not reached in line has its place's id.
    place = tables.drop_in_place.c
    connection.execute(
        update(tables.drop_in_place).where(place.id == question).values(question=None)
    )
    found.moved(connection, drop_in)
    return session.room


def answer(
    connection: Connection,
    secret: bytes,
    actor: Actor,
    drop_in: DropInId,
    question: PublicId,
    body: str,
) -> RoomId | Refusal:
    """Answer in writing, for the asker alone, who is told: hosts and staff, until seven days after
    the session. Refused: `gone` (taken back or erased), `nothing_to_change` (answered before),
    `too_late`, and what `some_words` refuses."""
    words = some_words(body, MOST_ANSWER)
    if isinstance(words, Refusal):
        return words
    session = _held(connection, secret, actor, drop_in, Action.HOST)
    if isinstance(session, Refusal):
        return session
    now = clock.now_ms(connection)
    if now > session.over_at + KEPT_MS:
        return refuse(Code.TOO_LATE, minutes=KEPT_MS // 60_000)
    asker = connection.execute(
        select(_q.account_id).where(*_this(drop_in, question))
    ).scalar_one_or_none()
    if asker is None:
        return refuse(Code.GONE)
    given = {"answer": words, "answered_at": now, "answered_by": actor.account}
    changed = connection.execute(
        update(tables.drop_in_question).where(*_this(drop_in, question), *_OPEN).values(given)
    )
    if not changed.rowcount:
        return refuse(Code.NOTHING_TO_CHANGE)
    _tell(connection, drop_in, question, asker, now)
    found.moved(connection, drop_in)
    return session.room


def waiting(connection: Connection, drop_in: DropInId) -> tuple[Asked, ...]:
    """The questions that wait for an answer, oldest first, as hosts see them: who asked is named
    only where the asker ticked so."""
    rows = connection.execute(_WAITING.where(_q.drop_in_id == drop_in))
    return tuple(
        Asked(
            question=row.id,
            body=row.body,
            shown=Shown(row.shown),
            name=row.name if row.shown == Shown.NAMED.value else "",
            language=row.language,
            at=row.at,
        )
        for row in rows
    )


def own(connection: Connection, drop_in: DropInId, account: AccountId) -> tuple[OwnQuestion, ...]:
    """What this person asked in this session, oldest first, with the answers."""
    columns = (_q.id, _q.body, _q.shown, _q.language, _q.at, _q.erase_at)
    rows = connection.execute(
        select(*columns, _q.answer, _q.answered_at, _q.read_out)
        .where(_q.drop_in_id == drop_in, _q.account_id == account)
        .order_by(_q.at, _q.id)
    )
    return tuple(
        OwnQuestion(
            question=row.id,
            body=row.body,
            shown=Shown(row.shown),
            language=row.language,
            at=row.at,
            answer=row.answer or "",
            answered_at=row.answered_at,
            read_out=row.read_out is not None,
            kept_until=row.erase_at,
        )
        for row in rows
    )


def _held(
    connection: Connection,
    secret: bytes,
    actor: Actor,
    drop_in: DropInId,
    action: Action,
    words: str = "",
) -> Session | Refusal:
    """The session, with its room held, for somebody who may do this there: `HOST` only for its
    hosts and staff."""
    session = found.held_session(connection, drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    person = found.person_who_may(connection, secret, actor, session.room, action)
    if isinstance(person, Refusal):
        return person
    if action is Action.HOST and not (person.role.is_staff or actor.account in session.hosts):
        return refuse(Code.NOT_ALLOWED)
    refused = newcomers.link_refused(person, words, clock.now_ms(connection))
    return refused or session


def _open_of(connection: Connection, drop_in: DropInId, account: AccountId) -> int:
    asked = select(func.count()).where(_q.drop_in_id == drop_in, _q.account_id == account, *_OPEN)
    return int(connection.execute(asked).scalar_one())


def _store(
    connection: Connection, session: Session, account: AccountId, asked: Question, body: str
) -> None:
    connection.execute(
        insert(tables.drop_in_question).values(
            id=asked.question,
            drop_in_id=session.drop_in,
            room_id=session.room,
            account_id=account,
            body=body,
            language=asked.language,
            shown=asked.shown.value,
            at=clock.now_ms(connection),
            erase_at=session.over_at + KEPT_MS,
        )
    )
    found.moved(connection, session.drop_in)


def _tell(
    connection: Connection, drop_in: DropInId, question: PublicId, asker: AccountId, now: int
) -> None:
    outbox.put(
        connection,
        key=f"question_answered:{question}",
        kind="question_answered",
        channel="page",
        account=asker,
        subject=drop_in,
        payload={},
        due_at=now,
    )


def _this(drop_in: DropInId, question: PublicId) -> tuple[ColumnElement[bool], ...]:
    return _q.id == question, _q.drop_in_id == drop_in
