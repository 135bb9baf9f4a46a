"""What may stand in a message: cleaned once, before it is stored, never truncated."""

import unicodedata

from rooms.commands import MAX_BODY_CODE_POINTS
from rooms.refusals import Code, Refusal, refuse


def clean_body(raw: str) -> str | Refusal:
    """The text as NFC (UAX 15) with newlines as LF, or why it cannot be taken.

    Refused: nothing to see (`empty`), control characters, NUL and lone surrogates (`bad_text`:
    PostgreSQL stores no NUL, and a surrogate kills every recipient's encoder), and more than
    2,000 code points after NFC (`too_long`, with the length, so that the writer can shorten it).
    """
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if any(_forbidden(character) for character in text):
        return refuse(Code.BAD_TEXT)
    if all(_draws_nothing(character) for character in text):
        return refuse(Code.EMPTY)
    if len(text) > MAX_BODY_CODE_POINTS:
        return refuse(Code.TOO_LONG, limit=MAX_BODY_CODE_POINTS, length=len(text))
    return text


def _forbidden(character: str) -> bool:
    if character in "\n\t":
        return False
    if character < " ":
        return True
    return character >= "\x7f" and unicodedata.category(character) in ("Cc", "Cs")


def _draws_nothing(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Mn", "Zs")
