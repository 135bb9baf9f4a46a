"""What was in force at which place of a room's order: who was out, which text was down. Read from
the transcript alone; knows nothing of clients."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

import msgspec

from tests.checker.records import Joined, Row

FOREVER = 2**62

STANDING = frozenset(
    {
        "member_muted",
        "member_removed",
        "sanction_lifted",
        "account_closed",
        "account_opened",
        "powers_suspended",
        "role_changed",
    }
)
"""Kinds that only the person concerned and staff see; to all others they are a void."""

TALK = frozenset(
    {
        *("message_posted", "message_edited", "reaction_added", "reaction_removed"),
        *("name_changed", "floor_given"),
    }
)
"""What a mute silences. Retracting is not talk: it is allowed while muted."""

OWN_ACTS = TALK | {"message_retracted"}
"""Kinds whose `member` is the one who acted."""


@dataclass(frozen=True, slots=True)
class Span:
    """In force after `start` and before `end` (seqs), as long as the clock is before `until`."""

    start: int
    end: int
    until: int

    def covers(self, row: Row) -> bool:
        return self.start < row.seq < self.end and row.at < self.until


def standing_spans(rows: Iterable[Row], kind: str) -> dict[str, list[Span]]:
    """The mutes (`member_muted`), removals (`member_removed`), closings (`account_closed`),
    suspensions (`powers_suspended`) or last goodbyes (`member_left`) of each member."""
    ends = "account_opened" if kind == "account_closed" else "sanction_lifted"
    return _spans(
        rows,
        begins=frozenset({kind}),
        ends=frozenset({ends}),
        subject="member",
    )


def down_spans(rows: Iterable[Row]) -> dict[str, list[Span]]:
    """The times in which each message was retracted or taken down."""
    return _spans(
        (each for row in rows for each in one_by_one(row)),
        begins=frozenset({"message_retracted", "message_removed"}),
        ends=frozenset({"message_restored"}),
        subject="message",
    )


def one_by_one(row: Row) -> list[Row]:
    """What takes several messages down, as if each had been taken down alone."""
    if row.kind != "messages_removed":
        return [row]
    alone = partial(msgspec.structs.replace, row, kind="message_removed", messages=())
    return [alone(message=message) for message in row.messages]


def locked_spans(rows: Iterable[Row]) -> dict[str, list[Span]]:
    """When each room was closed to all but staff."""
    begins, ends = frozenset({"room_locked"}), frozenset({"room_unlocked"})
    return _spans(rows, begins=begins, ends=ends, subject="room")


@dataclass(slots=True)
class _Open:
    start: int
    until: int
    sanction: str | None = field(default=None)


def _spans(
    rows: Iterable[Row], *, begins: frozenset[str], ends: frozenset[str], subject: str
) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    in_force: dict[str, list[_Open]] = {}
    for row in rows:
        who = getattr(row, subject)
        if row.kind in begins:
            until = FOREVER if row.until is None else row.until
            in_force.setdefault(who, []).append(_Open(row.seq, until, row.sanction))
        elif row.kind in ends:
            for begun in [b for b in in_force.get(who, []) if b.sanction == row.sanction]:
                in_force[who].remove(begun)
                found.setdefault(who, []).append(Span(begun.start, row.seq, begun.until))
    for who, left in in_force.items():
        found.setdefault(who, []).extend(Span(b.start, FOREVER, b.until) for b in left)
    return found


def members_by_account(rows: Iterable[Row], joins: Iterable[Joined]) -> dict[str, str]:
    """Who is who in one room: learnt from what people did there, and from what they were told."""
    known = {row.actor: row.member for row in rows if row.kind in OWN_ACTS}
    known.update((join.account, join.member) for join in joins)
    return {account: member for account, member in known.items() if account and member}
