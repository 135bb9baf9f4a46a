"""What may stand in a message, over a list of poisons."""

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.refusals import Code, Refusal
from rooms.text import clean_body


def code(raw: str) -> Code | None:
    cleaned = clean_body(raw)
    return cleaned.code if isinstance(cleaned, Refusal) else None


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("hello", "hello"),
        ("  two\n\nlines\t", "  two\n\nlines\t"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("cafe\u0301", "caf\u00e9"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE entry; --", "'; DROP TABLE entry; --"),
        ("{{7*7}} ${7*7} %s %n", "{{7*7}} ${7*7} %s %n"),
        ("\\u0000 \\x00", "\\u0000 \\x00"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
        ("\u0645\u0631\u062d\u0628\u0627", "\u0645\u0631\u062d\u0628\u0627"),
        ("a\u2028b", "a\u2028b"),
        ("\U0010ffff", "\U0010ffff"),
    ],
)
def test_text_is_kept_as_it_was_meant(raw: str, kept: str) -> None:
    assert clean_body(raw) == kept


@pytest.mark.parametrize("raw", ["", " ", "\n\n", "\t", "\u00a0\u2003", "\u3000\r\n"])
def test_nothing_but_space_is_empty(raw: str) -> None:
    assert code(raw) is Code.EMPTY


POISON = [
    *(chr(number) for number in range(32) if chr(number) not in "\t\n\r"),
    *(chr(number) for number in range(0x7F, 0xA0)),
    "\ud800",
    "\udbff",
    "\udc00",
    "\udfff",
]


@pytest.mark.parametrize("poison", POISON, ids=lambda poison: f"U+{ord(poison):04X}")
def test_control_characters_and_lone_surrogates_are_refused(poison: str) -> None:
    assert {code(text) for text in (poison, f"a{poison}", f"{poison}a")} == {Code.BAD_TEXT}


@pytest.mark.parametrize(
    ("raw", "length"),
    [("x" * 2_001, 2_001), ("\u0958" * 1_001, 2_002), ("\U0001f642" * 2_500, 2_500)],
)
def test_too_long_text_is_refused_with_its_length_and_never_cut(raw: str, length: int) -> None:
    expected = Refusal(code=Code.TOO_LONG, params={"limit": 2_000, "length": length})
    assert clean_body(raw) == expected


@pytest.mark.parametrize("raw", ["x" * 2_000, "e\u0301" * 2_000, "\r\n" * 1_999 + "x"])
def test_length_is_counted_in_code_points_after_cleaning(raw: str) -> None:
    cleaned = clean_body(raw)
    assert isinstance(cleaned, str)
    assert len(cleaned) == 2_000


@given(st.text(st.characters(codec=None), max_size=60))
def test_what_is_taken_can_be_stored_and_sent(raw: str) -> None:
    cleaned = clean_body(raw)
    if isinstance(cleaned, str):
        assert msgspec.json.decode(msgspec.json.encode(cleaned)) == cleaned
        assert "\0" not in cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert clean_body(cleaned) == cleaned
