"""Runs that break I5, I6 or I11, each in one way."""

import msgspec

from tests.checker.broken_run import Break, changed, entered, with_rows
from tests.checker.recording import ROOM, Recording, member
from tests.checker.records import (
    Joined,
    PageMessage,
    RoomReadBy,
    Row,
    Shown,
)
from tests.checker.run import Run


def after(kind: str, act: str, **fields: int) -> Run:
    """Ana is dealt with by the house, and acts in spite of it."""
    recording = entered("ana", "ben")
    said = recording.say("ana")
    recording.append(kind, member=member("ana"), sanction="s", **fields)
    recording.show()
    recording.send("ana", act, None if act == "message_posted" else said.message)
    return recording.finish()


def wrote_while_muted() -> Run:
    return after("member_muted", "message_posted", until=2**60)


def reacted_while_muted() -> Run:
    return after("member_muted", "reaction_added", until=2**60)


def took_the_floor_while_muted() -> Run:
    return after("member_muted", "floor_given", until=2**60)


def renamed_while_muted_through_another_room() -> Run:
    recording = entered("ana", "ben")
    recording.say("ana")
    recording.append("member_muted", member=member("ana"), sanction="s", until=2**60)
    recording.append("name_changed", actor="ana", command_id="sent-elsewhere", member=member("ana"))
    return recording.finish()


def wrote_while_removed() -> Run:
    return after("member_removed", "message_posted", until=2**60)


def retracted_while_removed() -> Run:
    return after("member_removed", "message_retracted", until=2**60)


def wrote_with_a_closed_account() -> Run:
    return after("account_closed", "message_posted")


def wrote_after_another_mute_was_lifted() -> Run:
    recording = entered("ana")
    recording.say("ana")
    for sanction in ("one", "two"):
        recording.append("member_muted", member=member("ana"), sanction=sanction, until=2**60)
    recording.append("sanction_lifted", member=member("ana"), sanction="one")
    recording.show()
    recording.say("ana")
    return recording.finish()


def moderated_after_losing_the_role() -> Run:
    recording = entered("ana", "mona")
    said = recording.say("ana")
    recording.append("role_changed", member=member("mona"), role="member")
    recording.show()
    recording.send("mona", "message_removed", said.message)
    return recording.finish()


def wrote_in_a_closed_room() -> Run:
    recording = entered("ana", "mona")
    recording.send("mona", "room_locked", member=None)
    recording.say("mona")
    recording.say("ana")
    return recording.finish()


def moderated_while_suspended() -> Run:
    recording = entered("ana", "mona")
    said = recording.say("ana")
    recording.append("powers_suspended", member=member("mona"), until=2**60)
    recording.show()
    recording.send("mona", "message_removed", said.message)
    return recording.finish()


def wrote_after_leaving_for_good() -> Run:
    recording = entered("ana", "ben")
    recording.say("ana")
    recording.send("ana", "member_left")
    recording.send("ana", "message_posted")
    return recording.finish()


def taken_down() -> tuple[Recording, Row]:
    recording = entered("ana", "mona")
    said = recording.say("ana")
    recording.send("mona", "message_removed", said.message)
    return recording, said


def text_on_a_page_after_removal() -> Run:
    recording, said = taken_down()
    recording.enter("cleo")
    shown = PageMessage(message=said.message or "", seq=said.seq, has_body=True)
    join = recording.records[-1]
    return changed(recording.finish(), join, page=(shown,))


def text_on_a_page_after_the_last_hour_was_taken_down() -> Run:
    recording = entered("ana", "mona")
    said = recording.say("ana")
    gone = (said.message or "", recording.say("ana").message or "")
    recording.send("mona", "messages_removed", member=member("ana"), messages=gone)
    recording.enter("cleo")
    join = recording.records[-1]
    assert isinstance(join, Joined)
    first, second = join.drawn
    return changed(
        recording.finish(), join, page=(msgspec.structs.replace(first, has_body=True), second)
    )


def text_in_history_after_retraction() -> Run:
    recording = entered("ana")
    said = recording.say("ana")
    recording.send("ana", "message_retracted", said.message)
    recording.history("ana", before=said.seq + 1)
    page = recording.records[-1]
    shown = PageMessage(message=said.message or "", seq=said.seq, has_body=True)
    return changed(recording.finish(), page, messages=(shown,))


def text_in_a_replay_after(kind: str) -> Run:
    recording = entered("ana", "ben", "mona")
    recording.lose("ben")
    said = recording.say("ana")
    recording.send("mona" if kind == "message_removed" else "ana", kind, said.message)
    recording.resume("ben")
    [replayed] = [
        r for r in recording.records if isinstance(r, Shown) and r.client == "ben" and r.seq == 1
    ]
    return changed(recording.finish(), replayed, has_body=True)


def text_replayed_after_removal() -> Run:
    return text_in_a_replay_after("message_removed")


def replaced_text_replayed() -> Run:
    return text_in_a_replay_after("message_edited")


def text_in_the_event_that_takes_it_down() -> Run:
    recording, _ = taken_down()
    run = recording.finish()
    return with_rows(run, run.rows[0], msgspec.structs.replace(run.rows[1], has_body=True))


def text_shown_with_the_event_that_takes_it_down() -> Run:
    recording, _ = taken_down()
    run = recording.finish()
    shown = next(r for r in run.of(Shown) if r.kind == "message_removed")
    return changed(run, shown, has_body=True)


def a_guest_among_members() -> Run:
    recording = Recording()
    recording.records.append(RoomReadBy(client="test", room=ROOM, readers="members"))
    recording.enter("somebody", "guest")
    return recording.finish()


def still_delivered_after(kind: str, until: int | None) -> Run:
    recording = entered("ana", "ben")
    recording.append(kind, member=member("ben"), sanction="s", until=until)
    recording.show()
    recording.readers["ben"].live = True
    recording.say("ana")
    return recording.finish()


def delivered_after_removal() -> Run:
    return still_delivered_after("member_removed", 2**60)


def delivered_after_the_account_was_closed() -> Run:
    return still_delivered_after("account_closed", None)


def joined_while_out() -> Run:
    recording = entered("ana", "ben")
    recording.append("member_removed", member=member("ben"), sanction="s", until=2**60)
    recording.show()
    recording.enter("ben")
    return recording.finish()


def anothers_mute() -> Run:
    recording = entered("ana", "ben")
    recording.append("member_muted", member=member("ben"), sanction="s", until=2**60)
    run = recording.finish()
    shown = next(r for r in run.of(Shown) if r.client == "ana")
    return changed(run, shown, kind="member_muted", member=member("ben"))


BROKEN: dict[str, tuple[Break, ...]] = {
    "I5": (
        wrote_while_muted,
        reacted_while_muted,
        took_the_floor_while_muted,
        renamed_while_muted_through_another_room,
        wrote_while_removed,
        retracted_while_removed,
        wrote_with_a_closed_account,
        wrote_after_another_mute_was_lifted,
        moderated_after_losing_the_role,
        moderated_while_suspended,
        wrote_in_a_closed_room,
        wrote_after_leaving_for_good,
    ),
    "I6": (
        text_on_a_page_after_removal,
        text_on_a_page_after_the_last_hour_was_taken_down,
        text_in_history_after_retraction,
        text_replayed_after_removal,
        replaced_text_replayed,
        text_in_the_event_that_takes_it_down,
        text_shown_with_the_event_that_takes_it_down,
    ),
    "I11": (
        a_guest_among_members,
        delivered_after_removal,
        delivered_after_the_account_was_closed,
        joined_while_out,
        anothers_mute,
    ),
}
