"""Runs that break I1 to I4, I7 or I12, each in one way."""

import msgspec

from tests.checker.broken_run import Break, changed, entered, without
from tests.checker.recording import Recording, member
from tests.checker.records import (
    Acked,
    HistoryPage,
    Joined,
    Record,
    Sent,
    Shown,
)
from tests.checker.run import Run


def unseen_rows() -> Recording:
    """Three rows that no client knows of."""
    recording = Recording()
    for _ in range(3):
        recording.append("name_changed", member=member("ana"))
    return recording


def a_row_is_missing() -> Run:
    first, _, third = unseen_rows().rows
    return Run((first, third), ())


def a_row_is_doubled() -> Run:
    first, second, third = unseen_rows().rows
    return Run((first, second, second, third), ())


def two_rows_change_places() -> Run:
    first, second, third = unseen_rows().rows
    return Run((first, third, second), ())


def time_runs_backwards() -> Run:
    first, second, third = unseen_rows().rows
    return Run((first, second, msgspec.structs.replace(third, at=second.at - 1)), ())


def acknowledged_but_not_stored() -> Run:
    recording = entered("ana")
    row = recording.say("ana")
    [ack] = recording.run.of(Acked)
    recording.finish()
    return changed(recording.run, ack, seq=row.seq + 1)


def acknowledged_with_another_time() -> Run:
    recording = entered("ana")
    row = recording.say("ana")
    [ack] = recording.run.of(Acked)
    return changed(recording.finish(), ack, at=row.at + 1)


def one_command_twice() -> Run:
    recording = entered("ana")
    row = recording.say("ana")
    recording.append("message_posted", actor="ana", command_id=row.command_id, message="again")
    return recording.finish()


def talked() -> tuple[Recording, list[Shown]]:
    """Three messages, and how ben was shown them."""
    recording = entered("ana", "ben")
    for _ in range(3):
        recording.say("ana")
    shown = [r for r in recording.records if isinstance(r, Shown) and r.client == "ben"]
    return recording, shown


def shown_with_a_hole() -> Run:
    recording, shown = talked()
    return without(recording.finish(), shown[1])


def shown_in_another_order() -> Run:
    recording, shown = talked()
    run = recording.finish()
    places: dict[Record, Record] = {shown[0]: shown[1], shown[1]: shown[0]}
    return Run(run.rows, tuple(places.get(record, record) for record in run.records))


def shown_twice() -> Run:
    recording, shown = talked()
    run = recording.finish()
    return Run(run.rows, (*run.records[:-2], shown[-1], *run.records[-2:]))


def shown_not_to_the_end() -> Run:
    recording, shown = talked()
    return without(recording.finish(), shown[-1])


def shown_what_was_never_written() -> Run:
    recording, shown = talked()
    return changed(recording.finish(), shown[1], message="another")


def shown_a_void_for_a_message() -> Run:
    recording, shown = talked()
    return changed(
        recording.finish(), shown[1], kind="void", message=None, member=None, has_body=False
    )


def joined_a_page_with_a_hole() -> Run:
    recording, _ = talked()
    recording.enter("cleo")
    join = recording.records[-1]
    assert isinstance(join, Joined)
    return changed(recording.finish(), join, page=(join.drawn[0], join.drawn[2]))


def read_a_page_in_another_order() -> Run:
    recording, _ = talked()
    recording.history("ben", before=3)
    page = recording.records[-1]
    assert isinstance(page, HistoryPage)
    return changed(recording.finish(), page, messages=page.messages[::-1])


def sent_in_another_order() -> Run:
    recording = entered("ana")
    recording.say("ana")
    recording.say("ana")
    run = recording.finish()
    first, second = run.of(Sent)
    return changed(changed(run, first, order=2), second, order=1)


def refused_and_stored() -> Run:
    recording = entered("ana")
    command_id = recording.refuse("ana", "muted")
    recording.append(
        "message_posted", actor="ana", command_id=command_id, message="m", member=member("ana")
    )
    return recording.finish()


def never_sent() -> Run:
    recording = entered("ana")
    recording.say("ana")
    recording.append("message_posted", actor="ana", command_id="made-up", message="m")
    return recording.finish()


BROKEN: dict[str, tuple[Break, ...]] = {
    "I1": (
        a_row_is_missing,
        a_row_is_doubled,
        two_rows_change_places,
        time_runs_backwards,
    ),
    "I2": (
        acknowledged_but_not_stored,
        acknowledged_with_another_time,
    ),
    "I3": (one_command_twice,),
    "I4": (
        shown_with_a_hole,
        shown_in_another_order,
        shown_twice,
        shown_not_to_the_end,
        shown_what_was_never_written,
        shown_a_void_for_a_message,
        joined_a_page_with_a_hole,
        read_a_page_in_another_order,
    ),
    "I7": (sent_in_another_order,),
    "I12": (
        refused_and_stored,
        never_sent,
    ),
}
