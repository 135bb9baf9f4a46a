"""An operator's rooms file is taken whole or refused whole, with line and reason in plain words."""

from pathlib import Path

import pytest

from persistence.rooms import Whom
from rooms.permissions import Readers
from server.directory import rooms_file
from server.directory.rooms_file import RoomsFileError

THEME = """\
[[theme]]
key = "body"
name.en = "Body"
name.es = "Cuerpo"
"""
ROOM = """\
[[room]]
key = "heart"
theme = "body"
languages = ["en", "es"]
whom = "living"
readers = "members"
pace_seconds = 10
name.en = "Heart"
name.es = "Corazón"
purpose.en = "For people with a heart condition."
purpose.es = "Para personas con una enfermedad del corazón."
synonyms.en = ["heart", "chest", "cardiac"]
synonyms.es = ["corazón", "pecho", "cardíaco"]
"""
GOOD = THEME + ROOM
CARERS = ROOM.replace('"heart"\n', '"carers"\n').replace('"living"', '"caring"')


def written(folder: Path, text: str) -> Path:
    path = folder / "rooms.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    """What is said of the file, after its path, which is checked here."""
    path = written(folder, text)
    with pytest.raises(RoomsFileError) as refused:
        rooms_file.read(path)
    said, address = str(refused.value), f"{path}, "
    assert said.startswith(address)
    return said.removeprefix(address)


def test_good_file_is_read_in_its_order(tmp_path: Path) -> None:
    inside = THEME.replace('"body"', '"chest"\nparent = "body"')
    heart = ROOM.replace('theme = "body"', 'theme = "chest"\ncaregivers = "carers"')
    file = rooms_file.read(written(tmp_path, THEME + inside + heart + CARERS))
    assert [(theme.key, theme.tree, theme.position) for theme in file.themes] == [
        ("body", "body", 0),
        ("chest", "body", 1),
    ]
    first, other = file.rooms
    assert (first.key, first.theme, first.tree, first.position) == ("heart", "chest", "body", 0)
    assert (first.readers, first.whom, first.pace_ms) == (Readers.MEMBERS, Whom.LIVING, 10_000)
    assert (first.names["es"], first.synonyms["en"][0]) == ("Corazón", "heart")
    assert (first.caregivers, other.key, other.position) == ("carers", "carers", 1)


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('key = "heart"', 'key = "My Heart"', "line 6: `key` must be small letters and digits"),
        ('key = "heart"\n', "", "line 5: `key` is missing."),
        ('"body"\nlang', '"mind"\nlang', "line 7: there is no [[theme]] with the key `mind`"),
        (
            'whom = "living"',
            'whom = "everybody"',
            "line 9: `whom` must be one of living, caring, bereaved, all.",
        ),
        ('"members"', '"public"', "line 10: `readers` must be one of guests, members."),
        ("= 10", "= -1", "line 11: `pace_seconds` must be a whole number from 0 to 3600."),
        ("= 10", '= "10"', "line 11: `pace_seconds` must be a whole number"),
        ('name.es = "Corazón"\n', "", "line 12: `name.es` is missing: every text must be there"),
        ('name.es = "Corazón"', "name.es = 3", "line 13: `name` must have 2 to 60 letters"),
        ('name.es = "Corazón"', 'name.es = " "', "line 13: `name` must have 2 to 60 letters"),
        (
            'name.es = "Corazón"',
            'name.fr = "Cœur"',
            "line 13: `name.fr` is not known in a [[room]]",
        ),
        (', "cardiac"]', "]", "line 16: `synonyms` must list, in each language, 3 to 40"),
        ('"chest"', '"heart"', "line 16: `synonyms` must list, in each language, 3 to 40"),
        ('"chest"', '"Chest"', "line 16: `synonyms` must list, in each language, 3 to 40"),
        ('["en", "es"]', '"en"', "line 8: `languages` must list codes such as"),
        ('["en", "es"]', "[]", "line 8: `languages` must list codes such as"),
        ('["en", "es"]', '["en", "xx"]', "line 8: `xx` is not the code of a language"),
        ("pace_seconds = 10", 'colour = "red"', "line 11: `colour` is not known in a [[room]]."),
        ("pace_seconds = 10", 'state = "locked"', "line 11: `state` is not known in a [[room]]."),
        ("pace_seconds = 10", 'sensitive = "no"', "line 11: `sensitive` must be true or false"),
        ("pace_seconds = 10", 'rules.en = ["Be kind."]', "line 11: `rules.es` is missing"),
        ("pace_seconds = 10", 'caregivers = "no"', "line 11: there is no [[room]] with the key"),
        ("pace_seconds = 10", 'caregivers = "heart"', "line 11: the room `heart` is not for those"),
        ("pace_seconds = 10", 'moved_to = "lungs"', "line 11: there is no [[room]] with the key"),
        ("pace_seconds = 10", 'moved_to = "heart"', "line 11: rooms have moved in a circle: heart"),
        ("pace_seconds = 10", "readers = 3", "line 11: something here has been given before"),
        ('theme = "body"', "theme = ", "line 7: this is not TOML"),
        ("[[room]]\n", "[[room]]\n[place]\n", "line 6: `place` is not known here"),
        ("[[room]]", "[room]", "line 5: `room` is written with two brackets: [[room]]."),
        (ROOM, "", "line 1: the file holds no [[room]]."),
        (THEME, "", "line 1: the file holds no [[theme]]."),
        (GOOD, " \n", "line 1: the file is empty."),
        (GOOD, "# nothing\n", "line 1: the file holds no [[theme]]."),
        (GOOD, f"room = [1]\n{THEME}", "line 1: a [[room]] holds fields"),
    ],
)
def test_bad_file_is_refused_with_line_and_reason(
    tmp_path: Path, wrong: str, right: str, said: str
) -> None:
    assert wrong in GOOD
    assert said in refusal(tmp_path, GOOD.replace(wrong, right))


def test_line_of_a_later_room_is_its_own(tmp_path: Path) -> None:
    second = CARERS.replace('"members"', '"nobody"')
    assert refusal(tmp_path, GOOD + second).startswith("line 23: `readers` must be one of")


def test_same_key_twice_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, GOOD + ROOM) == "line 19: the key `heart` is there twice."
    assert refusal(tmp_path, THEME + GOOD) == "line 6: the key `body` is there twice."


def test_themes_in_a_circle_are_refused(tmp_path: Path) -> None:
    one = THEME.replace('"body"', '"one"\nparent = "two"')
    two = THEME.replace('"body"', '"two"\nparent = "one"')
    said = "themes hang on each other in a circle: one → two → one."
    assert refusal(tmp_path, one + two + GOOD) == f"line 3: {said}"


def test_a_theme_hangs_on_one_that_is_there_and_is_a_root(tmp_path: Path) -> None:
    one = THEME.replace('"body"', '"one"\nparent = "body"')
    two = THEME.replace('"body"', '"two"\nparent = "one"')
    lost = THEME.replace('"body"', '"lost"\nparent = "soul"')
    assert "line 12: `one` has a parent of its own" in refusal(tmp_path, THEME + one + two + ROOM)
    assert "line 7: there is no [[theme]] with the key `soul`" in refusal(
        tmp_path, THEME + lost + ROOM
    )


def test_rooms_that_moved_in_a_circle_are_refused(tmp_path: Path) -> None:
    there = ROOM.replace("pace_seconds = 10", 'moved_to = "carers"')
    back = CARERS.replace("pace_seconds = 10", 'moved_to = "heart"')
    said = "rooms have moved in a circle: heart → carers → heart."
    assert refusal(tmp_path, THEME + there + back) == f"line 11: {said}"


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RoomsFileError, match=r"line 1: the file cannot be read \(No such file"):
        rooms_file.read(tmp_path / "none.toml")


def test_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rooms.toml"
    path.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(RoomsFileError, match=r"line 13: a letter here is not in UTF-8"):
        rooms_file.read(path)


def test_file_of_an_editor_that_marks_its_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rooms.toml"
    path.write_bytes(GOOD.encode("utf-8-sig"))
    assert len(rooms_file.read(path).rooms) == 1
