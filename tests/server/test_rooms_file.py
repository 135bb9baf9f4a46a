"""An operator's rooms file is taken whole or refused whole, with the line that is wrong."""

from pathlib import Path

import pytest

from rooms.permissions import Readers
from server import rooms_file
from server.demo import community
from server.rooms_file import RoomsFileError
from server.texts import LANGUAGES

GOOD = """\
[[room]]
key = "heart"
tree = "heart-and-lungs"
languages = ["en", "es"]
readers = "members"
pace_seconds = 10
name.en = "Heart"
name.es = "Corazón"
purpose.en = "For people with a heart condition."
purpose.es = "Para personas con una enfermedad del corazón."
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "rooms.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_file_is_read_in_its_order(tmp_path: Path) -> None:
    second = GOOD.replace('"heart"', '"lungs"')
    first, other = rooms_file.read(written(tmp_path, GOOD + second))
    assert (first.key, first.position, first.pace_ms) == ("heart", 0, 10_000)
    assert first.readers is Readers.MEMBERS
    assert first.names["es"] == "Corazón"
    assert (other.key, other.position) == ("lungs", 1)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "reason"),
    [
        ('key = "heart"', 'key = "My Heart"', 2, "regex"),
        ('readers = "members"', 'readers = "everybody"', 5, "readers"),
        ("pace_seconds = 10", "pace_seconds = -1", 6, ">= 0"),
        ('name.es = "Corazón"', "name.es = 3", 8, "name.es"),
        ('name.es = "Corazón"\n', "", 7, "`es`"),
        ('languages = ["en", "es"]', 'colour = "red"', 4, "colour"),
        ('tree = "heart-and-lungs"', "tree = ", 3, "not TOML"),
        ('[[room]]\nkey = "heart"', '[[room]]\n[place]\nkey = "heart"', 2, "`place`"),
    ],
)
def test_bad_file_is_refused_with_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, reason: str
) -> None:
    assert wrong in GOOD
    path = written(tmp_path, GOOD.replace(wrong, right))
    with pytest.raises(RoomsFileError) as refused:
        rooms_file.read(path)
    assert str(refused.value).startswith(f"{path}, line {line}: ")
    assert reason in str(refused.value)


def test_line_of_a_later_room_is_its_own(tmp_path: Path) -> None:
    second = GOOD.replace('"heart"', '"lungs"').replace('"members"', '"nobody"')
    with pytest.raises(RoomsFileError, match="line 15"):
        rooms_file.read(written(tmp_path, GOOD + second))


def test_same_key_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RoomsFileError, match=r"line 12: the key `heart` is there twice"):
        rooms_file.read(written(tmp_path, GOOD + GOOD))


@pytest.mark.parametrize("text", ["", "# nothing\n", "room = []\n"])
def test_file_without_rooms_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RoomsFileError, match=r"holds no \[\[room\]\]"):
        rooms_file.read(written(tmp_path, text))


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RoomsFileError, match="cannot be read"):
        rooms_file.read(tmp_path / "none.toml")


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rooms.toml"
    path.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(RoomsFileError, match="not UTF-8"):
        rooms_file.read(path)


def test_shipped_rooms_are_twelve_in_both_languages() -> None:
    shipped = rooms_file.read(community.ROOMS)
    assert len({room.key for room in shipped}) == 12
    assert all(set(room.names) == set(room.purposes) == set(LANGUAGES) for room in shipped)


def test_invented_people_speak_only_in_rooms_that_are_there() -> None:
    keys = {room.key for room in rooms_file.read(community.ROOMS)}
    cast = community.read()
    names = {person.name for person in cast.person}
    assert {message.room for message in cast.message} <= keys
    assert {message.by for message in cast.message} <= names
    ids = [message.id for message in cast.message]
    assert len(set(ids)) == len(ids)
    assert {message.reply_to for message in cast.message} - {None} <= set(ids)
