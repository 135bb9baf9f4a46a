"""The operator's commands about people: what they print, and what they leave behind."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from server.command_line.cli import main


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
