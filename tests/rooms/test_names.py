"""Screen names: what is taken, how it is shown, and which two are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.names import RESERVED, clean_name, skeleton
from rooms.refusals import Code, Refusal

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


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
        ("\u660e" * 24, "\u660e" * 24),
        (f"A{FAMILY * 23}", f"A{FAMILY * 23}"),
        ("Ana \U0001f44b\U0001f3fd", "Ana \U0001f44b\U0001f3fd"),
        ("Ana \u2764\ufe0f", "Ana \u2764\ufe0f"),
        (
            "\u0db4\u0dca\u200d\u0dbb\u0dd2\u0dba\u0dcf",
            "\u0db4\u0dca\u200d\u0dbb\u0dd2\u0dba\u0dcf",
        ),
        ("\u4f50\u85e4 Maria", "\u4f50\u85e4 Maria"),
        ("Mina \uae40", "Mina \uae40"),
        ("\u30a8\u30df\u30ea\u30fc", "\u30a8\u30df\u30ea\u30fc"),
        ("Ad\u00e9b\u1ecd\u0300wal\u00e9", "Ad\u00e9b\u1ecd\u0300wal\u00e9"),
        ("Amin", "Amin"),
        ("Armin Nursel", "Armin Nursel"),
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
        ("\u660e" * 25, "length"),
        (f"A{FAMILY * 24}", "length"),
        ("Ana" + "\u200d".join("\U0001f468" * 30), "length"),
        ("\ufdfa" * 24, "length"),
        ("x" * 100_000, "length"),
        (FAMILY * 2, "letters"),
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
        ("An\U000e0061a", "invisible"),
        ("An\u034fa", "invisible"),
        ("An\ufe0fa", "invisible"),
        ("An1\ufe0fa", "invisible"),
        ("An\u200da", "invisible"),
        ("Ana \U0001f468\u200d", "invisible"),
        ("Z\u0351\u036b\u0343alo", "marks"),
        ("".join(f"{c}\u0332" for c in "Seventh"), "marks"),
        ("\u0301Ana", "marks"),
        ("Ana \u0301", "marks"),
        ("\u0e19" + "\u0e49" * 2, "marks"),
        ("\u0e01\u0e32\u0e01\u0e47\u0e47", "marks"),
        ("An\u0430", "script"),
        ("\u0410\u043d\u043da Mar\u00eda", "script"),
        ("Mar\u03af\u03b1", "script"),
        ("\u5c0f\u71d5\u043d", "script"),
        ("\U00010330\U00010331", "script"),
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
        ("evil.com", "link"),
        ("www.evil", "link"),
        ("bit.ly/x", "link"),
        ("ana@mail.com", "link"),
        ("Ana (mod)", "reserved"),
        ("Mod!", "reserved"),
        ("ana_nurse", "reserved"),
        ("Hearthside-Bot", "reserved"),
        ("\uff2d\uff2f\uff24", "reserved"),
        ("rnod", "reserved"),
        ("m o d", "reserved"),
        ("Ana M O D", "reserved"),
        ("AnaMod", "reserved"),
        ("Mod1", "reserved"),
        ("amdin", "reserved"),
        ("adminn", "reserved"),
        ("moderatar", "reserved"),
        ("M\u00e9ntor", "reserved"),
        ("enferrnera", "reserved"),
        ("Equipo Ana", "reserved"),
        ("\ua4ee\ua4d3\ua4df\ua4f2\ua4e0", "reserved"),
        ("\u1d00\u1d05\u1d0d\u026a\u0274", "reserved"),
        ("\U0001f170\U0001f173min", "reserved"),
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
        ("Clara", "CIara"),
        ("Lucia", "Luc1a"),
        ("Fred", "\u0192red"),
        ("Rose", "r05e"),
    ],
)
def test_names_that_look_alike_are_one_name(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana", "Anna"),
        ("Luz", "Lux"),
        ("Ben", "Ken"),
        ("\u0930\u093e\u092e", "\u0930\u092e\u093e"),
        ("\u304b\u306a", "\u304c\u306a"),
    ],
)
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


@given(st.text(max_size=40))
def test_looking_twice_changes_nothing(name: str) -> None:
    assert skeleton(skeleton(name)) == skeleton(name)
