"""A good run passes, whatever happens in it, and any single corruption of one is caught."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checker.invariants import check
from tests.checker.recording import MUTE_MS, Recording, member
from tests.checker.records import Joined, Settled, Shown
from tests.checker.run import Run, read_records, write_records

PEOPLE = ("ana", "ben")


def say(recording: Recording, name: str) -> None:
    if not silenced(recording, name):
        recording.say(name)


def edit_or_retract(recording: Recording, name: str) -> None:
    shown = [m for m in recording.texts if m.startswith(name) and m not in recording.down]
    if shown and not silenced(recording, name):
        recording.send(name, "message_edited", shown[0])
    elif shown and recording.readers[name].live:
        recording.send(name, "message_retracted", shown[0])


def take_down_or_restore(recording: Recording, name: str) -> None:
    for message in recording.texts:
        if message.startswith(name):
            kind = "message_restored" if message in recording.down else "message_removed"
            recording.send("mona", kind, message)
            return


def take_down_the_last_hour(recording: Recording, name: str) -> None:
    shown = [m for m in recording.texts if m.startswith(name) and m not in recording.down]
    if shown:
        gone = tuple(shown)
        recording.send("mona", "messages_removed", member=member(name), messages=gone)


def close_and_open_the_room(recording: Recording, name: str) -> None:
    del name
    recording.send("mona", "room_locked", member=None)
    recording.say("mona")
    recording.send("mona", "room_unlocked", member=None)


def mute_or_lift(recording: Recording, name: str) -> None:
    until = recording.now + MUTE_MS
    sanction = mute_of(recording, name)
    if sanction:
        recording.send("mona", "sanction_lifted", member=member(name), sanction=sanction)
    else:
        given_id = f"mute-{recording.head}"
        recording.send("mona", "member_muted", member=member(name), sanction=given_id, until=until)


def hold_a_circle(recording: Recording, name: str) -> None:
    """Mona hosts with olive beside her: a share, a pause in it, words between, an end undone."""
    if silenced(recording, name):
        return
    about: dict[str, Any] = {"drop_in": f"circle-{recording.head}"}
    hosts = {"form": "circle", "host": member("mona"), "co_host": member("olive")}
    recording.send("mona", "drop_in_opened", member=None, **about, **hosts)
    recording.say(name)
    recording.send(name, "floor_given", **about)
    recording.say(name)
    recording.send("mona", "floor_frozen", member=None, **about)
    recording.say("olive")
    recording.send("mona", "floor_thawed", member=None, **about)
    recording.say(name)
    recording.send(name, "floor_freed", **about)
    recording.say(name)
    recording.send("mona", "drop_in_closed", member=None, **about)
    recording.send("mona", "drop_in_opened", member=None, again=True, **about, **hosts)
    recording.send("mona", "drop_in_closed", member=None, **about)


def wait_for_the_mute_to_end(recording: Recording, name: str) -> None:
    del name
    recording.now += MUTE_MS


def step_out_and_return(recording: Recording, name: str) -> None:
    if recording.readers[name].live:
        until = recording.now + MUTE_MS
        sanction = f"out-{recording.head}"
        recording.send(
            "mona", "member_removed", member=member(name), sanction=sanction, until=until
        )
        recording.say("mona")
        recording.append("sanction_lifted", actor="house", member=member(name), sanction=sanction)
        recording.show()
        recording.enter(name)


def lose_the_line(recording: Recording, name: str) -> None:
    if recording.readers[name].live:
        recording.lose(name, "dropped")


def come_back(recording: Recording, name: str) -> None:
    if not recording.readers[name].live:
        recording.resume(name)


def be_refused(recording: Recording, name: str) -> None:
    if recording.readers[name].live:
        recording.refuse(name, "rate_limited")


def look_around(recording: Recording, name: str) -> None:
    del name
    recording.history("olive", before=recording.head + 1)
    recording.presence("olive", *(p for p in PEOPLE if recording.readers[p].live))


ACTS: tuple[Callable[[Recording, str], None], ...] = (
    say,
    edit_or_retract,
    take_down_or_restore,
    take_down_the_last_hour,
    close_and_open_the_room,
    hold_a_circle,
    mute_or_lift,
    wait_for_the_mute_to_end,
    step_out_and_return,
    lose_the_line,
    come_back,
    be_refused,
    look_around,
)
SCRIPTS = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE)), max_size=25)


def mute_of(recording: Recording, name: str) -> str | None:
    """The id of the mute in force."""
    lifted = {row.sanction for row in recording.rows if row.kind == "sanction_lifted"}
    for row in recording.rows:
        of_this_person = row.kind == "member_muted" and row.member == member(name)
        in_force = row.sanction not in lifted and (row.until or 0) > recording.now
        if of_this_person and in_force:
            return row.sanction
    return None


def silenced(recording: Recording, name: str) -> bool:
    return not recording.readers[name].live or mute_of(recording, name) is not None


def played(script: list[tuple[Callable[[Recording, str], None], str]]) -> Run:
    recording = Recording()
    recording.enter("mona", "moderator")
    for name in ("olive", *PEOPLE):
        recording.enter(name)
    recording.enter("somebody", "guest")
    for act, name in script:
        act(recording, name)
    recording.say("olive")
    return recording.finish()


EVENTFUL = [(act, name) for act in (*ACTS, *ACTS) for name in PEOPLE]


def test_good_run_passes() -> None:
    assert check(played(EVENTFUL)) == []


def test_empty_run_passes() -> None:
    assert check(Run((), ())) == []


@settings(max_examples=40, deadline=None)
@given(SCRIPTS)
def test_any_good_run_passes(script: list[tuple[Callable[[Recording, str], None], str]]) -> None:
    assert check(played(script)) == []


def dropped(run: Run, rows: list[int], shown: list[int]) -> Run:
    return Run(
        tuple(row for place, row in enumerate(run.rows) if place not in rows),
        tuple(record for place, record in enumerate(run.records) if place not in shown),
    )


def doubled(run: Run, rows: list[int], shown: list[int]) -> Run:
    return Run(
        tuple(r for n, row in enumerate(run.rows) for r in [row] * (2 if n in rows else 1)),
        tuple(r for n, rec in enumerate(run.records) for r in [rec] * (2 if n in shown else 1)),
    )


def swapped(run: Run, rows: list[int], shown: list[int]) -> Run:
    """The one and the next change places, and in the transcript also their seqs."""
    all_rows, records = list(run.rows), list(run.records)
    for place in rows:
        one, next_one = all_rows[place - 1], all_rows[place]
        all_rows[place - 1] = msgspec.structs.replace(next_one, seq=one.seq)
        all_rows[place] = msgspec.structs.replace(one, seq=next_one.seq)
    for place in shown:
        one_shown = records[place]
        assert isinstance(one_shown, Shown)
        other = next_shown(run, place)
        records[place], records[other] = records[other], records[place]
    return Run(tuple(all_rows), tuple(records))


def next_shown(run: Run, place: int) -> int:
    """The same client's neighbouring entry."""
    client = run.records[place].client
    theirs = [n for n, r in enumerate(run.records) if isinstance(r, Shown) and r.client == client]
    at = theirs.index(place)
    return theirs[at + 1] if at + 1 < len(theirs) else theirs[at - 1]


