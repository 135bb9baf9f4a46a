"""Nobody passes for staff: 2,000 look-alikes refused, and real people let in."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.names import clean_name, resembles, skeleton
from rooms.refusals import Refusal
from tests.rooms.lookalikes import SHAPES, lookalikes, shaped
from tests.rooms.real_names import real_names

STAFF = (
    *("Rosa Medina", "Theo Lindqvist", "In\u00e9s del R\u00edo", "Juniper", "Marisol"),
    *("Clara Adeyemi", "Oskar", "Beatriz", "Amina Haddad", "William Brock"),
)


def is_refused(name: str) -> bool:
    cleaned = clean_name(name)
    return isinstance(cleaned, Refusal) or resembles(cleaned, STAFF)


def test_2000_lookalikes_of_ten_staff_names_are_refused() -> None:
    made = list(lookalikes(STAFF, 2000, seed=20))
    assert len(set(made)) == 2000
    assert [(name, other) for name, other in made if not is_refused(other)] == []


def test_most_lookalikes_are_refused_for_whom_they_resemble() -> None:
    """The form of a name refuses some; a clean form must not let the others through."""
    made = list(lookalikes(STAFF, 2000, seed=21))
    clean = [(name, other) for name, other in made if isinstance(clean_name(other), str)]
    assert len(clean) > 700
    assert all(resembles(other, (name,)) for name, other in clean)


def test_staff_are_not_kept_from_their_own_names_by_form() -> None:
    assert [clean_name(name) for name in STAFF] == list(STAFF)


def test_staff_do_not_resemble_each_other() -> None:
    for name in STAFF:
        assert not resembles(name, [other for other in STAFF if other != name])


def test_at_most_1_percent_of_5000_real_names_is_refused() -> None:
    names = real_names(5000)
    refused = [name for name in names if is_refused(name)]
    print(f"{len(refused)} of {len(names)} refused: {len(refused) / len(names):.2%}")
    assert len(set(names)) == 5000
    assert len(refused) <= 50, refused


def test_real_names_are_told_apart() -> None:
    names = real_names(5000)
    assert len({skeleton(name) for name in names}) >= 0.99 * len(names)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Rosa", "R0sa"),
        ("Rosa", "Rossa"),
        ("Rosa", "Roas"),
        ("Rosa", "\u13a1\u0585\u0455\u0430"),
        ("Clara", "CIara"),
        ("NINA", "\u039d\u0399\u039d\u0391"),
        ("Ana", "An\u0430"),
    ],
)
def test_one_slip_from_a_name_of_four_letters_resembles_it(name: str, other: str) -> None:
    assert resembles(other, [name])
    assert resembles(name, [other])


@pytest.mark.parametrize(("name", "other"), [("Ana", "Eva"), ("Ana", "Anna"), ("Rosa", "Rose-Ann")])
def test_names_that_differ_do_not_resemble(name: str, other: str) -> None:
    assert not resembles(other, [name])


@given(st.text("".join(SHAPES), min_size=2, max_size=24), st.randoms(use_true_random=False))
def test_letters_in_another_shape_are_the_same_name(name: str, chance: random.Random) -> None:
    assert skeleton(shaped(chance, name)) == skeleton(name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_mutual(one: str, other: str) -> None:
    assert resembles(one, [other]) == resembles(other, [one])
