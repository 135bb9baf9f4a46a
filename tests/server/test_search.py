"""A room is found by the words a person has for it, in either language, spelt as it may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.safety.spelling import slips, words_of
from server.directory import rooms_file
from server.directory.search import LONGEST_QUERY, Findable, search
from server.directory.words import telling
from server.texts import LANGUAGES


@pytest.fixture(scope="module")
def shipped() -> tuple[Findable, ...]:
    """The directory that ships, each room under its operator's key."""
    file = rooms_file.read(rooms_file.SHIPPED)
    themes = {theme.key: tuple(theme.names.values()) for theme in file.themes}
    return tuple(
        Findable(
            room=room.key,
            names=tuple(room.names.values()),
            synonyms=tuple(word for words in room.synonyms.values() for word in words),
            themes=tuple(dict.fromkeys(themes[room.theme] + themes[room.tree])),
            purposes=tuple(room.purposes.values()),
        )
        for room in file.rooms
    )


@pytest.mark.parametrize(
    ("query", "first"),
    [
        # As people say it.
        ("bag", "ostomy"),
        ("stoma", "ostomy"),
        ("cancer", "cancer"),
        ("chemo", "cancer-symptoms"),
        ("lump in my breast", "breast-cancer"),
        ("my husband has dementia", "dementia-caregivers"),
        ("sugar", "diabetes-type-1"),
        ("high blood pressure", "high-blood-pressure"),
        ("shaking hands", "parkinsons"),
        ("MS", "multiple-sclerosis"),
        ("als", "als"),
        ("i have long covid", "long-covid"),
        ("curved spine", "scoliosis"),
        ("ringing in the ears", "hearing"),
        ("memory", "dementia"),
        ("mom", "aging-parents"),
        ("domestic violence", "after-abuse"),
        ("my wife died", "grief"),
        ("rare disease", "rare-disease"),
        ("heart", "heart-failure"),
        ("i feel so alone", "mental-health"),
        ("chronic pain", "chronic-pain"),
        # In Spanish, with accents and without.
        ("cuidadores", "caregivers"),
        ("cuidadoras", "caregivers"),
        ("colostomía", "ostomy"),
        ("colostomia", "ostomy"),
        ("bolsa", "ostomy"),
        ("corazón", "corazon"),
        ("corazon", "corazon"),
        ("infarto", "heart-attack"),
        ("cáncer de seno", "breast-cancer"),
        ("cancer de seno", "breast-cancer"),
        ("Vivir con cáncer", "cancer"),
        ("riñones", "rinones"),
        ("rinones", "rinones"),
        ("recetas", "cocina-del-corazon"),
        ("dolor de cabeza", "migraine"),
        ("ictus", "stroke"),
        ("me duele la espalda", "back-pain"),
        ("depresion", "mental-health"),
        ("tengo ansiedad", "mental-health"),
        ("mi mamá", "aging-parents"),
        ("duelo", "duelo"),
        ("covid persistente", "covid-persistente"),
        # With a slip of the finger, more than one of something, or unfinished.
        ("ostmy", "ostomy"),
        ("ostomies", "ostomy"),
        ("caregvers", "caregivers"),
        ("scoliossis", "scoliosis"),
        ("alzhiemer", "dementia"),
        ("parkinsons", "parkinsons"),
        ("transplnat", "transplant"),
        ("fibromyalgai", "fibromyalgia"),
        ("cuidadroes", "caregivers"),
        ("escolosis", "scoliosis"),
        ("diabtes", "diabetes-type-1"),
        ("migrañs", "migraine"),
        ("leuk", "blood-cancers"),
        ("pancrea", "pancreatic-cancer"),
    ],
)
def test_the_room_that_was_meant_comes_first(
    shipped: tuple[Findable, ...], query: str, first: str
) -> None:
    assert search(query, shipped)[:1] == [first]


def test_cuidadores_finds_every_caregivers_room_before_others(
    shipped: tuple[Findable, ...],
) -> None:
    found = search("cuidadores", shipped)
    assert set(found[:4]) >= {"caregivers", "cuidadores", "cancer-caregivers"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_theme_s_name_leads_to_a_room_in_the_language_it_was_asked_in(
    shipped: tuple[Findable, ...], lang: str
) -> None:
    file = rooms_file.read(rooms_file.SHIPPED)
    languages = {room.key: room.languages for room in file.rooms}
    for theme in file.themes:
        found = search(theme.names[lang], shipped)
        assert any(lang in languages[room] for room in found[:2]), theme.names[lang]


@pytest.mark.parametrize("query", ["", "   ", "the", "tengo la", "¿?", "xyzzyplugh", "ab", "🙂"])
def test_what_says_nothing_finds_nothing(shipped: tuple[Findable, ...], query: str) -> None:
    assert search(query, shipped) == []


def test_rooms_that_answer_more_words_come_first(shipped: tuple[Findable, ...]) -> None:
    assert search("lung transplant vaccine", shipped)[0] == "transplant"
    rooms = (
        Findable("one", names=("Travel",)),
        Findable("both", names=("Other",), purposes=("For travel by train.",)),
    )
    assert search("travel train", rooms) == ["both", "one"]


def test_called_so_comes_before_begins_so_before_a_slip() -> None:
    rooms = (
        Findable("slip", names=("Slang",)),
        Findable("purpose", names=("Other",), purposes=("For talking about slings.",)),
        Findable("begins", names=("Slingshot",)),
        Findable("known", names=("Arms",), synonyms=("sling",)),
        Findable("called", names=("Sling",)),
    )
    assert search("sling", rooms) == ["called", "known", "begins", "purpose"]
    assert search("slnig", rooms) == ["called", "known"]
    assert search("slang", rooms) == ["slip"]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("", "", 0), ("ostmy", "ostomy", 1), ("form", "from", 1), ("abc", "", 3), ("ca", "abc", 3)],
)
def test_slips_are_counted(one: str, other: str, apart: int) -> None:
    assert slips(one, other) == slips(other, one) == apart


def test_short_words_must_be_as_they_are() -> None:
    rooms = (Findable("ms", names=("MS",)), Findable("als", names=("ALS",)))
    assert search("ns", rooms) == []
    assert search("alt", rooms) == []


def test_words_are_the_same_in_any_spelling() -> None:
    assert words_of("  Sjögren's, COLON-Cáncer ") == ("sjogren", "s", "colon", "cancer")
    assert telling(words_of("¿Dónde hay una sala para el riñón?")) == ("rinon",)


@given(st.text(max_size=3 * LONGEST_QUERY))
def test_any_query_is_answered(query: str) -> None:
    rooms = (Findable("one", names=("Ostomía",)), Findable("two", names=("Lupus",)))
    assert set(search(query, rooms)) <= {"one", "two"}