def accounted_for(run: Run) -> list[int]:
    """The shown entries after which their client went on reading from there. The last one before a
    line is lost for good, or before a fresh page, may as well never have arrived."""
    places: list[int] = []
    goes_on: set[str] = set()
    for place, record in reversed(list(enumerate(run.records))):
        if isinstance(record, Joined) and record.page is not None:
            goes_on.discard(record.client)
        elif isinstance(record, Settled):
            goes_on.add(record.client)
        elif isinstance(record, Shown):
            if record.client in goes_on:
                places.append(place)
            goes_on.add(record.client)
    return places


@settings(max_examples=60, deadline=None)
@given(SCRIPTS, st.sampled_from((dropped, doubled, swapped)), st.booleans(), st.data())
def test_any_single_corruption_is_caught(
    script: list[tuple[Callable[[Recording, str], None], str]],
    corrupt: Callable[[Run, list[int], list[int]], Run],
    in_transcript: bool,
    data: st.DataObject,
) -> None:
    run = played([(say, "ana"), (say, "ben"), *script])
    if in_transcript:
        corrupted = corrupt(run, [data.draw(st.integers(1, len(run.rows) - 1))], [])
    else:
        corrupted = corrupt(run, [], [data.draw(st.sampled_from(accounted_for(run)))])
    assert check(corrupted)


@pytest.mark.parametrize("files", [1, 2])
def test_records_survive_being_written_and_read(files: int, tmp_path: Path) -> None:
    records = played(EVENTFUL).records
    half = len(records) // files
    paths = [tmp_path / f"{number}.jsonl" for number in range(files)]
    write_records(paths[0], records[:half])
    write_records(paths[-1], records[half:])
    assert read_records(*paths) == records
