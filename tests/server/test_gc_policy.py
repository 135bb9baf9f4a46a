"""What grows is frozen, what was frozen can be freed, and every pause is told."""

import gc
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest

from server.node.gc_policy import FREEZE_AT, NEW_AT, QUIET_LOOKS, THRESHOLDS, GcPolicy
from tests.fakes import FakeClock

TUPLES = 100_000


class Knot:
    """Garbage that reference counting cannot free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def pauses() -> list[tuple[int, float]]:
    return []


@pytest.fixture
def policy(pauses: list[tuple[int, float]]) -> Iterator[GcPolicy]:
    clock = FakeClock()

    def heard(generation: int, seconds: float) -> None:
        pauses.append((generation, seconds))

    policy = GcPolicy(heard, clock=clock)
    policy.start()
    yield policy
    policy.stop()


def test_stop_leaves_the_collector_as_it_was() -> None:
    before = (gc.get_threshold(), len(gc.callbacks))
    policy = GcPolicy(lambda generation, seconds: None)
    policy.start()
    assert gc.get_threshold() == THRESHOLDS
    policy.stop()
    assert (gc.get_threshold(), len(gc.callbacks), gc.get_freeze_count()) == (*before, 0)


def test_the_start_leaves_alone_what_was_imported() -> None:
    policy, knot = GcPolicy(lambda generation, seconds: None), weakref.ref(_frozen_before())
    policy.start()
    assert knot() is not None
    policy.settle()
    policy.stop()
    assert knot() is None


def test_every_pause_is_told(policy: GcPolicy, pauses: list[tuple[int, float]]) -> None:
    pauses.clear()
    gc.collect(0)
    gc.collect()
    assert pauses == [(0, 0.0), (2, 0.0)]


def test_many_that_outlive_a_full_collection_are_frozen(policy: GcPolicy) -> None:
    frozen = gc.get_freeze_count()
    grown = [Knot() for _ in range(FREEZE_AT)]
    gc.collect(1)
    assert gc.get_freeze_count() < frozen + len(grown)
    gc.collect()
    assert gc.get_freeze_count() >= frozen + len(grown)


def test_few_are_left_to_the_collector(policy: GcPolicy) -> None:
    knot = Knot()
    frozen, gone = gc.get_freeze_count(), weakref.ref(knot)
    policy.look()
    assert gc.get_freeze_count() <= frozen
    del knot
    policy.look()
    assert gone() is None


def test_frozen_garbage_is_bounded_also_when_somebody_is_always_here() -> None:
    policy = GcPolicy(lambda generation, seconds: None, most_freezes=2)
    policy.start()
    try:
        policy.count(1)
        settled = gc.get_freeze_count()
        for _ in range(20):
            crowd = [Knot() for _ in range(FREEZE_AT)]
            policy.look()
            del crowd
            assert gc.get_freeze_count() < settled + 6 * FREEZE_AT
    finally:
        policy.stop()


def test_growth_alone_brings_full_collections(
    policy: GcPolicy, pauses: list[tuple[int, float]]
) -> None:
    pauses.clear()
    young, middle, old = THRESHOLDS
    grown = [Knot() for _ in range(young * (middle + 2) * (old + 2))]
    assert 2 in {generation for generation, _ in pauses}
    assert gc.get_freeze_count() >= len(grown) / 2


def test_what_a_crowd_brings_is_looked_at_once(
    policy: GcPolicy, pauses: list[tuple[int, float]]
) -> None:
    pauses.clear()
    crowd: list[list[Knot]] = []
    for connections in range(1, 200):
        crowd.append([Knot() for _ in range(NEW_AT // 20)])
        policy.count(connections)
    assert {generation for generation, _ in pauses} == {2}
    # A knot is two objects: itself and what it holds.
    assert len(pauses) <= 2 * sum(map(len, crowd)) // NEW_AT


def test_frozen_garbage_stays_while_anybody_is_here(policy: GcPolicy) -> None:
    knot = weakref.ref(_frozen())
    policy.count(1)
    _look(policy, QUIET_LOOKS + 1)
    policy.count(0)
    _look(policy, QUIET_LOOKS - 1)
    assert knot() is not None


def test_frozen_garbage_is_freed_once_everybody_has_been_gone_for_a_while(
    policy: GcPolicy,
) -> None:
    knot = weakref.ref(_frozen())
    policy.count(1)
    policy.count(0)
    _look(policy, QUIET_LOOKS)
    assert knot() is None


def test_who_comes_back_begins_the_quiet_time_anew(policy: GcPolicy) -> None:
    knot = weakref.ref(_frozen())
    for _ in range(2):
        policy.count(1)
        _look(policy, 1)
        policy.count(0)
        _look(policy, QUIET_LOOKS - 1)
    assert knot() is not None


def test_process_that_nobody_came_to_is_left_alone(policy: GcPolicy) -> None:
    knot = weakref.ref(_frozen())
    _look(policy, QUIET_LOOKS * 2)
    assert knot() is not None


def _look(policy: GcPolicy, times: int) -> None:
    for _ in range(times):
        policy.look()


def _frozen_before() -> Knot:
    knot = Knot()
    gc.freeze()
    return knot


def _frozen() -> Knot:
    """One among many that are frozen with it."""
    knots = [Knot() for _ in range(FREEZE_AT)]
    gc.collect()
    return knots[0]


def test_what_another_thread_is_just_making_is_not_touched(policy: GcPolicy) -> None:
    before, broken = sys.getswitchinterval(), list[SystemError]()

    def make_tuples() -> None:
        try:
            for _ in range(TUPLES):
                tuple(number for number in range(12))
        except SystemError as error:
            broken.append(error)

    making = threading.Thread(target=make_tuples)
    sys.setswitchinterval(1e-6)
    try:
        making.start()
        while making.is_alive():
            gc.collect()
    finally:
        sys.setswitchinterval(before)
        making.join()
    assert not broken
