"""Names made to look like somebody else's: the tricks of people who want to pass for staff.

Its shapes are written by hand, so that the table of Unicode's confusables is tested and not quoted.
The same seed makes the same names.
"""

import random
from collections.abc import Callable, Iterator

Trick = Callable[[random.Random, str], str]

SHAPES = {
    "a": "\u0430\u03b1\u0251\U0001d41a\uff41\u24d0\uab7a@4",
    "b": "\u0432\u13cf\U0001d41b\uff428",
    "c": "\u0441\u1d04\u217d\U0001d41c\uabaf",
    "d": "\u0501\u13e7\u217e\U0001d41d\uff44",
    "e": "\u0435\u212e\u04bd\U0001d41e\uff453",
    "h": "\u04bb\u0570\u13c2\U0001d421\uff48",
    "i": "\u0456\u0131\u03b9\u2170\U0001d422\uff491!|",
    "j": "\u0458\u03f3\U0001d423\uff4a",
    "k": "\u043a\u03ba\U0001d424\uff4b",
    "l": "\u04cf\u217c\u01c0\U0001d425\uff4c1|I",
    "m": "\u043c\u217f\U0001d426\uff4d",
    "n": "\u0578\u057c\U0001d427\uff4e",
    "o": "\u043e\u03bf\u0585\u0d20\U0001d428\uff4f0",
    "p": "\u0440\u03c1\u2374\U0001d429\uff50",
    "r": "\u0433\uab47\U0001d42b\uff52",
    "s": "\u0455\ua731\U0001d42c\uff535$",
    "t": "\u0442\u03c4\U0001d42d\uff547",
    "u": "\u057d\u03c5\u1d1c\U0001d42e\uff55",
    "x": "\u0445\u03c7\u2179\U0001d431\uff58",
    "y": "\u0443\u04af\u1d8c\U0001d432\uff59",
    "z": "\u1d22\U0001d433\uff5a",
}
_PAIRS = {"m": "rn", "w": "vv", "d": "cl"}
_UNSEEN = "\u200b\u200c\u200d\u200e\u202e\u2066\ufeff\u00ad\u034f\u3164\ufe0f\U000e0061"
_MARKS = "\u0300\u0301\u0308\u0323\u0327\u0331\u20dd"
_JOINTS = (" ", ".", "-", "_", "\u00b7", "\u00a0", "\u2019")


def lookalikes(names: tuple[str, ...], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """As many of each name's look-alikes as go evenly into `count`: the name, and another."""
    chance = random.Random(seed)
    for name in names:
        made: set[str] = set()
        while len(made) < count // len(names):
            for trick in chance.sample(TRICKS, chance.choice((1, 1, 2))):
                other = trick(chance, name)
                if other.casefold() != name.casefold() and other not in made:
                    made.add(other)
                    yield name, other
                    break


def shaped(chance: random.Random, name: str) -> str:
    """Some letters of the name in another shape; at least one, where there is one."""
    can = [at for at, letter in enumerate(name) if letter.lower() in SHAPES]
    swapped = set(chance.sample(can, chance.randint(1, len(can))))
    return "".join(
        chance.choice(SHAPES[c.lower()]) if at in swapped else c for at, c in enumerate(name)
    )


def _in_one_alphabet(chance: random.Random, name: str) -> str:
    """Every letter in a shape that normalisation makes Latin again, or by figures."""
    start = chance.choice((0x1D41A, 0xFF41, 0x24D0, 0x1D5BA))
    return "".join(
        chr(start + ord(c) - ord("a")) if "a" <= c <= "z" and chance.random() < 0.8 else c
        for c in name.lower()
    )


def _unseen(chance: random.Random, name: str) -> str:
    at = chance.randint(1, len(name))
    return name[:at] + chance.choice(_UNSEEN) + name[at:]


def _marked(chance: random.Random, name: str) -> str:
    return "".join(c + (chance.choice(_MARKS) if chance.random() < 0.4 else "") for c in name)


def _figures(chance: random.Random, name: str) -> str:
    figures = {"o": "0", "i": "1", "l": "1", "e": "3", "a": "4", "s": "5", "t": "7", "b": "8"}
    return "".join(figures.get(c, c) if chance.random() < 0.7 else c for c in name.lower())


def _spaced(chance: random.Random, name: str) -> str:
    at = chance.randint(1, len(name) - 1)
    return name[:at] + chance.choice(_JOINTS) * chance.choice((1, 2)) + name[at:]


def _paired(chance: random.Random, name: str) -> str:
    del chance
    return "".join(_PAIRS.get(c, c) for c in name.lower())


def _cased_and_marked(chance: random.Random, name: str) -> str:
    return _marked(chance, "".join(chance.choice((c.upper(), c.lower())) for c in name))


def _slipped(chance: random.Random, name: str) -> str:
    at = chance.randint(1, len(name) - 2)
    letter = chance.choice("aeinorst")
    wrong = (name[:at] + name[at + 1 :], name[:at] + letter + name[at:])
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return chance.choice((*wrong, swapped, name[:at] + letter + name[at + 1 :]))


def _with_emoji(chance: random.Random, name: str) -> str:
    return chance.choice(("{} \u2705", "\U0001f31f{}", "{}\U0001f468\u200d\u2695\ufe0f")).format(
        name
    )


TRICKS: tuple[Trick, ...] = (
    *(shaped, shaped, _in_one_alphabet, _unseen, _marked, _figures, _spaced),
    *(_paired, _cased_and_marked, _slipped, _with_emoji),
)
