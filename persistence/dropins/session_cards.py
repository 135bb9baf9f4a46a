"""Sessions as anyone may see them, made for many at once: a few statements, however many cards.

Whom a card is shown to, and what of it to those who may not read the room, is asked elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import BindParameter, ColumnElement, Connection, Row, and_, bindparam, func, select

from persistence import tables
from persistence.dropins.room_people import RoomPeople, room_people
from rooms.dropins.forms import HAS_LINE, MOST_UNCOVERED, Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.dropins.staging import Course, stage
from rooms.dropins.views import Card, PlaceState
from rooms.ids import AccountId, DropInId, RoomId, member_id

WAITS = (PlaceState.WAITING, PlaceState.LISTED, PlaceState.ASIDE, PlaceState.CALLED)
"""Who waits in line, as it is counted on the card."""

_d = tables.drop_in.c
_p = tables.drop_in_place.c
_q = tables.drop_in_question.c
_s = tables.drop_in_seen.c
_x = tables.expert_record.c
_SEEN_IN = (State.SCHEDULED.value, State.LIVE.value)
_hosted = msgspec.json.Decoder(Hosted)
_languages = msgspec.json.Decoder(tuple[str, ...])


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A card, and what was read for it. `hosted` while the session is live, `last` as it was led at
    its end; `seen`: when its people were last seen in the room."""

    card: Card
    row: Row[Any]
    course: Course
    hosted: Hosted | None
    last: Hosted | None
    seen: Mapping[AccountId, int]


def _next(of: str) -> ColumnElement[int]:
    """When the next session begins that has the same `of`."""
    later = tables.drop_in.alias()
    return (
        select(func.min(later.c.starts_at))
        .where(
            later.c[of] == _d[of],
            later.c.state == State.SCHEDULED.value,
            later.c.starts_at > _d.starts_at,
        )
        .scalar_subquery()
    )


# Made once: to put them together takes longer than to ask them.
_SESSIONS = (
    select(
        tables.drop_in,
        tables.room.c.hosting,
        tables.room.c.theme,
        tables.drop_in_series.c.stopped_at,
        _x.issuer,
        _x.scope,
        _next("series_id").label("next_of_series"),
        _next("room_id").label("next_of_room"),
    )
    .join(tables.room, tables.room.c.id == _d.room_id)
    .join(tables.drop_in_series, tables.drop_in_series.c.id == _d.series_id)
    .outerjoin(
        tables.expert_record,
        and_(_d.expert, _x.account_id == _d.host_id, _x.expires_at > bindparam("now")),
    )
    .order_by(_d.starts_at, _d.id)
)


_THESE: BindParameter[list[str]] = bindparam("drop_ins", expanding=True)
_WAITING = (
    select(_p.drop_in_id, func.count().label("number"))
    .where(_p.drop_in_id.in_(_THESE), _p.state.in_([each.value for each in WAITS]))
    .group_by(_p.drop_in_id)
)
_ANSWERED = func.count(func.coalesce(_q.answered_at, _q.at)).filter(
    _q.answered_at.is_not(None) | _q.read_out.is_not(None)
)
_ASKED = (
    select(_q.drop_in_id, func.count().label("number"), _ANSWERED.label("answered"))
    .where(_q.drop_in_id.in_(_THESE))
    .group_by(_q.drop_in_id)
)
_SEEN = select(tables.drop_in_seen).where(_s.drop_in_id.in_(_THESE))


def shown(
    connection: Connection, secret: bytes, now: int, *which: ColumnElement[bool]
) -> list[Shown]:
    """The sessions of these conditions on `drop_in`, by time."""
    rows = connection.execute(_SESSIONS.where(*which), {"now": now}).all()
    if not rows:
        return []
    live = {row.id: _live(row) for row in rows}
    people = room_people(connection, _people(rows, live))
    counted = _counted(connection, [row.id for row in rows])
    seen = _seen(connection, [row.id for row in rows if row.state in _SEEN_IN])
    return [
        _shown(secret, now, row, live[row.id], people, counted, seen.get(row.id, {}))
        for row in rows
    ]


def _live(row: Row[Any]) -> Hosted | None:
    if row.hosting is None or row.state != State.LIVE.value:
        return None
    hosted = _hosted.decode(row.hosting)
    return hosted if hosted.drop_in == row.id else None


def _last(row: Row[Any]) -> Hosted | None:
    """How an ended session was led at its end."""
    if row.last_hosting is None or row.state != State.ENDED.value:
        return None
    return _hosted.decode(row.last_hosting)


