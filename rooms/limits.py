"""How often: a rate limit as one number, by the generic cell rate algorithm (ITU-T I.371).

The number is the *theoretical arrival time*: the moment (ms) at which the bucket is full again.
It is stored in the member's row, so that the limit holds across devices and processes.
"""

import msgspec


class Rate(msgspec.Struct, frozen=True):
    """One act each `period_ms` in the long run, `burst` of them at once."""

    period_ms: int
    burst: int


WRITING = Rate(period_ms=1_000, burst=10)
"""Five messages in five seconds, ten at once: a person per room, over all devices."""


def wait_ms(rate: Rate, arrival: int, now: int) -> int:
    """How long until one act more may be done, given the stored arrival time; 0: now."""
    return max(arrival - now - rate.period_ms * (rate.burst - 1), 0)


def charged(rate: Rate, arrival: int, now: int) -> int:
    """The arrival time to store when one act was done at `now`."""
    return max(arrival, now) + rate.period_ms
