"""Screen names: what is taken, how it is shown, and which two are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.names import RESERVED, clean_name, skeleton
from rooms.refusals import Code, Refusal


def why(raw: str) -> str | int | None:
    cleaned = clean_name(raw)
    return cleaned.params["why"] if isinstance(cleaned, Refusal) else None


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Ana", "Ana"),
        ("  Ana \u00a0 Luz\t", "Ana Luz"),
        ("\uff21\uff4e\uff41", "Ana"),
        ("Jose\u0301", "Jos\u00e9"),
        ("\u017bo\u0142nierz", "\u017bo\u0142nierz"),
        ("\u0645\u0631\u064a\u0645", "\u0645\u0631\u064a\u0645"),
        ("\u660e\u7f8e", "\u660e\u7f8e"),
        ("Nguy\u1ec5n", "Nguy\u1ec5n"),
        ("O'Brien-77", "O'Brien-77"),
        ("Modesta", "Modesta"),
        ("Drew", "Drew"),
        ("x" * 24, "x" * 24),
        ("e\u0301" * 24, "\u00e9" * 24),
    ],
)
def test_name_is_shown_as_it_was_meant(raw: str, shown: str) -> None:
    assert clean_name(raw) == shown


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", "length"),
        ("   ", "length"),
        ("A", "length"),
        ("A\u0301", "length"),
        ("x" * 25, "length"),
        ("12", "letters"),
        ("?!", "letters"),
        ("An\u200ba", "invisible"),
        ("An\u202ea", "invisible"),
        ("An\u2066a", "invisible"),
        ("An\ufeffa", "invisible"),
        ("An\u00ada", "invisible"),
        ("An\0a", "invisible"),
        ("An\ud800a", "invisible"),
        ("An\ue000a", "invisible"),
        ("\u3164\u3164", "invisible"),
        ("\u2800\u2800", "invisible"),
        ("Z\u0351\u036b\u0343alo", "marks"),
        ("admin", "reserved"),
        ("ADMIN", "reserved"),
        ("\u0430dmin", "reserved"),
        ("@dmin", "reserved"),
        ("adm1n", "reserved"),
        ("a-d-m-i-n", "reserved"),
        ("a d m i n", "reserved"),
        ("Dr Ana", "reserved"),
        ("Dr. Ana", "reserved"),
        ("Dr.Ana", "reserved"),
        ("Ana (mod)", "reserved"),
        ("Mod!", "reserved"),
        ("ana_nurse", "reserved"),
        ("Hearthside-Bot", "reserved"),
        ("\uff2d\uff2f\uff24", "reserved"),
        ("rnod", "reserved"),
    ],
)
def test_name_that_misleads_is_refused(raw: str, expected: str) -> None:
    assert why(raw) == expected


def test_refused_name_says_why_by_its_code() -> None:
    refusal = clean_name("A")
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.NAME_INVALID


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana", "ana"),
        ("Ana", "An\u00e1"),
        ("Ana", "A n a"),
        ("Ana", "a.n.a"),
        ("Ana", "\u0410n\u0430"),
        ("Liam", "l1am"),
        ("Marta", "rnarta"),
        ("Clara", "dara"),
        ("Fred", "\u0192red"),
        ("Rose", "r05e"),
    ],
)
def test_names_that_look_alike_are_one_name(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Ana", "Anna"), ("Luz", "Lux"), ("Ben", "Ken")])
def test_names_that_differ_are_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_reserved_name_is_refused_with_anything_around_it(name: str) -> None:
    around = (name, name.upper(), f"{name} Ana", f"Ana-{name}")
    assert [why(raw) for raw in around] == ["reserved"] * len(around)


@given(st.text(max_size=40))
def test_clean_name_stays_clean(raw: str) -> None:
    cleaned = clean_name(raw)
    if isinstance(cleaned, str):
        assert clean_name(cleaned) == cleaned
        assert skeleton(cleaned)
