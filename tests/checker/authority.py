"""I5, I6 and I11: nobody acts while they may not, nobody reads what is down or not for them."""

from collections.abc import Iterator, Sequence

from tests.checker.records import HistoryPage, Joined, RoomReadBy, Row, Shown
from tests.checker.run import Run, Violation
from tests.checker.spans import (
    STANDING,
    TALK,
    Span,
    down_spans,
    locked_spans,
    members_by_account,
    standing_spans,
)

_MODERATION = STANDING | {
    *("message_removed", "messages_removed", "message_restored"),
    *("room_locked", "room_unlocked", "pace_changed", "room_calmed", "calm_ended"),
}
_STAFF = frozenset({"moderator", "admin"})
_WITH_TEXT = frozenset({"message_posted", "message_edited", "message_restored"})
_TEXTLESS = frozenset({"message_retracted", "message_removed", "messages_removed"})


def i5_silence_is_kept(run: Run) -> Iterator[Violation]:
    """No talk by a muted person, no entry at all by one who was removed or whose account has ended
    (not even taking back one's words, though who was removed may leave for good), no moderation by
    one who is no longer staff or suspended, and no message of a member's in a closed room."""
    joins: dict[str, list[Joined]] = {}
    for join in run.of(Joined):
        joins.setdefault(join.room, []).append(join)
    for room, rows in run.rooms().items():
        members = members_by_account(rows, joins.get(room, ()))
        mutes = standing_spans(rows, "member_muted")
        suspended = standing_spans(rows, "powers_suspended")
        locked = locked_spans(rows).get(room, ())
        out = _out(rows)
        roles: dict[str, str] = {}
        for row in rows:
            member = members.get(row.actor or "", "")
            leaves = row.kind == "member_left"
            if not leaves and any(span.covers(row) for span in out.get(member, ())):
                yield Violation("I5", f"{room}: seq {row.seq} by somebody who was out")
            elif row.kind in TALK and any(span.covers(row) for span in mutes.get(member, ())):
                yield Violation("I5", f"{room}: seq {row.seq} by somebody who was muted")
            elif row.kind in _MODERATION and roles.get(member, "admin") not in _STAFF:
                yield Violation("I5", f"{room}: seq {row.seq} by somebody who was no moderator")
            elif row.kind in _MODERATION and any(s.covers(row) for s in suspended.get(member, ())):
                yield Violation("I5", f"{room}: seq {row.seq} by somebody who was suspended")
            elif _of_a_member(row) and any(span.covers(row) for span in locked):
                yield Violation("I5", f"{room}: seq {row.seq} while the room was closed")
            if row.kind == "role_changed" and row.member and row.role:
                roles[row.member] = row.role


def i6_down_is_gone(run: Run) -> Iterator[Violation]:
    """No text in any answer as of a head at which it was down or replaced, and none in the events
    that take it down."""
    down = {room: down_spans(rows) for room, rows in run.rooms().items()}
    edits = {room: _edits(rows) for room, rows in run.rooms().items()}
    for row in run.rows:
        if row.kind in _TEXTLESS and row.has_body:
            yield Violation("I6", f"{row.room}: seq {row.seq} carries the text it takes down")
    for record, join in run.readings():
        gone = down.get(record.room, {})
        if isinstance(record, Shown):
            replaced = edits.get(record.room, {}).get(record.message or "", ())
            yield from _text_in_entry(record, join, gone, replaced)
        else:
            yield from _text_on_page(record, gone)


def _text_in_entry(
    shown: Shown, join: Joined | None, down: dict[str, list[Span]], edits: Sequence[int]
) -> Iterator[Violation]:
    if not shown.has_body:
        return
    head = max(join.as_of if join else 0, shown.seq)
    replaced = any(shown.seq < edit <= head for edit in edits)
    if shown.kind not in _WITH_TEXT or replaced or _is_down(down, shown.message, head):
        yield Violation("I6", f"{shown.client} in {shown.room}: text in the entry {shown.seq}")


def _text_on_page(page: Joined | HistoryPage, down: dict[str, list[Span]]) -> Iterator[Violation]:
    for message in page.drawn:
        if message.has_body and _is_down(down, message.message, page.as_of):
            yield Violation("I6", f"{page.client} in {page.room}: text of {message.message}")


def i11_only_readers(run: Run) -> Iterator[Violation]:
    """No guest reads a room of members; nobody reads while out; and nobody but staff and the person
    concerned sees an event about a person's standing."""
    for_members = {r.room for r in run.of(RoomReadBy) if r.readers == "members"}
    out = {room: _out(rows) for room, rows in run.rooms().items()}
    rows_at = {(row.room, row.seq): row for row in run.rows}
    changes = [row for row in run.rows if row.kind in ("role_changed", "powers_suspended")]
    for record, join in run.readings():
        where = f"{record.client} in {record.room}"
        if record.account is None and record.room in for_members:
            yield Violation("I11", f"{where}: a guest was sent something")
        if join is None:
            continue
        spans = out.get(record.room, {}).get(join.member or "", [])
        if not isinstance(record, Shown):
            if any(s.start <= record.as_of < s.end and record.t < s.until for s in spans):
                yield Violation("I11", f"{where}: read as of {record.as_of} while out")
            continue
        row = rows_at.get((record.room, record.seq))
        if row is not None and any(_shut_out(span, join, row) for span in spans):
            yield Violation("I11", f"{where}: entry {record.seq} while out")
        if record.kind in STANDING and not _concerns(record, join, changes):
            yield Violation("I11", f"{where}: entry {record.seq} is about another")


def _out(rows: list[Row]) -> dict[str, list[Span]]:
    """When each member was removed from the room, or their account ended."""
    spans = standing_spans(rows, "member_removed")
    for ending in ("account_closed", "member_left"):
        for member, ended in standing_spans(rows, ending).items():
            spans.setdefault(member, []).extend(ended)
    return spans


def _of_a_member(row: Row) -> bool:
    return row.kind == "message_posted" and row.role is not None and row.role not in _STAFF


def _edits(rows: list[Row]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        if row.kind == "message_edited" and row.message:
            found.setdefault(row.message, []).append(row.seq)
    return found


def _is_down(down: dict[str, list[Span]], message: str | None, head: int) -> bool:
    return any(span.start <= head < span.end for span in down.get(message or "", ()))


def _shut_out(span: Span, join: Joined, row: Row) -> bool:
    """Whether the entry came by a reading that began before the person was let in again."""
    return span.covers(row) and join.as_of < span.end and join.t < span.until


def _concerns(shown: Shown, join: Joined, changes: list[Row]) -> bool:
    """Whether the reader is staff at that place, or the one whom the entry is about."""
    role = join.role
    for row in changes:
        theirs = row.room == join.room and row.member == join.member
        if theirs and join.as_of < row.seq <= shown.seq:
            role = row.role or "member"
    return role in _STAFF or (shown.member is not None and shown.member == join.member)
