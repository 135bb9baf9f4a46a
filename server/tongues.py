"""What the languages are called that people write and speak here: by Unicode's CLDR, by code.

Knows nothing of which languages the pages themselves are written in.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

_NO_LANGUAGE = frozenset({"und", "mul", "zxx"})
"""CLDR's codes for unknown, several and none: nobody writes in these."""
_BEFORE_I = re.compile(r" y (?=h?i(?![aeo]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language's name. `written_in` is the code of the language that the name itself is in."""

    name: str
    written_in: str


def is_known(code: str) -> bool:
    """Whether CLDR has an English name for it."""
    return code not in _NO_LANGUAGE and code in Locale.parse("en").languages


@functools.cache
def called(lang: str, code: str) -> Tongue:
    """As its own speakers call it; where that is not known, as `lang` does; else the code."""
    if (own := _own_name(code)) is not None:
        return Tongue(own[:1].upper() + own[1:], code)
    name: str | None = Locale.parse(lang).languages.get(code)
    return Tongue(name[:1].upper() + name[1:] if name else code, lang)


def listed(lang: str, codes: Iterable[str]) -> str:
    """All of them in a sentence of `lang`, which itself comes first: «español e inglés»."""
    names = Locale.parse(lang).languages
    ordered = sorted(codes, key=lambda code: code != lang)
    said = format_list([names.get(code, code) for code in ordered], locale=lang)
    # Babel does not know that "y" becomes "e" before the sound i.
    return _BEFORE_I.sub(" e ", said) if lang == "es" else said


def _own_name(code: str) -> str | None:
    try:
        found: str | None = Locale.parse(code).languages.get(code)
    except (UnknownLocaleError, ValueError):
        return None
    return found
