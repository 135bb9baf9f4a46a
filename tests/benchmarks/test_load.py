"""The load client counts every message once for each listener of its room, and says why it could
not come in."""

import dataclasses
import os

import pytest

from benchmarks.contestants.c_reference import C_REFERENCE, C_REFERENCE_JOINED, CReference
from benchmarks.contestants.contestant import Dialect, Hear, Running
from benchmarks.ground.offered import ENOUGH
from benchmarks.load import client
from benchmarks.load.client import LoadFailed
from benchmarks.load.plan import Load

EVENLY = Load(rooms=3, lines=12, senders=5, per_second=200, seconds=0.2, warm_seconds=0.1)
AS_ANSWERED = Load(rooms=3, lines=12, senders=12, outstanding=6, seconds=0.1, warm_seconds=0.0)
LONG = Load(
    rooms=1, lines=3, senders=1, outstanding=2, payload_bytes=3_000, seconds=0.1, warm_seconds=0.0
)


@pytest.mark.parametrize("reference", [C_REFERENCE, C_REFERENCE_JOINED], ids=lambda one: one.name)
@pytest.mark.parametrize("load", [EVENLY, AS_ANSWERED, LONG])
def test_every_listener_of_the_room_is_counted_once(reference: CReference, load: Load) -> None:
    cores = sorted(os.sched_getaffinity(0))
    with reference.running(
        rooms=load.rooms, lines=load.lines, senders=load.senders, cores=cores
    ) as running:
        found = client.report(load, reference.dialect, running, cores=cores)
    assert found.sent > 0
    assert found.expected == found.sent * load.per_message
    assert found.deliveries == found.expected
    assert (found.refused, found.lost) == (0, 0)
    assert found.undelivered == 0
    assert 0 < found.p50_ms <= found.p99_ms <= found.longest_ms


def test_an_even_load_says_as_much_as_it_was_told_to() -> None:
    cores = sorted(os.sched_getaffinity(0))
    with C_REFERENCE.running(rooms=3, lines=12, senders=5, cores=cores) as running:
        found = client.report(EVENLY, C_REFERENCE.dialect, running, cores=cores)
    # It is due at its time, and said late by a busy machine; what is due is never left out.
    assert found.sent >= EVENLY.per_second * EVENLY.seconds


def test_a_client_that_cannot_say_what_it_was_told_to_says_how_much_it_said() -> None:
    cores = sorted(os.sched_getaffinity(0))
    too_much = dataclasses.replace(EVENLY, per_second=1e9, seconds=0.05, warm_seconds=0.0)
    with C_REFERENCE.running(rooms=3, lines=12, senders=5, cores=cores) as running:
        found = client.run(too_much, C_REFERENCE.dialect, running, cores=cores)
    assert 0 < found.sent_per_second < ENOUGH * too_much.per_second


def test_a_door_that_is_closed_is_said() -> None:
    cores = sorted(os.sched_getaffinity(0))
    with C_REFERENCE.running(rooms=1, lines=2, senders=0, cores=cores) as running:
        nobody = Running(pids=running.pids, ports=[1], places=running.places)
        load = Load(rooms=1, lines=2, senders=0, seconds=0.1)
        with pytest.raises(LoadFailed, match="did not come in"):
            client.run(load, C_REFERENCE.dialect, nobody, cores=cores)


def test_a_plan_that_makes_no_sense_is_refused() -> None:
    deaf = Dialect(path="/", message="", way_in=(Hear("welcome"),))
    nobody = Running(pids=[], ports=[1], places=[])
    with pytest.raises(LoadFailed, match="0 lines"):
        client.run(Load(rooms=1, lines=0, senders=0), deaf, nobody, cores=[])
