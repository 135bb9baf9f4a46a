"""What people write beside a line: cleaned like a message, to limits of its own, never cut."""

from rooms.refusals import Code, Refusal, refuse
from rooms.text import clean_body


def clean_words(raw: str, limit: int) -> str | Refusal:
    """The words, empty where there is nothing to see. Refused like a message's body (`bad_text`),
    and with `too_long` above `limit` code points."""
    words = clean_body(raw)
    if isinstance(words, Refusal):
        if words.code is Code.EMPTY:
            return ""
        if words.code is not Code.TOO_LONG:
            return words
        return refuse(Code.TOO_LONG, limit=limit, length=words.params["length"])
    return words if len(words) <= limit else refuse(Code.TOO_LONG, limit=limit, length=len(words))


def some_words(raw: str, limit: int) -> str | Refusal:
    """The same where something must be said (`empty`)."""
    return clean_words(raw, limit) or refuse(Code.EMPTY)
