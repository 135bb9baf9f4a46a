"""What is counted for every message is told to Prometheus as its own client would tell it."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from server.tallies import Pauses, Spread, Tally

BUCKETS = (0.5, 1, 2)
SEEN = (0.0, 0.5, 0.6, 1.0, 2.0, 2.1, 9.0)


def told(registry: CollectorRegistry) -> list[str]:
    """Without the time when a figure was made, which is not kept of these."""
    lines = generate_latest(registry).decode().splitlines()
    return [line for line in lines if "_created" not in line]


def test_a_tally_is_told_as_a_counter() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    tally, counter = Tally("said", "Messages.", ours), Counter("said", "Messages.", registry=theirs)
    for figure in (tally, counter):
        figure.inc()
        figure.inc(4)
    assert told(ours) == told(theirs)


def test_a_spread_is_told_as_a_histogram() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    spread = Spread("took", "Seconds.", BUCKETS, ours)
    histogram = Histogram("took", "Seconds.", buckets=BUCKETS, registry=theirs)
    for value in SEEN:
        spread.observe(value)
        histogram.observe(value)
    assert told(ours) == told(theirs)


def test_pauses_are_told_as_histograms_by_generation() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    pauses = Pauses("stopped", "Seconds.", BUCKETS, ours)
    histogram = Histogram("stopped", "Seconds.", ["generation"], buckets=BUCKETS, registry=theirs)
    for generation in range(3):
        histogram.labels(generation)
    for place, value in enumerate(SEEN):
        pauses.observe(place % 3, value)
        histogram.labels(place % 3).observe(value)
    assert told(ours) == told(theirs)
