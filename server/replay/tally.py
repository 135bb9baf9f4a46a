"""What one client counted while it ran. Only counts: what they mean is for whoever reads them."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """`gaps` are those the client noticed itself and asked for again; `pages` the times reading
    began from a page; `attention` how often it was told that what waits has changed;
    `receipt_seconds` are of the attempts that a receipt answered."""

    connections: int = 0
    shown: int = 0
    pages: int = 0
    gaps: int = 0
    attention: int = 0
    resends: int = 0
    receipt_seconds: list[float] = field(default_factory=list)

    @property
    def reconnects(self) -> int:
        return max(self.connections - 1, 0)
