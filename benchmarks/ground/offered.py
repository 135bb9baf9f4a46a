"""Whether what a load was to say was said. Who is offered less is measured at something easier."""

from collections.abc import Iterable
from typing import Final

from benchmarks.load.plan import Load
from benchmarks.results import Target
from benchmarks.rounds import Found
from benchmarks.targets import with_missed

SENT: Final = "sent a second"
ENOUGH: Final = 0.99


def rounds_short(found: Found, load: Load, name: str) -> int:
    """In how many rounds it was sent less than 99 % of an open loop's messages, and less by more
    than one message: at 20 a second for 5 seconds one is 1 %. A closed loop is never short."""
    least = ENOUGH * load.per_second - 1 / load.seconds
    return sum(sent < least for sent in found.each(name, SENT))


def held_to(targets: Iterable[Target], found: Found, load: Load, ours: str) -> tuple[Target, ...]:
    """The same targets; unmet when ours was offered less."""
    missed = rounds_short(found, load, ours)
    return tuple(with_missed(target, missed, "were sent too little") for target in targets)


def remarks(found: Found, load: Load, names: Iterable[str]) -> list[str]:
    """Whoever of them was offered less, and how little at worst."""
    return [
        f"{name} was sent less than {ENOUGH:.0%} of {load.per_second:,.0f} messages a second in"
        f" {short} of {len(found.rounds)} rounds, at worst {min(found.each(name, SENT)):,.0f}."
        for name in names
        if (short := rounds_short(found, load, name))
    ]
