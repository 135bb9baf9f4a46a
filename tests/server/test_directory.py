"""The directory that ships: bilingual, whole, and findable; and how it is listed for one reader."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from persistence.rooms import RoomSpec, Whom
from rooms.permissions import Readers
from server.directory import rooms_file
from server.directory.rooms_file import RoomsFile
from server.texts import LANGUAGES

CANCER = {
    "Cancer",
    "Brain Tumors",
    "Blood Cancers & Disorders",
    "Breast Cancer",
    "Cancer: Managing Symptoms",
    "CAR-T Cell Therapy",
    "Colorectal Cancer",
    "Gynecologic Cancers",
    "Head & Neck Cancers",
    "Lung Cancer",
    "Neuroendocrine Tumors",
    "Pancreatic Cancer",
    "Prostate Cancer",
    "Thyroid Cancer",
    "Caregivers: Cancer",
    "Living with cancer (in Spanish)",
}
PROMISES = re.compile(
    r"\b(cures?|miracle|guarantee|cura|curar|milagro|sufferers?|victims?)\b", re.I
)


@pytest.fixture(scope="module")
def shipped() -> RoomsFile:
    return rooms_file.read(rooms_file.SHIPPED)


def by_tree(shipped: RoomsFile) -> dict[str, list[RoomSpec]]:
    together: dict[str, list[RoomSpec]] = defaultdict(list)
    for room in shipped.rooms:
        together[room.tree].append(room)
    return together


def test_at_least_seventy_rooms_ship_in_both_languages(shipped: RoomsFile) -> None:
    assert len(shipped.rooms) >= 72
    for room in shipped.rooms:
        assert set(room.names) == set(room.purposes) == set(room.synonyms) == set(LANGUAGES)
        assert set(room.languages) <= set(LANGUAGES)


def test_cancer_has_the_rooms_it_is_known_for(shipped: RoomsFile) -> None:
    assert {room.names["en"] for room in by_tree(shipped)["cancer"]} == CANCER


def test_every_root_theme_has_a_room_in_english_and_one_that_is_spanish_first(
    shipped: RoomsFile,
) -> None:
    for tree, rooms in by_tree(shipped).items():
        assert {room.languages[0] for room in rooms} == set(LANGUAGES), tree


def test_every_link_to_caregivers_leads_to_a_room_for_them(shipped: RoomsFile) -> None:
    rooms = {room.key: room for room in shipped.rooms}
    linked = [room for room in shipped.rooms if room.caregivers]
    assert len(linked) > len(rooms) / 2
    for room in linked:
        there = rooms[room.caregivers or ""]
        assert there.whom is Whom.CARING
        assert room.languages != ("es",) or "es" in there.languages


def test_what_is_hard_to_say_is_for_members_and_has_rules(shipped: RoomsFile) -> None:
    for tree in ("mind", "grief"):
        for room in by_tree(shipped)[tree]:
            assert (room.readers, room.sensitive) == (Readers.MEMBERS, True), room.key
            assert set(room.rules) == set(LANGUAGES), room.key
    assert {room.whom for room in by_tree(shipped)["grief"]} == {Whom.BEREAVED}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_rooms_have_one_name_and_nothing_is_promised(shipped: RoomsFile, lang: str) -> None:
    names = Counter(room.names[lang] for room in shipped.rooms)
    assert [name for name, count in names.items() if count > 1] == []
    for room in shipped.rooms:
        assert not PROMISES.search(f"{room.names[lang]} {room.purposes[lang]}"), room.key


def test_no_theme_ships_empty(shipped: RoomsFile) -> None:
    used = {room.theme for room in shipped.rooms}
    roots = {theme.tree for theme in shipped.themes if theme.key in used}
    assert {theme.key for theme in shipped.themes} == used | roots
    assert Path(rooms_file.SHIPPED).is_file()
