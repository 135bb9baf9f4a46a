"""What a line really did: written down by the database itself, change by change, under the room's
lock, and gone through afterwards without the code that is judged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import asyncpg

from tests.checker.records import Row

HELD = {"waiting", "listed", "aside", "called", "talking"}
IN_LINE = HELD - {"listed"}
OVER = {"left", "answered", "unreached"}
_NEXT = {
    None: {"waiting", "listed"},
    "listed": {"waiting", "called", "aside"} | OVER,
    "waiting": {"aside", "called"} | OVER,
    "aside": {"waiting"} | OVER,
    "called": {"waiting", "aside", "talking"} | OVER,
    "talking": {"done"},
}
"""What may become of a place in one act, which settles the line first: who was let in by that may
be called, or step aside, in the same act. Nothing becomes of a place that is over."""

_WITNESS = """
CREATE TABLE place_history (n bigserial PRIMARY KEY, act bigint, drop_in_id text, id text,
 account_id text, number bigint, turn bigint, state text, first_time boolean);
CREATE FUNCTION keep_place() RETURNS trigger AS $$ BEGIN
 INSERT INTO place_history (act, drop_in_id, id, account_id, number, turn, state, first_time)
 VALUES (txid_current(), NEW.drop_in_id, NEW.id, NEW.account_id, NEW.number, NEW.turn, NEW.state,
  NEW.first_time);
 RETURN NULL; END $$ LANGUAGE plpgsql;
CREATE TRIGGER keep_place AFTER INSERT OR UPDATE ON drop_in_place
 FOR EACH ROW EXECUTE FUNCTION keep_place();
"""
_READ = """
SELECT act, id, account_id, number, turn, state, first_time FROM place_history
WHERE drop_in_id = $1 ORDER BY n
"""


@dataclass(frozen=True, slots=True)
class Stood:
    """A place after one change."""

    act: int
    id: str
    account: str
    number: int
    turn: int
    state: str
    first_time: bool


Places = Mapping[str, Stood]


async def watch(line: asyncpg.Connection) -> None:
    """From now on every change of a place is written down, in the transaction that makes it."""
    await line.execute(_WITNESS)


async def history(line: asyncpg.Connection, drop_in: str) -> list[Stood]:
    return [Stood(*record) for record in await line.fetch(_READ, drop_in)]


def wrong_in(changes: Sequence[Stood], capacity: int, *, first_timers_first: bool) -> list[str]:
    """All that is not as a fair line has it, in words."""
    wrong: list[str] = []
    before: dict[str, Stood] = {}
    for act, group in groupby(changes, lambda change: change.act):
        after = before | {change.id: change for change in group}
        wrong += [f"{act}: {each}" for each in _step(before, after, capacity)]
        wrong += [f"{act}: {each}" for each in _entered(before, after, first_timers_first)]
        before = after
    numbers = [place.number for place in before.values()]
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append(f"numbers are not one after the other: {numbers}")
    wrong += [f"lost: {place}" for place in before.values() if place.state in HELD]
    return wrong


def _step(before: Places, after: Places, capacity: int) -> Iterable[str]:
    for place in after.values():
        was = before[place.id].state if place.id in before else None
        if place.state != was and place.state not in _NEXT.get(was, set()):
            yield f"{was} became {place.state}"
        if place.state == "called" and was != "called":
            yield from _called(place, after)
    yield from _let_in(before, after)
    yield from _overtaken(before, after)
    states = [place.state for place in after.values()]
    if states.count("called") + states.count("talking") > 1:
        yield "two are called or talk at once"
    if sum(state in IN_LINE for state in states) > capacity:
        yield "more are in line than there are places"
    held = [place.account for place in after.values() if place.state in HELD]
    if len(set(held)) != len(held):
        yield "somebody holds two places"


def _let_in(before: Places, after: Places) -> Iterable[str]:
    """From the waiting list in order."""
    listed = [after[id] for id, place in before.items() if place.state == "listed"]
    let_in = [place.turn for place in listed if place.state in IN_LINE]
    still = [place.turn for place in listed if place.state == "listed"]
    if let_in and still and max(let_in) > min(still):
        yield "somebody was let in before their turn"


def _called(called: Stood, after: Places) -> Iterable[str]:
    first = [each for each in after.values() if each.state == "waiting" and each.turn < called.turn]
    if first:
        yield f"{called.number} was called before {[each.number for each in first]}"


def _overtaken(before: Places, after: Places) -> Iterable[str]:
    """Only who was called can be overtaken, and by one person who waits."""
    stayed = [id for id, place in after.items() if place.state in HELD and id in before]
    for one in stayed:
        past = [
            other
            for other in stayed
            if before[other].turn > before[one].turn
            and after[other].turn < after[one].turn
            and after[other].state in ("waiting", "called")
        ]
        if past and (before[one].state != "called" or len(past) > 1):
            yield f"{before[one].number} ({before[one].state}) was overtaken by {len(past)}"


def _entered(before: Places, after: Places, first_timers_first: bool) -> Iterable[str]:
    for id, new in after.items():
        if id in before:
            continue
        behind = [
            place
            for place in after.values()
            if place.id != id and place.state in HELD and place.turn > new.turn
        ]
        if not (first_timers_first and new.first_time) and behind:
            yield f"{new.number} came in before others"
        if any(place.first_time for place in behind):
            yield f"{new.number} came in before people who are here for the first time too"


def wrong_in_transcript(
    rows: Sequence[Row], changes: Sequence[Stood], hosts: set[str], members: Mapping[str, str]
) -> list[str]:
    """The same turns in the room's entries, one at a time, and nobody's words in another's turn.
    `members`: accounts by their member id in the room."""
    wrong: list[str] = []
    talks: str | None = None
    given: list[str] = []
    for row in rows:
        who = members.get(row.member or "", "")
        if row.kind == "floor_given":
            wrong += [f"{row.seq}: given while it was taken"] if talks else []
            talks = who
            given.append(who)
        elif row.kind == "floor_freed":
            wrong += [f"{row.seq}: freed by nobody"] if talks != who else []
            talks = None
        elif row.kind == "message_posted" and who not in hosts and who != talks:
            wrong.append(f"{row.seq}: spoke out of turn")
    began = [
        change.account
        for number, change in enumerate(changes)
        if change.state == "talking"
        and not any(c.id == change.id and c.state == "talking" for c in changes[:number])
    ]
    return wrong if began == given else [*wrong, f"turns {began} are not the entries' {given}"]
