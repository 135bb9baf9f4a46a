"""The operator's commands about people: what they print, and what they leave behind."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from server.command_line.cli import main
from server.directory.rooms_file import SHIPPED


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PUBLIC_URL", "https://rooms.example.org")
    assert main(["migrate"]) == 0
    assert main(["people", "add", "Nora"]) == 0
    return tmp_path


def stored(folder: Path, question: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "hearthside.db") as database:
        found = database.execute(question).fetchall()
    database.close()
    return found


def test_reset_prints_a_link_and_keeps_only_its_hash(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["people", "reset", "nora"]) == 0
    (link,) = capsys.readouterr().out.splitlines()
    found = re.fullmatch(r"https://rooms\.example\.org/reset\?token=([\w-]{43})", link)
    assert found
    [(id_hash, day_ms)] = stored(
        folder,
        "SELECT id_hash, expires_at - at FROM one_use_link JOIN audit"
        " ON target_account = account_id WHERE action = 'make_reset_link'",
    )
    assert found[1] not in id_hash
    assert day_ms == 24 * 3_600_000
    assert stored(folder, "SELECT kind FROM notice") == [("reset_link",)]


def test_reset_ends_the_tokens_of_programs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["people", "token", "Nora"]) == 0
    assert main(["people", "reset", "Nora"]) == 0
    assert "logged out everywhere" in capsys.readouterr().err
    assert stored(folder, "SELECT count(*) FROM session WHERE revoked_at IS NULL") == [(0,)]


def test_reset_of_nobody_is_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "reset", "Willow"]) == 1
    assert capsys.readouterr().err == ("Hearthside: There is no open account by the name Willow.\n")
    assert stored(folder, "SELECT * FROM one_use_link") == []


def test_who_is_added_has_agreed_to_nothing_yet(folder: Path) -> None:
    assert stored(folder, "SELECT adult_at, consent_version, email FROM account") == [
        (None, None, None)
    ]


def test_link_of_a_house_without_an_address_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["people", "reset", "nora"]) == 0
    said = capsys.readouterr().err
    assert "PUBLIC_URL" not in said
    assert "and Nora is logged out" in said
    monkeypatch.delenv("PUBLIC_URL")
    assert main(["people", "reset", "nora"]) == 0
    assert "PUBLIC_URL is not set" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_role_says_whose_it_is_and_what_it_comes_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rooms", "import", str(SHIPPED)]) == 0
    changes = {
        ("mentor", "--room", "lupus"): "Nora is a mentor in lupus.",
        ("moderator",): "Nora is a moderator everywhere; ended: mentor in lupus.",
        ("member", "--room", "scoliosis"): (
            "Nora is a member in scoliosis; elsewhere still moderator."
        ),
    }
    for change, effect in changes.items():
        capsys.readouterr()
        assert main(["people", "role", "nora", *change]) == 0
        assert capsys.readouterr().out == effect + "\n"


@pytest.mark.usefixtures("folder")
def test_last_admin_does_not_go_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rooms", "import", str(SHIPPED)]) == 0
    assert main(["people", "add", "Olga"]) == 0
    for name in ("Nora", "Olga"):
        assert main(["people", "role", name, "admin"]) == 0
    assert main(["people", "role", "Nora", "moderator"]) == 0
    assert "Nobody is admin" not in capsys.readouterr().err
    main(["doctor"])
    assert "Nobody is" not in capsys.readouterr().out
    assert main(["people", "role", "Olga", "member"]) == 0
    assert "Nobody is admin now" in capsys.readouterr().err
    assert main(["people", "role", "Nora", "mentor", "--room", "lupus"]) == 0
    main(["doctor"])
    said = capsys.readouterr().out
    assert "note  Nobody is admin" in said
    assert "note  Nobody is moderator" not in said


@pytest.mark.usefixtures("folder")
def test_list_has_names_roles_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rooms", "import", str(SHIPPED)]) == 0
    assert main(["people", "add", "Ada"]) == 0
    assert main(["people", "role", "Nora", "moderator"]) == 0
    assert main(["people", "role", "Nora", "mentor", "--room", "lupus"]) == 0
    capsys.readouterr()
    assert main(["people", "list"]) == 0
    assert [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()] == [
        ["Nora", "moderator everywhere; mentor in lupus"],
        ["Ada", "member"],
    ]
