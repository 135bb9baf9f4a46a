"""Presence as values: what is merged, what is told apart, what is said of a number."""

import itertools

import pytest

from presence.presence import Change, Here, Person, Snapshot, crowd, diff, merge

ANA = Person(member="a", name="Ana", role="member")
BEN = Person(member="b", name="Ben", role="mentor")
CLEO = Person(member="c", name="Cleo", role="member")


@pytest.mark.parametrize(
    ("number", "word"), [(0, "none"), (1, "few"), (9, "few"), (10, "ten_plus"), (400, "ten_plus")]
)
def test_number_of_others_is_only_a_word(number: int, word: str) -> None:
    assert crowd(number) == word


def test_person_on_two_processes_is_listed_once() -> None:
    assert merge([Snapshot((ANA,)), Snapshot((ANA, BEN))]) == Here((ANA, BEN))


def test_others_of_all_processes_make_one_word() -> None:
    assert merge([Snapshot(others=5), Snapshot(others=5)]).others == "ten_plus"


def test_order_of_processes_changes_nothing() -> None:
    snapshots = [
        Snapshot((BEN, ANA), 1),
        Snapshot((Person("a", "Ana Maria", "member"),)),
        Snapshot((CLEO,), 3),
    ]
    assert len({merge(order) for order in itertools.permutations(snapshots)}) == 1


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (Here(), Here((ANA,)), Change(joins=(ANA,))),
        (Here((ANA, BEN)), Here((BEN,)), Change(leaves=("a",))),
        (Here((ANA,)), Here((ANA,), "few"), Change(others="few")),
        (Here((ANA,), "few"), Here((BEN,), "few"), Change(joins=(BEN,), leaves=("a",))),
        (
            Here((ANA,)),
            Here((Person("a", "Anna", "member"),)),
            Change(joins=(Person("a", "Anna", "member"),)),
        ),
    ],
)
def test_diff_names_what_changed(before: Here, after: Here, change: Change) -> None:
    assert diff(before, after) == change
    assert change


def test_nothing_changed_is_nothing_to_say() -> None:
    assert not diff(Here((ANA,), "few"), Here((ANA,), "few"))
