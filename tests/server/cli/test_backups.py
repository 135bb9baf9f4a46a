"""A backup replaces nothing, and what is restored is another log."""

import sqlite3
import stat
from pathlib import Path

import pytest

from server.command_line.cli import main
from server.directory import rooms_file
from server.directory.rooms_file import SHIPPED
from tests.server.cli.scene import count, sentence

pytestmark = pytest.mark.usefixtures("settings_of_this_test_alone")


def test_backup_can_be_restored_as_another_log(tmp_path: Path) -> None:
    folder, copy = tmp_path / "data", tmp_path / "copy.db"
    assert main(["migrate"]) == 0
    assert main(["rooms", "import", str(SHIPPED)]) == 0
    assert main(["backup", str(copy)]) == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    lived = sqlite3.connect(folder / "hearthside.db", isolation_level=None)
    [(epoch,)] = lived.execute("SELECT epoch FROM log").fetchall()
    lived.execute("DELETE FROM room")
    lived.close()
    assert main(["restore", str(copy)]) == 0
    assert count(folder, "SELECT count(*) FROM room") > 70
    assert count(folder, f"SELECT count(*) FROM log WHERE epoch = '{epoch}'") == 0


def test_backup_replaces_nothing_that_is_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["migrate"]) == 0
    database = tmp_path / "data" / "hearthside.db"
    before = database.read_bytes()
    for there in (database, tmp_path):
        capsys.readouterr()
        assert main(["backup", str(there)]) == 1
        assert "is there already" in sentence(capsys)
    assert database.read_bytes() == before


def test_restore_makes_the_folder_of_a_new_machine(tmp_path: Path) -> None:
    copy, elsewhere = tmp_path / "copy.db", tmp_path / "new" / "machine"
    assert main(["migrate"]) == 0
    assert main(["rooms", "import", str(SHIPPED)]) == 0
    assert main(["backup", str(copy)]) == 0
    assert main(["restore", str(copy), "--data", str(elsewhere)]) == 0
    assert count(elsewhere, "SELECT count(*) FROM room") == len(rooms_file.read(SHIPPED).rooms)


def test_restored_begins_another_log(tmp_path: Path) -> None:
    assert main(["migrate"]) == 0
    folder = tmp_path / "data"
    database = sqlite3.connect(folder / "hearthside.db")
    [(before,)] = database.execute("SELECT epoch FROM log").fetchall()
    database.close()
    assert main(["restored"]) == 0
    assert count(folder, f"SELECT count(*) FROM log WHERE epoch = '{before}'") == 0


def test_backup_into_no_folder_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    assert main(["backup", str(tmp_path / "nowhere" / "copy.db")]) == 1
    assert "There is no folder" in sentence(capsys)
