"""The thirteen invariants of a run, by their numbers, and `check`, which asks them all."""

from collections.abc import Callable, Iterator

from tests.checker.authority import i5_silence_is_kept, i6_down_is_gone, i11_only_readers
from tests.checker.floor import i13_in_turn
from tests.checker.liveness import i8_present_are_here, i9_opened_once, i10_closed_is_silent
from tests.checker.order import (
    i1_gapless,
    i2_acknowledged_is_stored,
    i3_once,
    i4_shown_as_written,
    i7_order_of_the_sender,
    i12_settled,
)
from tests.checker.run import Run, Violation

INVARIANTS: tuple[Callable[[Run], Iterator[Violation]], ...] = (
    i1_gapless,
    i2_acknowledged_is_stored,
    i3_once,
    i4_shown_as_written,
    i5_silence_is_kept,
    i6_down_is_gone,
    i7_order_of_the_sender,
    i8_present_are_here,
    i9_opened_once,
    i10_closed_is_silent,
    i11_only_readers,
    i12_settled,
    i13_in_turn,
)


def check(run: Run) -> list[Violation]:
    """Everything that is wrong with the run; an empty list when nothing is."""
    return [violation for invariant in INVARIANTS for violation in invariant(run)]
