"""Whether somebody's words speak of wanting to die. Pure; keeps nothing, and says nothing else.

It is there to show a person where help is, and for nothing that would be held against them.
"""

import re

from rooms.safety.phrases import ENGLISH, SPANISH, SPELT, UNDIVIDED
from rooms.safety.spelling import plain, slips

LONGEST_LOOKED_AT = 4_000
SHORTEST_WITH_A_SLIP = 5

_LETTERS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})
_KNOWN = SPELT | set(re.findall(r"[a-z]+", " ".join((*ENGLISH, *SPANISH))))
_PHRASES = re.compile("|".join(f"(?:{phrase})" for phrase in (*ENGLISH, *SPANISH)))


def speaks_of_dying(text: str) -> bool:
    """Whether the text says, in English or Spanish, that its writer or somebody they know wants to
    die, to end their life or to harm themselves.

    Accents, capitals, spaces, signs for letters and small slips make no difference. It is not
    meant for illness, loss or the end of life: "dying of cancer", "my mother died", "I do not want
    to die". The word suicide counts wherever it stands.

    It knows phrases and understands nothing: irony, song lines, hints ("I gave my cat away") and
    other languages pass it by, and an idiom may not. So nothing may depend on its no, and its yes
    may only ever offer help. Looks at the first 4,000 characters.
    """
    words = _meant(text[:LONGEST_LOOKED_AT])
    said = " ".join(words)
    undivided = any(one in word for word in words for one in UNDIVIDED)
    return undivided or _PHRASES.search(said) is not None


def _meant(text: str) -> list[str]:
    """The words as they were probably meant."""
    letters = re.sub(r"['\u2019\u00b4`*]", "", plain(text))
    # "dieeee" and "d i e"
    letters = re.sub(r"(\w)\1{2,}", r"\1", letters)
    letters = re.sub(r"\b(?:\w[\s.\-_]+){2,}\w\b", _together, letters)
    found = re.findall(r"[^\W_][\w@$]*", letters)
    return [_corrected(_spelt_out(word)) for word in found]


def _together(spaced: re.Match[str]) -> str:
    return re.sub(r"[\s.\-_]+", "", spaced[0])


def _spelt_out(word: str) -> str:
    """A word with signs in the place of letters; a number stays one."""
    return word if word.isdigit() else word.translate(_LETTERS)


def _corrected(word: str) -> str:
    """The word of a phrase that this one is a slip away from, if it begins like it."""
    if word in _KNOWN or len(word) < SHORTEST_WITH_A_SLIP - 1:
        return word
    return next((known for known in SPELT if _one_slip(word, known)), word)


def _one_slip(word: str, known: str) -> bool:
    if word[0] != known[0] or abs(len(word) - len(known)) > 1:
        return False
    if min(len(word), len(known)) < SHORTEST_WITH_A_SLIP:
        # Short words are too near to others: only two letters the wrong way round.
        return sorted(word) == sorted(known) and slips(word, known) == 1
    return slips(word, known) == 1
