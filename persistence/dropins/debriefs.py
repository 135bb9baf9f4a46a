"""How a session was for the one who hosted it: for that mentor alone, unless they want to talk to
somebody. Then a moderator is called, with the mentor's words.
"""

import enum

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from persistence import clock, tables
from persistence.dropins import calls, found
from rooms.actor import Actor
from rooms.dropins.intake import clean_words
from rooms.dropins.stages import State
from rooms.dropins.views import CallKind
from rooms.ids import AccountId, DropInId, counted_digest
from rooms.permissions import Action
from rooms.refusals import Code, Refusal, refuse

MOST_WORDS = 600

_b = tables.drop_in_debrief.c


class How(enum.StrEnum):
    """How was that for you?"""

    GOOD = "good"
    MIXED = "mixed"
    HEAVY = "heavy"


class Debrief(msgspec.Struct, frozen=True, kw_only=True):
    """`words` may be empty. `wants_talk`: would like to talk to somebody about it."""

    how: How
    words: str = ""
    wants_talk: bool = False


def write(
    connection: Connection, secret: bytes, actor: Actor, drop_in: DropInId, said: Debrief
) -> bool | Refusal:
    """Write down how it was; again changes it. True when a moderator was called for it just now:
    tell those who watch after the commit.

    Refused: `unknown_drop_in`, `not_allowed` to all but its hosts, `too_early` while it is not
    over."""
    words = clean_words(said.words, MOST_WORDS)
    if isinstance(words, Refusal):
        return words
    session = found.session(connection, drop_in)
    if session is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    person = found.person_who_may(connection, secret, actor, session.room, Action.READ)
    if isinstance(person, Refusal):
        return person
    if actor.account not in session.hosts:
        return refuse(Code.NOT_ALLOWED)
    if session.state in (State.SCHEDULED, State.LIVE):
        return refuse(Code.TOO_EARLY, at=session.over_at)
    _keep(connection, drop_in, actor.account, said, words)
    return said.wants_talk and calls.call(
        connection,
        CallKind.ASKED,
        session.room,
        key=f"debrief:{counted_digest(secret, b'debrief', drop_in, actor.account)}",
        account=actor.account,
        note=words or None,
    )


def own(connection: Connection, drop_in: DropInId, account: AccountId) -> Debrief | None:
    """What this host has written down of this session."""
    row = connection.execute(
        select(_b.how, _b.words, _b.wants_talk).where(
            _b.drop_in_id == drop_in, _b.account_id == account
        )
    ).one_or_none()
    if row is None:
        return None
    return Debrief(how=How(row.how), words=row.words or "", wants_talk=row.wants_talk)


def _keep(
    connection: Connection, drop_in: DropInId, account: AccountId, said: Debrief, words: str
) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {
        "how": said.how.value,
        "words": words or None,
        "wants_talk": said.wants_talk,
        "at": clock.now_ms(connection),
    }
    connection.execute(
        dialect.insert(tables.drop_in_debrief)
        .values(drop_in_id=drop_in, account_id=account, **values)
        .on_conflict_do_update(index_elements=[_b.drop_in_id, _b.account_id], set_=values)
    )
