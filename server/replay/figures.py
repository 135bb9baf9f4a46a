"""The figures of a replay, and how they are said. Sums and percentiles only."""

import math
from collections.abc import Iterable, Mapping, Sequence

from server.replay.tally import Tally

Figures = Mapping[str, float]

_BATCH = "hearthside_batch_size"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all are not above; 0 of none."""
    ranked = sorted(values)
    return ranked[max(math.ceil(share * len(ranked)) - 1, 0)] if ranked else 0.0


def clients(tallies: Iterable[Tally]) -> list[str]:
    """What the clients counted."""
    counted = list(tallies)
    receipts = [seconds * 1000 for tally in counted for seconds in tally.receipt_seconds]
    return [
        f"receipts     {len(receipts):,}, p50 {percentile(receipts, 0.5):.1f} ms,"
        f" p99 {percentile(receipts, 0.99):.1f} ms",
        f"deliveries   {sum(tally.shown for tally in counted):,}",
        f"gaps healed  {sum(tally.gaps for tally in counted):,} by clients",
        f"resends      {sum(tally.resends for tally in counted):,}",
        f"reconnects   {sum(tally.reconnects for tally in counted):,}",
    ]


def servers(before: Sequence[Figures], after: Sequence[Figures]) -> list[str]:
    """What the figures of each server process grew by, summed; said when they give none."""
    if not all(after):
        return ["batches      not available (they need the server's METRICS_TOKEN)"]
    grown = _added(map(_growth, before, after))
    batches = grown.get(f"{_BATCH}_count", 0.0)
    if not batches:
        return []
    mean = grown.get(f"{_BATCH}_sum", 0.0) / batches
    filled = grown.get("hearthside_gaps_filled_total", 0.0)
    return [
        f"batches      {batches:,.0f}, {mean:.1f} commands each ({_distribution(grown)})",
        f"holes        {filled:,.0f} read from the transcript by the server",
    ]


def _growth(before: Figures, after: Figures) -> Figures:
    """A process that was started anew in between counted from nothing."""
    restarted = after.get(f"{_BATCH}_count", 0.0) < before.get(f"{_BATCH}_count", 0.0)
    start = {} if restarted else before
    return {name: value - start.get(name, 0.0) for name, value in after.items()}


def _added(figures: Iterable[Figures]) -> Figures:
    summed: dict[str, float] = {}
    for each in figures:
        for name, value in each.items():
            summed[name] = summed.get(name, 0.0) + value
    return summed


def _distribution(grown: Figures) -> str:
    """How many batches of each size, from the cumulative buckets."""
    prefix = f'{_BATCH}_bucket{{le="'
    upper = {
        float(name.removeprefix(prefix).removesuffix('"}')): count
        for name, count in grown.items()
        if name.startswith(prefix)
    }
    said, below = [], 0.0
    for bound, count in sorted(upper.items()):
        if count > below:
            said.append(f"≤ {bound:g}: {count - below:,.0f}")
        below = max(count, below)
    return ", ".join(said)
