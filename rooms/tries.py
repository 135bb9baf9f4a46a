"""How often somebody may try what can be guessed at: a burst, then ever longer waits.

Pure numbers on top of `rooms.limits`; it knows neither what is tried nor by whom.
"""

import msgspec

from rooms.limits import Rate, charged, wait_ms

LONGEST_WAIT_MS = 3_600_000
_MOST_DOUBLINGS = 12


class Tried(msgspec.Struct, frozen=True):
    """What is kept of earlier tries: the limit's number, and how many were made at its edge."""

    arrival: int = 0
    failures: int = 0


class Try(msgspec.Struct, frozen=True):
    """What is to be kept now; `wait_ms` is above 0 when this try may not be made yet. `cost` is
    what this one has added."""

    tried: Tried
    wait_ms: int = 0
    cost: Tried = Tried()


def begin(rate: Rate, tried: Tried, now: int, *, longest_wait_ms: int = LONGEST_WAIT_MS) -> Try:
    """Count one try at `now`, before its outcome is known.

    `rate.burst` tries are free. Each one after them doubles the time until the next, from
    `rate.period_ms` to `longest_wait_ms`; 0 there leaves it at the plain rate. Whoever has waited
    until all is free again begins anew.
    """
    before = tried if tried.arrival > now else Tried()
    if too_early := wait_ms(rate, before.arrival, now):
        return Try(before, too_early)
    free = rate.period_ms * (rate.burst - 1)
    plain = charged(rate, before.arrival, now)
    if plain - now <= free:
        cost = Tried(rate.period_ms)
        return Try(Tried(plain, before.failures), cost=cost)
    wait = min(rate.period_ms << min(before.failures, _MOST_DOUBLINGS), longest_wait_ms)
    arrival = max(plain, now + wait + free)
    cost = Tried(arrival - max(before.arrival, now), 1)
    return Try(Tried(arrival, before.failures + 1), cost=cost)


def take_back(tried: Tried, cost: Tried) -> Tried:
    """As if the try that cost this had not been made: it was no guess. Other tries stay counted,
    so that nobody makes guesses cheaper by logging in with an account of their own in between."""
    return Tried(tried.arrival - cost.arrival, max(tried.failures - cost.failures, 0))
