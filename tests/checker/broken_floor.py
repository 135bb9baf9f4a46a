"""Runs that break I13, each in one way."""

from typing import Any

from tests.checker.broken_run import Break, entered
from tests.checker.recording import Recording, member
from tests.checker.run import Run


def on_stage(form: str, **more: Any) -> Recording:
    """Ana hosts with cleo beside her; ben, dora and mona are here."""
    recording = entered("ana", "ben", "cleo", "dora", "mona")
    opened: dict[str, Any] = {"drop_in": "monday", "form": form, "host": member("ana"), **more}
    recording.append("drop_in_opened", **opened)
    recording.show()
    return recording


def given(recording: Recording, name: str) -> None:
    recording.send(name, "floor_given", drop_in="monday")


def happens(recording: Recording, kind: str, **of_row: Any) -> None:
    recording.append(kind, drop_in="monday", **of_row)
    recording.show()


def wrote_in_a_line_without_the_floor() -> Run:
    recording = on_stage("line")
    recording.say("ben")
    return recording.finish()


def wrote_while_another_had_the_floor() -> Run:
    recording = on_stage("line")
    given(recording, "ben")
    recording.say("dora")
    return recording.finish()


def wrote_after_giving_the_floor_back() -> Run:
    recording = on_stage("line")
    given(recording, "ben")
    recording.say("ben")
    happens(recording, "floor_freed", member=member("ben"))
    recording.say("ben")
    return recording.finish()


def wrote_into_somebodys_share() -> Run:
    recording = on_stage("circle")
    recording.say("dora")
    given(recording, "ben")
    recording.say("dora")
    return recording.finish()


def edited_into_somebodys_share() -> Run:
    recording = on_stage("circle")
    said = recording.say("dora")
    given(recording, "ben")
    recording.send("dora", "message_edited", said.message)
    return recording.finish()


def asked_aloud_among_questions() -> Run:
    recording = on_stage("questions")
    recording.say("ben")
    return recording.finish()


def wrote_in_a_short_pause() -> Run:
    recording = on_stage("open_hour")
    recording.say("ben")
    happens(recording, "floor_frozen")
    recording.say("ana")
    recording.say("mona")
    recording.say("ben")
    return recording.finish()


def wrote_as_a_host_who_was_followed() -> Run:
    recording = on_stage("line", co_host=member("cleo"))
    recording.say("cleo")
    happens(recording, "hosts_changed", host=member("dora"))
    recording.say("cleo")
    return recording.finish()


def floor_given_to_two() -> Run:
    recording = on_stage("circle")
    given(recording, "ben")
    given(recording, "dora")
    return recording.finish()


def floor_given_in_a_pause() -> Run:
    recording = on_stage("line")
    happens(recording, "floor_frozen")
    given(recording, "ben")
    return recording.finish()


def wrote_when_another_session_ended_here() -> Run:
    recording = on_stage("line")
    recording.append("drop_in_closed", drop_in="tuesday")
    recording.show()
    recording.say("ben")
    return recording.finish()


BROKEN: dict[str, tuple[Break, ...]] = {
    "I13": (
        wrote_in_a_line_without_the_floor,
        wrote_while_another_had_the_floor,
        wrote_after_giving_the_floor_back,
        wrote_into_somebodys_share,
        edited_into_somebodys_share,
        asked_aloud_among_questions,
        wrote_in_a_short_pause,
        wrote_as_a_host_who_was_followed,
        floor_given_to_two,
        floor_given_in_a_pause,
        wrote_when_another_session_ended_here,
    ),
}
