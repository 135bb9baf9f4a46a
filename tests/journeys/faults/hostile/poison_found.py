"""Poison in what was stored or sent: in values, in texts, and in the JSON that some texts are.
Knows neither tables nor frames.
"""

import json
import math
from collections.abc import Iterator
from typing import Any

KEYS = frozenset({"__proto__", "constructor", "prototype"})
LARGEST_WHOLE = 2**53
"""Beyond it readers of JSON do not agree which number it is."""


def poison_in(held: object) -> Iterator[str]:
    """What is poison in a column's value. A text is also read as JSON, where it looks like some."""
    yield from _in_value(held)
    if isinstance(held, str) and held[:1] in "{[" and held:
        try:
            yield from poison_in_json(held)
        except json.JSONDecodeError:
            return


def poison_in_json(text: str | bytes) -> Iterator[str]:
    """The same of a document; a key that stands there twice is poison, too. Raises
    JSONDecodeError."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice.append(f"a key twice: {sorted(found)}")
        return found

    yield from _in_value(json.loads(text, object_pairs_hook=once))
    yield from twice


def _in_value(value: object) -> Iterator[str]:
    match value:
        case str() if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            yield f"the text {value!r:.80}"
        case float() if not math.isfinite(value):
            yield f"the number {value}"
        case int() if abs(value) > LARGEST_WHOLE:
            yield f"a number of {value.bit_length()} bits"
        case dict():
            for key, inner in value.items():
                if key in KEYS:
                    yield f"the key {key}"
                yield from _in_value(key)
                yield from _in_value(inner)
        case list():
            for inner in value:
                yield from _in_value(inner)
