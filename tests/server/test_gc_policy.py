"""What grows is frozen, what was frozen can be freed, and every pause is told."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from server.node.gc_policy import GROWTH, THRESHOLDS, GcPolicy
from tests.fakes import FakeClock


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


def test_every_pause_is_told(policy: GcPolicy, pauses: list[tuple[int, float]]) -> None:
    pauses.clear()
    gc.collect(0)
    gc.collect()
    assert pauses == [(0, 0.0), (2, 0.0)]


def test_what_has_grown_is_frozen(policy: GcPolicy) -> None:
    frozen = gc.get_freeze_count()
    grown = [Knot() for _ in range(1_000)]
    policy.count(GROWTH - 1)
    assert gc.get_freeze_count() <= frozen
    policy.count(GROWTH)
    assert gc.get_freeze_count() >= frozen + len(grown)


def test_frozen_garbage_is_freed_when_settling(policy: GcPolicy) -> None:
    knot = Knot()
    policy.count(GROWTH)
    seen = weakref.ref(knot)
    del knot
    gc.collect()
    assert seen() is not None
    policy.settle(connections=0)
    assert seen() is None


def test_what_was_made_since_the_last_growth_is_frozen_once_at_rest(policy: GcPolicy) -> None:
    policy.count(GROWTH)
    late: list[list[list[int]]] = [[[]] for _ in range(1_000)]
    before = gc.get_freeze_count()
    policy.count(GROWTH)
    assert gc.get_freeze_count() >= before + len(late)
    later: list[list[list[int]]] = [[[]] for _ in range(1_000)]
    frozen = gc.get_freeze_count()
    policy.count(GROWTH)
    assert gc.get_freeze_count() < frozen + len(later)
