"""An operator's commands about people, and commands that cannot be done: each says why, and leaves
nothing behind."""

from pathlib import Path

import pytest

from server.command_line.cli import main
from server.directory.rooms_file import SHIPPED
from tests.server.cli.scene import count, sentence

pytestmark = pytest.mark.usefixtures("settings_of_this_test_alone")


def test_account_made_by_the_operator_has_its_role(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--data", str(seeded)]
    assert main(["people", "add", "Nora", "--role", "mentor", "--room", "scoliosis", *at]) == 0
    assert "Nora can log in with the password" in capsys.readouterr().out
    assert main(["people", "role", "Nora", "moderator", *at]) == 0
    assert main(["people", "role", "Nora", "moderator", *at]) == 1
    assert "already" in sentence(capsys)
    assert main(["people", "token", "Nora", *at]) == 0
    token = capsys.readouterr().out.strip()
    assert len(token) >= 43
    assert count(seeded, f"SELECT count(*) FROM session WHERE id_hash LIKE '%{token[:8]}%'") == 0


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["people", "add", "Clara"], "taken"),
        (["people", "add", "Moderator"], "reserved"),
        (["people", "add", "Olga", "--role", "mentor"], "--room KEY"),
        (["people", "add", "Olga", "--role", "admin", "--room", "heart"], "everywhere"),
        (["people", "add", "Olga", "--role", "mentor", "--room", "garden"], "No room has the key"),
        (["people", "role", "Nobody", "moderator"], "Nobody here is called"),
        (["people", "token", "Nobody"], "Nobody here is called"),
        (["rooms", "import", "none.toml"], "none.toml, line 1"),
        (["restore", "none.db"], "no file"),
        (["restore", str(SHIPPED)], "not a backup"),
    ],
)
def test_command_that_cannot_be_done_says_why(
    seeded: Path, capsys: pytest.CaptureFixture[str], argv: list[str], reason: str
) -> None:
    assert main([*argv, "--data", str(seeded)]) == 1
    assert reason in sentence(capsys)
    assert count(seeded, "SELECT count(*) FROM screen_name WHERE name = 'Olga'") == 0


@pytest.mark.parametrize(
    "argv",
    [
        ["rooms", "import", str(SHIPPED)],
        ["people", "add", "Nora"],
        ["people", "list"],
        ["people", "role", "Nora", "admin"],
        ["people", "token", "Nora"],
        ["restored"],
        ["backup", "copy.db"],
    ],
)
def test_command_in_the_wrong_folder_makes_no_database_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    assert main(argv) == 1
    said = sentence(capsys)
    assert f"There is no database in {tmp_path / 'data'}: did you mean --data?" in said
    assert list(tmp_path.iterdir()) == []
