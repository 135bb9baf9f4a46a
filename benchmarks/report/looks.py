"""The colours of a plot, for a light page and for a dark one. Knows no plot.

Hues after Okabe and Ito, who chose them for every kind of colour vision; each is at least three
times as light or as dark as the paper behind it.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Look:
    """`lines` are taken in turn."""

    ink: str
    soft: str
    rule: str
    paper: str
    met: str
    unmet: str
    lines: tuple[str, ...]


LIGHT: Final = Look(
    ink="#1d2430",
    soft="#5b6472",
    rule="#d9dee6",
    paper="#ffffff",
    met="#0072b2",
    unmet="#d55e00",
    lines=("#0072b2", "#d55e00", "#00805f", "#a8558a", "#8f6a00", "#5b6472"),
)
DARK: Final = Look(
    ink="#e6e9ee",
    soft="#9aa4b2",
    rule="#303846",
    paper="#14181f",
    met="#56b4e9",
    unmet="#f08c42",
    lines=("#56b4e9", "#f08c42", "#2fbf95", "#d98fbf", "#e0c34a", "#a3acb9"),
)
