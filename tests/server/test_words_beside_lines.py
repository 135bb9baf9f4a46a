"""What comes from outside beside a line: a language is a language, to its last character."""

import msgspec
import pytest

from rooms.dropins.acts import LineAct, TakePlace
from server.api.help_now import kept

_act = msgspec.json.Decoder(LineAct)


def taken(language: str) -> bytes:
    return msgspec.json.encode({"type": "take_place", "language": language})


@pytest.mark.parametrize("language", ["en\n", "en ", "e", "engl", "EN", "", "\nen"])
def test_language_that_is_none_is_refused(language: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        _act.decode(taken(language))


@pytest.mark.parametrize("language", ["en", "es", "arn"])
def test_language_is_taken(language: str) -> None:
    assert _act.decode(taken(language)) == TakePlace(language=language)


@pytest.mark.parametrize("note", ["\u200b\u200b", "\u202e\u2066", " \u200d\n"])
def test_call_with_a_note_that_shows_nothing_is_a_call_without_one(note: str) -> None:
    assert kept(note) == ""
