"""How often: a rate limit as one number, by the generic cell rate algorithm (ITU-T I.371).

The number is the *theoretical arrival time*: the moment (ms) at which the bucket is full again.
It is stored in the member's row, so that the limit holds across devices and processes.
"""

import msgspec


class Rate(msgspec.Struct, frozen=True):
    """One act each `period_ms` in the long run, `burst` of them at once."""

    period_ms: int
    burst: int


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """The new arrival time when allowed; else how many milliseconds to wait."""

    arrival: int
    wait_ms: int = 0


WRITING = Rate(period_ms=1_000, burst=10)
"""Five messages in five seconds, ten at once: a person per room, over all devices."""


def spend(rate: Rate, arrival: int, now: int) -> Verdict:
    """Spend one act at `now`, given the stored arrival time."""
    start = max(arrival, now)
    wait = start + rate.period_ms - rate.period_ms * rate.burst - now
    if wait > 0:
        return Verdict(arrival=arrival, wait_ms=wait)
    return Verdict(arrival=start + rate.period_ms)
