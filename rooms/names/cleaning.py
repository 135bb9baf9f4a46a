"""A name as it was typed, and as it will be shown: normalised, or refused with the reason."""

import unicodedata

import regex

from rooms.links import has_link
from rooms.names.marks import is_piled_up
from rooms.names.reserved import is_reserved
from rooms.names.scripts import is_one_alphabet
from rooms.refusals import Code, Refusal, refuse

SHORTEST = 2
LONGEST = 24
"""In graphemes: what a person counts as letters, an emoji family being one."""

# Bounds the work on what was pasted; 24 letters of any alphabet need fewer.
_LONGEST_CODE_POINTS = 200
# The longest emoji that is recommended for use (two people with skin tones, a heart, a kiss).
_LONGEST_GRAPHEME = 10
# Invisible by themselves, but they shape what stands beside them: the joiner and the emoji style
# inside an emoji, the joiner in a Sinhala or Indic conjunct (Priya is not written without it).
_SHAPING = regex.compile(
    r"(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})"
    r"|(?<=\p{Extended_Pictographic})\uFE0F|(?<=[0-9#*])\uFE0F(?=\u20E3)"
    r"|(?<=\p{InSC=Virama})\u200D(?=\p{Lo})"
)
# Controls, formats (bidi, zero width, tags), private use, unassigned, lone surrogates, separators
# of lines, and whatever is drawn as nothing: fillers, variation selectors, the Braille blank.
_UNSEEN = regex.compile(
    r"[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]"
)


def clean_name(raw: str) -> str | Refusal:
    """The name as it will be shown, or `name_invalid` with why.

    NFKC, single spaces, 2 to 24 graphemes, one alphabet, no unseen characters, no more marks than
    a language needs, and nothing that passes for staff. A cleaned name is cleaned to itself.
    """
    if len(raw) > _LONGEST_CODE_POINTS:
        return refuse(Code.NAME_INVALID, why="length")
    name = " ".join(unicodedata.normalize("NFKC", raw).split())
    why = _fault(name)
    return refuse(Code.NAME_INVALID, why=why) if why else name


def _fault(name: str) -> str | None:
    if _UNSEEN.search(_SHAPING.sub("", name)):
        return "invisible"
    if is_piled_up(name):
        return "marks"
    graphemes = regex.findall(r"\X", name)
    if not SHORTEST <= len(graphemes) <= LONGEST or len(name) > _LONGEST_CODE_POINTS:
        return "length"
    if max(map(len, graphemes)) > _LONGEST_GRAPHEME:
        return "length"
    if not any(character.isalpha() for character in name):
        return "letters"
    if is_reserved(name):
        return "reserved"
    if has_link(name.replace("@", " ")):
        # It would stand beside everything that a new account says, which may hold no link.
        return "link"
    return None if is_one_alphabet(name) else "script"
