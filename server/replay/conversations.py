"""Reads recorded conversations, one JSON object a line, and makes their turns fit for a room: at
most 2,000 code points each, without control characters. Knows nothing of who says them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from rooms.commands import MAX_BODY_CODE_POINTS

_SENTENCE_END = re.compile(r"[.!?…。]+[\"'\u201d\u2019)\]]*\s+")
_SPACE = re.compile(r"\s+")


class Turn(msgspec.Struct, frozen=True):
    """What one speaker says in one go."""

    speaker: Annotated[str, Meta(min_length=1)]
    text: str


class Conversation(msgspec.Struct, frozen=True):
    """One line of the file."""

    id: int | str
    turns: Annotated[tuple[Turn, ...], Meta(min_length=1)]
    topic: str = ""
    title: str = ""

    @property
    def speakers(self) -> list[str]:
        """In the order of first speaking."""
        return list(dict.fromkeys(turn.speaker for turn in self.turns))


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that is no conversation. `why` never quotes it."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file's conversations in their order, and what was left out on the way."""

    conversations: tuple[Conversation, ...]
    malformed: tuple[Malformed, ...]
    characters_stripped: int

    @property
    def messages(self) -> int:
        return sum(len(conversation.turns) for conversation in self.conversations)


def read(path: Path) -> Recorded:
    """Raises OSError. Blank lines are passed over."""
    conversations: list[Conversation] = []
    malformed: list[Malformed] = []
    stripped = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                recorded = msgspec.json.decode(line, type=Conversation)
                conversation = Conversation(recorded.id, _fitting(recorded.turns))
            except (msgspec.MsgspecError, UnicodeError) as error:
                malformed.append(Malformed(number, _why(error)))
                continue
            if not conversation.turns:
                malformed.append(Malformed(number, "nobody says anything"))
                continue
            stripped += sum(_control_characters(turn.text) for turn in recorded.turns)
            conversations.append(conversation)
    return Recorded(tuple(conversations), tuple(malformed), stripped)


def parts_of(text: str, most: int = MAX_BODY_CODE_POINTS) -> list[str]:
    """The text in pieces of at most `most` code points after NFC: cut behind a sentence's end,
    else at a space, else where it must be. Nothing but white space is lost between pieces."""
    rest = unicodedata.normalize("NFC", _clean(text)).strip()
    parts: list[str] = []
    while len(rest) > most:
        cut = _cut(rest, most)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _fitting(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    return tuple(Turn(turn.speaker, part) for turn in turns for part in parts_of(turn.text))


def _cut(text: str, most: int) -> int:
    """Where the first piece ends; the white space there may stick out."""
    head = text[: most + 1]
    for mark in (_SENTENCE_END, _SPACE):
        ends = [end for found in mark.finditer(head) if (end := found.end()) and found.start()]
        fitting = [end for end in ends if len(text[:end].rstrip()) <= most]
        if fitting:
            return fitting[-1]
    return most


def _clean(text: str) -> str:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in unified if not _is_control(character))


def _control_characters(text: str) -> int:
    return sum(map(_is_control, text.replace("\r\n", "\n").replace("\r", "\n")))


def _is_control(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")


def _why(error: Exception) -> str:
    """What msgspec says of shapes and bytes; it names types and places, never values."""
    return str(error).splitlines()[0]
