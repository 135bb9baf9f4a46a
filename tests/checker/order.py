"""I1 to I4, I7 and I12: one gapless order, nothing acknowledged lost, nothing shown twice."""

from collections import Counter
from collections.abc import Iterator

from tests.checker.records import (
    VOID,
    Acked,
    HistoryPage,
    Joined,
    Refused,
    Row,
    Sent,
    Settled,
    Shown,
)
from tests.checker.run import Run, Violation
from tests.checker.spans import STANDING

OUTCOME_UNKNOWN = frozenset({"retry"})
"""Refusals after which the command may still be in the transcript."""


def i1_gapless(run: Run) -> Iterator[Violation]:
    """Each room's seqs are 1..N, without a hole or a repeat, and time never runs backwards."""
    for room, rows in run.rooms().items():
        latest = 0
        for expected, row in enumerate(rows, start=1):
            if row.seq != expected:
                yield Violation("I1", f"{room}: seq {row.seq} where {expected} belongs")
                break
            if row.at < latest:
                yield Violation("I1", f"{room}: seq {row.seq} is older than the one before it")
            latest = row.at


def i2_acknowledged_is_stored(run: Run) -> Iterator[Violation]:
    """Every receipt's command stands in the transcript, at the seq and time that it names."""
    stored = {(r.room, r.seq, r.command_id, r.actor, r.at) for r in run.rows}
    for ack in run.of(Acked):
        if (ack.room, ack.seq, ack.command_id, ack.account, ack.at) not in stored:
            yield Violation("I2", f"{ack.client}: {ack.command_id} has no row at seq {ack.seq}")


def i3_once(run: Run) -> Iterator[Violation]:
    """A command stands at most once in a room."""
    commands = Counter((r.room, r.actor, r.command_id) for r in run.rows if r.command_id)
    for (room, _, command_id), times in commands.items():
        if times > 1:
            yield Violation("I3", f"{room}: {command_id} stands {times} times")


def i4_shown_as_written(run: Run) -> Iterator[Violation]:
    """What each client showed is the transcript: same order, no hole, no repeat, to its end."""
    rows = {(row.room, row.seq): row for row in run.rows}
    posted = {
        room: [row for row in found if row.kind == "message_posted"]
        for room, found in run.rooms().items()
    }
    heads = {room: max(row.seq for row in found) for room, found in run.rooms().items()}
    shown_to: dict[tuple[str, str], int] = {}
    for record in run.records:
        match record:
            case Joined():
                place = (record.client, record.room)
                if record.page is not None:
                    shown_to[place] = record.as_of
                    yield from _page(record, record.as_of + 1, posted)
                elif record.after is not None:
                    shown_to.setdefault(place, record.after)
            case HistoryPage():
                yield from _page(record, record.before, posted)
            case Shown():
                place = (record.client, record.room)
                yield from _shown(record, shown_to.get(place), rows)
                shown_to[place] = record.seq
            case Settled():
                last, head = shown_to.get((record.client, record.room)), heads.get(record.room, 0)
                if last != head:
                    what = f"{record.client} in {record.room}: ends at {last}, the head is {head}"
                    yield Violation("I4", what)


def _shown(shown: Shown, last: int | None, rows: dict[tuple[str, int], Row]) -> Iterator[Violation]:
    where = f"{shown.client} in {shown.room}: seq {shown.seq}"
    if last is None or shown.seq != last + 1:
        yield Violation("I4", f"{where} shown after {last}")
    row = rows.get((shown.room, shown.seq))
    if row is None:
        yield Violation("I4", f"{where} shown, but not in the transcript")
    elif shown.kind == VOID:
        if row.kind not in STANDING:
            yield Violation("I4", f"{where} shown as a void, but it is {row.kind}")
    elif (shown.kind, shown.message, shown.member) != (row.kind, row.message, row.member):
        yield Violation("I4", f"{where} shown as another entry than the transcript's {row.kind}")


def _page(
    page: Joined | HistoryPage, before: int, posted: dict[str, list[Row]]
) -> Iterator[Violation]:
    """A page holds the newest messages below `before`, oldest first, without a hole."""
    below = [
        (row.message, row.seq)
        for row in posted.get(page.room, ())
        if row.seq < before and row.seq <= page.as_of
    ]
    drawn = [(message.message, message.seq) for message in page.drawn]
    if drawn != below[max(len(below) - len(drawn), 0) :] or (below and not drawn):
        yield Violation(
            "I4", f"{page.client} in {page.room}: a page before {before} is not the log"
        )


def i7_order_of_the_sender(run: Run) -> Iterator[Violation]:
    """One client's commands stand in the order in which it sent them, but for the refused ones:
    those may have come in later."""
    refused = {(refusal.client, refusal.command_id) for refusal in run.of(Refused)}
    places = {(row.room, row.actor, row.command_id): row.seq for row in run.rows}
    latest: dict[tuple[str, str], tuple[int, int]] = {}
    for sent in sorted(run.of(Sent), key=lambda s: s.order):
        seq = places.get((sent.room, sent.account, sent.command_id))
        if seq is None or (sent.client, sent.command_id) in refused:
            continue
        order, highest = latest.get((sent.client, sent.room), (-1, 0))
        if seq < highest and sent.order > order:
            yield Violation("I7", f"{sent.client}: {sent.command_id} overtook an earlier command")
        latest[sent.client, sent.room] = (sent.order, max(seq, highest))


def i12_settled(run: Run) -> Iterator[Violation]:
    """A command without a receipt is in the transcript as it was sent, or nowhere; one whose every
    attempt was refused is nowhere; and nobody's row is one that they never sent."""
    attempts = Counter((s.account, s.command_id, s.room) for s in run.of(Sent))
    refusals = Counter(
        (r.account, r.command_id, r.room) for r in run.of(Refused) if r.code not in OUTCOME_UNKNOWN
    )
    acked = {(a.account, a.command_id, a.room) for a in run.of(Acked)}
    recorded = {sent.account for sent in run.of(Sent)}
    for row in run.rows:
        if row.actor not in recorded or row.command_id is None:
            continue
        command = (row.actor, row.command_id, row.room)
        if command not in attempts:
            if row.kind not in _ELSEWHERE_TOO:
                yield Violation("I12", f"{row.room}: seq {row.seq} was never sent there")
        elif command not in acked and refusals[command] >= attempts[command]:
            yield Violation("I12", f"{row.room}: seq {row.seq} was refused, and stands")


_ELSEWHERE_TOO = frozenset(
    {
        "name_changed",
        "member_left",
        "account_closed",
        "account_opened",
        "powers_suspended",
        "role_changed",
    }
)
"""Kinds that one command leaves in every room the person belongs to."""
