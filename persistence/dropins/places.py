"""The line of a session as rows: read as a `rooms.dropins.line.Line`, and what another line changed
of it written back. Why it changes is not known here.

Whoever writes holds the room's row, and has read after that.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, exists, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from persistence import tables
from persistence.dropins import held_replies
from persistence.dropins.questions import KEPT_MS
from rooms.dropins.forms import MOST_UNCOVERED, Form, Shown
from rooms.dropins.hosted import Hosted
from rooms.dropins.line import HeldReply, Line, Place
from rooms.dropins.stages import State
from rooms.dropins.views import PlaceState
from rooms.ids import AccountId, DropInId

_d = tables.drop_in.c
_p = tables.drop_in_place.c
_q = tables.drop_in_question.c

_hosted = msgspec.json.Decoder(Hosted)
_CHANGING = (
    "line_open",
    "last_number",
    "late_minutes",
    "told",
    "told_at",
    "offered_to",
    "offered_at",
    "handed_note",
    "handed_at",
    "well_at",
)
"""What acts on a line change of the session's own row."""
_WORDS = ("question", "note", "answer", "told", "handed_note")


def line_of(connection: Connection, drop_in: DropInId) -> Line | None:
    """The line as the connection sees it; None for an unknown session. Its places are those that
    are held, those that were not reached, and those of which a note is left."""
    found = connection.execute(
        select(tables.drop_in, tables.room.c.hosting)
        .join(tables.room, tables.room.c.id == _d.room_id)
        .where(_d.id == drop_in)
    ).one_or_none()
    if found is None:
        return None
    live = _live(found)
    return Line(
        drop_in=found.id,
        room=found.room_id,
        form=Form(found.form),
        state=State(found.state),
        host=live.host if live else found.host_id,
        co_host=live.co_host if live else found.second_id,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        ended_at=found.ended_at,
        capacity=_capacity(found, live),
        turn_minutes=found.turn_minutes,
        first_timers_first=found.first_timers_first,
        speaker=live.speaker if live else None,
        frozen=live.frozen if live else False,
        places=_places(connection, drop_in),
        replies=_replies(connection, found),
        **{name: _value(name, getattr(found, name)) for name in _CHANGING},
    )


def keep(connection: Connection, before: Line, after: Line) -> bool:
    """Write what is other in `after`; whether anything was. The session's version moves with it."""
    if before == after:
        return False
    held_replies.keep(connection, before, after)
    known = {place.id: place for place in before.places}
    for place in after.places:
        if place.id not in known:
            connection.execute(insert(tables.drop_in_place).values(_row(after, place)))
        elif place != known[place.id]:
            row = _row(after, place)
            connection.execute(update(tables.drop_in_place).where(_p.id == place.id).values(row))
            _keep_question(connection, after, known[place.id], place)
    changed = {
        name: getattr(after, name) or None if name in _WORDS else getattr(after, name)
        for name in _CHANGING
        if getattr(after, name) != getattr(before, name)
    }
    connection.execute(
        update(tables.drop_in)
        .where(_d.id == after.drop_in)
        .values(changed | {"line_version": _d.line_version + 1})
    )
    return True


def was_heard(connection: Connection, account: AccountId) -> bool:
    """Whether this person ever had a turn, or an answer in its place."""
    heard = (PlaceState.DONE.value, PlaceState.ANSWERED.value)
    asked = select(exists().where(_p.account_id == account, _p.state.in_(heard)))
    return bool(connection.execute(asked).scalar_one())


def held_elsewhere(
    connection: Connection, drop_in: DropInId, accounts: Iterable[AccountId]
) -> dict[AccountId, DropInId]:
    """In which other session each of the accounts holds a place, if in one."""
    found = connection.execute(
        select(_p.account_id, _p.drop_in_id).where(
            _p.account_id.in_(list(accounts)), _p.ended_at.is_(None), _p.drop_in_id != drop_in
        )
    )
    return {AccountId(row.account_id): row.drop_in_id for row in found}


def with_places(connection: Connection, drop_ins: Iterable[DropInId]) -> set[DropInId]:
    """Those of the sessions in whose line somebody is."""
    held = select(_p.drop_in_id).where(_p.drop_in_id.in_(list(drop_ins)), _p.ended_at.is_(None))
    return set(connection.execute(held).scalars())


