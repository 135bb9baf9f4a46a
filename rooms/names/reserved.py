"""Names that would pass for staff or for a clinician. A badge is drawn outside the name."""

import functools
import unicodedata
from collections.abc import Iterator

import regex

from rooms.names.confusables import confusables
from rooms.names.likeness import is_near
from rooms.names.looks import looks, skeleton

RESERVED = frozenset(
    {"admin", "administrator", "administrador", "administradora", "bot", "doctor", "doctora"}
    | {"dr", "dra", "enfermera", "enfermero", "hearthside", "mentor", "mentora", "mod"}
    | {"moderador", "moderadora", "moderator", "nurse", "sistema", "soporte", "staff"}
    | {"support", "system", "ayuda", "equipo"}
)
"""Refused as a word of a name, and from four letters on also with one slip of the pen."""

GIVEN = frozenset(
    {"adin", "adlin", "admir", "adrin", "adwin", "aimin", "almin", "amin", "armin", "asmin"}
    | {"ayda", "ayuba", "azmin", "nure", "nursel", "nursen", "nursi", "steff"}
)
"""What people are really called, one letter from a reserved word."""

_WORDS = regex.compile(r"[^\W_]+")
_CAMEL = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})")
_SPELLED_OUT = regex.compile(r"(?<!\w)\w(?: \w)+(?!\w)")


def is_reserved(name: str) -> bool:
    """Whether the name, or a word in it, could be taken for one of `RESERVED`."""
    seen = {look for word in set(_words(name)) for look in looks(word)} - _skeletons(GIVEN)
    return any(is_near(one, other) for one in seen for other in _reserved_about(len(one)))


def _words(name: str) -> Iterator[str]:
    """The name whole, and all that can be read as a word in it."""
    yield name
    spaced = "".join(map(_letter_or_space, name))
    for part in {*spaced.split(), *_WORDS.findall(name)}:
        yield part
        yield part.strip("0123456789")
        yield from _CAMEL.split(part)
    yield from _SPELLED_OUT.findall(" ".join(spaced.split()))


def _letter_or_space(character: str) -> str:
    """What divides words becomes a space; a sign that stands for a letter does not divide them."""
    written = character.isalnum() or ord(character) in confusables()
    return character if written or unicodedata.category(character).startswith("M") else " "


@functools.lru_cache(maxsize=64)
def _reserved_about(letters: int) -> tuple[str, ...]:
    """The reserved words that can be one slip from a word of so many letters."""
    return tuple(word for word in _skeletons(RESERVED) if abs(len(word) - letters) <= 1)


@functools.cache
def _skeletons(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(skeleton, words))
