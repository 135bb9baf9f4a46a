"""Screen names: what one may look like, and the skeleton by which two are the same name.

After UTS 39 (confusable detection), in the small: look-alikes among Latin, Cyrillic and Greek.
"""

import re
import unicodedata

from rooms.refusals import Code, Refusal, refuse

SHORTEST = 2
LONGEST = 24
MOST_MARKS_PER_LETTER = 2

RESERVED = frozenset(
    {"admin", "administrator", "administrador", "administradora", "bot", "doctor", "doctora"}
    | {"dr", "dra", "enfermera", "enfermero", "hearthside", "mentor", "mentora", "mod"}
    | {"moderador", "moderadora", "moderator", "nurse", "sistema", "soporte", "staff"}
    | {"support", "system"}
)
"""Names that would pass for staff or for a clinician. A badge is drawn outside the name."""

_LOOKS_LIKE = {
    "a": "\u0430\u03b1\u0251@",
    "e": "\u0435\u03b53",
    "o": "\u043e\u03bf0",
    "p": "\u0440\u03c1",
    "c": "\u0441",
    "y": "\u0443",
    "x": "\u0445\u03c7",
    "i": "\u0456\u03b91\u0131|!",
    "k": "\u043a\u03ba",
    "m": "\u043c",
    "t": "\u0442\u03c4",
    "b": "\u0432",
    "h": "\u043d",
    "d": "\u0501",
    "j": "\u0458",
    "s": "\u04555$",
    "q": "\u051b",
    "w": "\u051d",
    "v": "\u03bd",
    "u": "\u03c5",
    "n": "\u03b7",
    "f": "\u0192",
}
_FOLD = str.maketrans({look: letter for letter, looks in _LOOKS_LIKE.items() for look in looks})
# In this order: the l of a pair before the l that is taken for an i.
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("l", "i"))
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
# Letters and symbols that draw nothing: Hangul fillers and the Braille blank.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def clean_name(raw: str) -> str | Refusal:
    """The name as it will be shown, or `name_invalid` with why.

    NFKC, single spaces, 2 to 24 letters (marks not counted), no invisible characters, at most two
    marks on a letter, and nothing that passes for staff.
    """
    name = " ".join(unicodedata.normalize("NFKC", raw).split())
    if any(unicodedata.category(c) in _REFUSED_CATEGORIES or c in _BLANKS for c in name):
        return refuse(Code.NAME_INVALID, why="invisible")
    if _marks_in_a_row(name) > MOST_MARKS_PER_LETTER:
        return refuse(Code.NAME_INVALID, why="marks")
    letters = sum(1 for c in name if not unicodedata.category(c).startswith("M"))
    if not SHORTEST <= letters <= LONGEST:
        return refuse(Code.NAME_INVALID, why="length")
    if not any(c.isalpha() for c in name):
        return refuse(Code.NAME_INVALID, why="letters")
    if _passes_for_staff(name):
        return refuse(Code.NAME_INVALID, why="reserved")
    return name


def skeleton(name: str) -> str:
    """What the name looks like: two names with one skeleton are the same name (UTS 39, 4)."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    folded = "".join(c for c in letters.translate(_FOLD) if c.isalnum())
    for pair, letter in _PAIRS:
        folded = folded.replace(pair, letter)
    return folded


def _passes_for_staff(name: str) -> bool:
    words = {name, *"".join(map(_letter_or_space, name)).split(), *re.split(r"[\W_]+", name)}
    return bool({skeleton(word) for word in words} & {skeleton(word) for word in RESERVED})


def _letter_or_space(character: str) -> str:
    """What divides words becomes a space; a sign that stands for a letter does not divide them."""
    written = character.isalnum() or ord(character) in _FOLD
    return character if written or unicodedata.category(character).startswith("M") else " "


def _marks_in_a_row(name: str) -> int:
    longest = run = 0
    for character in unicodedata.normalize("NFD", name):
        run = run + 1 if unicodedata.category(character).startswith("M") else 0
        longest = max(longest, run)
    return longest