def waiting_in(connection: Connection, drop_in: DropInId) -> set[AccountId]:
    """Who holds a place in this session's line."""
    held = select(_p.account_id).where(_p.drop_in_id == drop_in, _p.ended_at.is_(None))
    return {AccountId(account) for account in connection.execute(held).scalars()}


def returning_to(connection: Connection, drop_in: DropInId) -> set[AccountId]:
    """Who was not reached in a session that is live again: they may be given their place back."""
    unreached = select(_p.account_id).join(tables.drop_in, _d.id == _p.drop_in_id)
    found = connection.execute(
        unreached.where(
            _p.drop_in_id == drop_in,
            _p.state == PlaceState.UNREACHED.value,
            _d.state == State.LIVE.value,
        )
    )
    return {AccountId(account) for account in found.scalars()}


def recent_turns_ms(connection: Connection, host: AccountId, most: int) -> list[int]:
    """How long the latest turns took in sessions that were planned for this host, latest first."""
    found = connection.execute(
        select(_p.began_at, _p.ended_at)
        .join(tables.drop_in, _d.id == _p.drop_in_id)
        .where(_d.host_id == host, _p.state == PlaceState.DONE.value, _p.began_at.is_not(None))
        .order_by(_p.ended_at.desc())
        .limit(most)
    )
    return [row.ended_at - row.began_at for row in found if row.ended_at is not None]


def _places(connection: Connection, drop_in: DropInId) -> tuple[Place, ...]:
    unreached = _p.state == PlaceState.UNREACHED.value
    found = connection.execute(
        select(tables.drop_in_place)
        .where(_p.drop_in_id == drop_in)
        .where(or_(_p.ended_at.is_(None), unreached, _p.note.is_not(None)))
        .order_by(_p.turn, _p.number)
    )
    return tuple(_place(row) for row in found)


def _replies(connection: Connection, row: Row[Any]) -> tuple[HeldReply, ...]:
    is_circle = Form(row.form) is Form.CIRCLE
    return held_replies.held_in(connection, row.id) if is_circle else ()


def _place(row: Row[Any]) -> Place:
    named = {name: row._mapping[name] for name in Place.__struct_fields__ if name != "account"}
    words = {name: named[name] or "" for name in _WORDS if name in named}
    return Place(
        account=AccountId(row.account_id),
        **named | words | {"state": PlaceState(row.state), "shown": Shown(row.shown)},
    )


def _row(line: Line, place: Place) -> dict[str, Any]:
    values = msgspec.structs.asdict(place)
    values |= {name: values[name] or None for name in _WORDS if name in values}
    return values | {
        "drop_in_id": line.drop_in,
        "account_id": values.pop("account"),
        "state": place.state.value,
        "shown": place.shown.value,
    }


def _keep_question(connection: Connection, line: Line, before: Place, place: Place) -> None:
    """What was not reached is a question that waits for an answer in writing, until the end of the
    session is undone."""
    was = before.state is PlaceState.UNREACHED
    if place.state is PlaceState.UNREACHED and not was and place.question:
        _ask(connection, line, place)
    elif was and place.held:
        connection.execute(
            delete(tables.drop_in_question).where(_q.id == place.id, _q.answered_at.is_(None))
        )


def _ask(connection: Connection, line: Line, place: Place) -> None:
    # A session that was moved away is still ahead, and its hosts may answer until after it.
    ended_at = line.ended_at or max(place.ended_at or 0, line.ends_at)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    # It may be there, answered before the end was undone.
    connection.execute(
        dialect.insert(tables.drop_in_question)
        .values(
            id=place.id,
            drop_in_id=line.drop_in,
            room_id=line.room,
            account_id=place.account,
            body=place.question,
            language=place.language,
            shown=place.shown.value,
            at=place.joined_at,
            erase_at=ended_at + KEPT_MS,
        )
        .on_conflict_do_nothing(index_elements=[_q.id])
    )


def _live(row: Row[Any]) -> Hosted | None:
    """The room's rules, while this very session is the one that is live in it."""
    hosted = _hosted.decode(row.hosting) if row.hosting else None
    return hosted if hosted is not None and hosted.drop_in == row.id else None


def _capacity(row: Row[Any], live: Hosted | None) -> int:
    covered = row.second_id is not None or (live is not None and live.co_host is not None)
    return int(row.capacity) if covered else min(int(row.capacity), MOST_UNCOVERED)


def _value(name: str, stored: Any) -> Any:
    return stored or "" if name in _WORDS else stored