def _people(
    rows: Sequence[Row[Any]], live: Mapping[DropInId, Hosted | None]
) -> Iterable[tuple[RoomId, AccountId]]:
    for row in rows:
        led = live[row.id] or _last(row)
        accounts = {row.host_id, row.second_id}
        if led is not None:
            accounts |= {led.host, led.co_host, led.speaker}
        yield from ((row.room_id, account) for account in accounts - {None})


def _counted(
    connection: Connection, drop_ins: Sequence[DropInId]
) -> Mapping[DropInId, tuple[int, int, int]]:
    """How many wait, how many questions there were, and how many wait for an answer."""
    waits = connection.execute(_WAITING, {"drop_ins": drop_ins})
    asked = connection.execute(_ASKED, {"drop_ins": drop_ins})
    in_line = {row.drop_in_id: row.number for row in waits}
    questions = {row.drop_in_id: (row.number, row.number - row.answered) for row in asked}
    return {each: (in_line.get(each, 0), *questions.get(each, (0, 0))) for each in drop_ins}


def _seen(
    connection: Connection, drop_ins: Sequence[DropInId]
) -> dict[DropInId, dict[AccountId, int]]:
    seen: dict[DropInId, dict[AccountId, int]] = {}
    found = connection.execute(_SEEN, {"drop_ins": drop_ins})
    for row in found:
        seen.setdefault(row.drop_in_id, {})[AccountId(row.account_id)] = row.at
    return seen


def _shown(
    secret: bytes,
    now: int,
    row: Row[Any],
    hosted: Hosted | None,
    people: RoomPeople,
    counted: Mapping[DropInId, tuple[int, int, int]],
    seen: Mapping[AccountId, int],
) -> Shown:
    led = hosted or _last(row)
    host = led.host if led else AccountId(row.host_id)
    in_line, *questions = counted[row.id]
    course = _course(row, hosted, seen.get(host, 0), questions)
    seconds = [*([led.co_host] if led else []), row.second_id]
    beside = [AccountId(each) for each in seconds if each is not None and each != host]
    form = hosted.form if hosted else Form(row.form)
    card = Card(
        drop_in=row.id,
        room=row.room_id,
        form=form,
        stage=stage(course, now),
        host=member_id(secret, row.room_id, host),
        host_name=people.name(row.room_id, host),
        second_name=people.name(row.room_id, beside[0]) if beside else "",
        starts_at=row.starts_at,
        ends_at=hosted.ends_at if hosted else row.ends_at,
        opened_at=row.opened_at,
        zone=row.zone,
        languages=_languages.decode(row.languages),
        about=row.about,
        expert=row.issuer is not None,
        expert_issuer=row.issuer or "",
        expert_scope=row.scope or "",
        covered=any(people.may_host(row.room_id, each) for each in beside),
        in_line=in_line,
        capacity=_capacity(row, form, covered=bool(beside)),
        line_open=row.line_open,
        turn_minutes=row.turn_minutes,
        late_minutes=row.late_minutes,
        next_at=row.next_of_room if row.next_of_series is None else row.next_of_series,
        stopped=row.stopped_at is not None,
    )
    if hosted is not None:
        card = _on_air(card, hosted, people, secret)
    return Shown(card=card, row=row, course=course, hosted=hosted, last=_last(row), seen=seen)


def _course(
    row: Row[Any], hosted: Hosted | None, host_seen_at: int, questions: Sequence[int]
) -> Course:
    asked, unanswered = questions
    return Course(
        state=State(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        opened_at=row.opened_at,
        host_seen_at=host_seen_at,
        host_since=hosted.host_since if hosted else 0,
        well_at=row.well_at,
        asked=asked,
        unanswered=unanswered,
    )


def _on_air(card: Card, hosted: Hosted, people: RoomPeople, secret: bytes) -> Card:
    """With who has the floor, and whether there is a short pause."""
    speaker = hosted.speaker
    return msgspec.structs.replace(
        card,
        frozen=hosted.frozen,
        speaker=member_id(secret, card.room, speaker) if speaker else None,
        speaker_name=people.name(card.room, speaker) if speaker else "",
        speaker_since=hosted.speaker_since,
    )


def _capacity(row: Row[Any], form: Form, *, covered: bool) -> int:
    if form not in HAS_LINE:
        return 0
    return int(row.capacity) if covered else min(int(row.capacity), MOST_UNCOVERED)
