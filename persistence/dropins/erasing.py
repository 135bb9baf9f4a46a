"""What is erased of a session seven days after it: questions and answers, what people said with
their place, when helpers were seen; after a day, what hosts said to each other and to all who
waited. The room's transcript is not touched by it.
"""

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from persistence import tables
from persistence.dropins.questions import KEPT_MS
from persistence.engines.sqlite import empty_log_after
from rooms.dropins.stages import State
from rooms.showing.hosts_view import HANDED_NOTE_MS

_d = tables.drop_in.c
_p = tables.drop_in_place.c
_q = tables.drop_in_question.c


def erase_due(connection: Connection, now: int) -> int:
    """Erase what was kept for its time; how many rows held words. Any process may do it.

    What was read out in the room is an entry there, and needs its question no more."""
    erased = connection.execute(
        delete(tables.drop_in_question).where(_q.erase_at <= now, _over(_q.drop_in_id, now))
    ).rowcount
    erased += connection.execute(_words_of_places(now)).rowcount
    erased += connection.execute(_notes(now)).rowcount
    erased += connection.execute(_told(now)).rowcount
    for table in (tables.drop_in_seen, tables.held_reply):
        connection.execute(delete(table).where(_over(table.c.drop_in_id, now)))
    if erased:
        empty_log_after(connection)
    return int(erased)


def _words_of_places(now: int) -> Update:
    words = or_(_p.question.is_not(None), _p.note.is_not(None), _p.answer.is_not(None))
    return (
        update(tables.drop_in_place)
        .where(words, _p.ended_at <= now - KEPT_MS, _over(_p.drop_in_id, now))
        .values(question=None, note=None, answer=None)
    )


def _notes(now: int) -> Update:
    return (
        update(tables.drop_in)
        .where(_d.handed_note.is_not(None), _d.handed_at <= now - HANDED_NOTE_MS)
        .values(handed_note=None)
    )


def _told(now: int) -> Update:
    """What hosts said to all who waited, who were people with names."""
    over = func.coalesce(_d.ended_at, _d.ends_at) <= now - HANDED_NOTE_MS
    live = _d.state == State.LIVE.value
    return update(tables.drop_in).where(_d.told.is_not(None), over, ~live).values(told=None)


def _over(drop_in: ColumnElement[str], now: int) -> ColumnElement[bool]:
    """Its session was over seven days ago, or is not there any more."""
    not_yet = select(_d.id).where(
        _d.id == drop_in, func.coalesce(_d.ended_at, _d.ends_at) > now - KEPT_MS
    )
    return ~exists(not_yet)
