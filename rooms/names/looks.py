"""What a name looks like: the skeleton by which two names are one name (UTS 39, 4).

Case, accents, spaces and signs do not tell two names apart, nor do figures that stand for letters.
"""

import unicodedata

from rooms.names.confusables import confusables
from rooms.names.marks import is_accent

# In this order: 1, l, I and i are one shape, so whatever stands after a c may close it to a d.
_PAIRS = (("rn", "m"), ("vv", "w"), ("l", "i"), ("ci", "d"))


def skeleton(name: str) -> str:
    """The look of the name in small letters. Equal skeletons, one name; it is never shown."""
    return _paired(_small(name))


def looks(name: str) -> frozenset[str]:
    """Every look the name can be taken for: also as its capitals are drawn, also letter by letter.

    A Greek capital nu is drawn as N, its small letter as v: a name in capitals looks like other
    letters than the same name in small ones. And one other letter can make a pair (in, rn) that is
    read as a third, which would be two slips from the name.
    """
    drawn = unicodedata.normalize("NFKD", name).translate(confusables()).casefold()
    letters = {_small(name), _written(drawn)} - {""}
    return frozenset(letter.replace("l", "i") for letter in letters) | {*map(_paired, letters)}


def _small(name: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return _written(folded.translate(confusables())) or "".join(filter(_is_drawn, folded))


def _paired(letters: str) -> str:
    for pair, letter in _PAIRS:
        letters = letters.replace(pair, letter)
    return letters


def _written(text: str) -> str:
    return "".join(filter(_is_written, text))


def _is_drawn(character: str) -> bool:
    """Not so a control character: PostgreSQL takes no text with U+0000 in it."""
    return not unicodedata.category(character).startswith("C")


def _is_written(character: str) -> bool:
    return character.isalnum() or (
        unicodedata.category(character).startswith("M") and not is_accent(character)
    )
