"""What a file of help lines may hold, as frozen values."""

import datetime
import enum
import re
from typing import Annotated

import msgspec
from msgspec import Meta

Code = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
Number = Annotated[str, Meta(pattern=r"^\*?[0-9]+([ -][0-9]+)*$", max_length=20)]
Address = Annotated[str, Meta(pattern=r"^https://[^\s]+$", max_length=300)]
Words = Annotated[str, Meta(min_length=2, max_length=200)]


class Kind(enum.StrEnum):
    """Emergency numbers are shown before lines that listen."""

    EMERGENCY = "emergency"
    LINE = "line"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in each language of the service."""

    en: Words
    es: Words

    def in_language(self, language: str) -> str:
        return self.es if language == "es" else self.en


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`code` is ISO 3166, two capitals."""

    code: Code
    name: Said


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One number or address. `hours` only where its source says them; `checked` is the day when
    somebody saw `source` say all this, None when nobody has."""

    country: Code
    kind: Kind
    name: Said
    what: Said | None = None
    call: Number | None = None
    text: Number | None = None
    chat: Address | None = None
    hours: Said | None = None
    languages: Annotated[tuple[Language, ...], Meta(min_length=1)]
    source: Address
    checked: datetime.date | None = None

    @property
    def call_link(self) -> str | None:
        """The `tel:` address that calls it, or None."""
        return f"tel:{_dialled(self.call)}" if self.call else None

    @property
    def text_link(self) -> str | None:
        """The `sms:` address that writes to it, or None."""
        return f"sms:{_dialled(self.text)}" if self.text else None


class HelpLines(msgspec.Struct, frozen=True):
    """All that the file holds, in its order: also what may not be shown. `from_copies`: what was
    seen were stored copies of the sources, and the operator has not looked for themselves yet."""

    countries: tuple[Country, ...]
    lines: tuple[Line, ...]
    from_copies: bool = False


def _dialled(number: str) -> str:
    return re.sub(r"[ -]", "", number)
