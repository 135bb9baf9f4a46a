"""The demonstration is seeded once, with the people and roles it was written with."""

import re
from pathlib import Path

import pytest

from rooms.actor import Role
from server.command_line.cli import main
from server.demo import community
from server.directory import rooms_file
from server.directory.rooms_file import SHIPPED
from tests.server.cli.scene import count, sentence

pytestmark = pytest.mark.usefixtures("settings_of_this_test_alone")


def test_seeding_twice_is_the_same_as_once(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = ["SELECT count(*) FROM " + name for name in ("room", "account", "entry")]
    before = [count(seeded, question) for question in questions]
    assert before[0] == len(rooms_file.read(SHIPPED).rooms)
    assert before[1] == len(community.read().person)
    assert main(["seed", "--data", str(seeded)]) == 0
    assert "0 new accounts" in capsys.readouterr().out
    assert [count(seeded, question) for question in questions] == before


def test_invented_staff_have_their_roles(seeded: Path) -> None:
    staff = [person for person in community.read().person if person.role is not Role.MEMBER]
    everywhere = sum(not person.rooms for person in staff)
    in_rooms = sum(len(person.rooms) for person in staff)
    grants = "SELECT count(*) FROM role_grant WHERE room_id"
    assert count(seeded, f"{grants} = '*'") == everywhere > 0
    assert count(seeded, f"{grants} <> '*'") == in_rooms > 0
    audited = "SELECT count(*) FROM audit WHERE action = 'role_changed'"
    assert count(seeded, audited) == everywhere + in_rooms


def test_passwords_of_invented_people_are_kept_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    assert main(["seed"]) == 0
    passwords = re.findall(rb"\b\w{4}-\w{4}-\w{4}\b", capsys.readouterr().out.encode())
    assert len(passwords) == len(community.read().person)
    kept = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    assert not [password for password in passwords if password in kept]


def test_the_demonstration_is_not_put_among_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["people", "add", "Clara"]) == 0
    capsys.readouterr()
    assert main(["seed"]) == 1
    assert "people live in this one" in sentence(capsys)
