"""Rooms come from a file, as often as an operator likes: none is deleted, and none is uprooted."""

import re
import sqlite3
from pathlib import Path

import pytest

from server.command_line.cli import main
from server.directory.rooms_file import SHIPPED
from tests.server.cli.scene import count, sentence

pytestmark = pytest.mark.usefixtures("settings_of_this_test_alone")


def test_importing_rooms_again_changes_and_never_deletes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    file = tmp_path / "rooms.toml"
    assert main(["migrate"]) == 0
    whole = SHIPPED.read_text("utf-8")
    file.write_text(whole, encoding="utf-8")
    assert main(["rooms", "import", str(file)]) == 0
    rooms = whole.count("\n[[room]]\n")
    first_said = capsys.readouterr().out
    assert f"{rooms} rooms under" in first_said
    assert "in the house" not in first_said
    theme, first, *others = whole.split("\n[[room]]\n")
    assert len(others) == rooms - 1
    changed = first.replace("Just diagnosed", "Newly told").replace('caregivers = "caregivers"', "")
    file.write_text(f"{theme}\n[[room]]\n{changed}", encoding="utf-8")
    assert main(["rooms", "import", str(file)]) == 0
    said = capsys.readouterr().out
    assert f"{rooms - 1} rooms are in the house but not in this file: " in said
    assert re.search(r"[:,] scoliosis[,.]", said)
    assert count(folder, "SELECT count(*) FROM room") == rooms
    assert count(folder, "SELECT count(*) FROM room WHERE names LIKE '%Newly told%'") == 1
    assert count(folder, "SELECT count(*) FROM theme") == whole.count("\n[[theme]]\n")


def test_bad_rooms_file_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rooms.toml"
    whole = SHIPPED.read_text("utf-8")
    file.write_text(whole.replace('theme = "grief"', "theme = 1"), encoding="utf-8")
    assert main(["migrate"]) == 0
    assert main(["rooms", "import", str(file)]) == 1
    assert "`theme` is the key of a theme" in sentence(capsys)
    assert count(tmp_path / "data", "SELECT count(*) FROM room") == 0


def test_rooms_people_wrote_in_are_not_uprooted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rooms.toml"
    whole = SHIPPED.read_text("utf-8")
    assert main(["migrate"]) == 0
    assert main(["rooms", "import", str(SHIPPED)]) == 0
    lived = sqlite3.connect(tmp_path / "data" / "hearthside.db", isolation_level=None)
    lived.execute(
        "INSERT INTO membership (room_id, account_id, member_id, arrival, last_post, joined_at,"
        " posts) SELECT id, 'somebody', 'm', 0, 0, 0, 1 FROM room WHERE key = 'lupus'"
    )
    lived.close()
    moved = whole.replace('key = "lupus"\ntheme = "autoimmune"', 'key = "lupus"\ntheme = "skin"')
    file.write_text(moved.replace("Just diagnosed", "Newly told"), encoding="utf-8")
    capsys.readouterr()
    assert main(["rooms", "import", str(file)]) == 1
    assert "People have written in lupus" in sentence(capsys)
    newly = "SELECT count(*) FROM room WHERE names LIKE '%Newly told%'"
    assert count(tmp_path / "data", newly) == 0
