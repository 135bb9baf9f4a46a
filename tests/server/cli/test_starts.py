"""A start does what it says, and one that cannot be is one sentence."""

from pathlib import Path

import pytest

from server.command_line.cli import main
from server.demo import community
from tests.server.cli.scene import SECRET, count, sentence, started, until_serving

pytestmark = pytest.mark.usefixtures("settings_of_this_test_alone")


@pytest.mark.parametrize(
    ("environment", "argv", "reason"),
    [
        ({"ENVIRONMENT": "production", "DATABASE_URL": "postgresql://h/d"}, [], "SECRET_KEY"),
        ({"ENVIRONMENT": "production", "SECRET_KEY": "short"}, [], "SECRET_KEY"),
        ({"ENVIRONMENT": "production", "SECRET_KEY": SECRET}, [], "DATABASE_URL"),
        ({"WEB_CONCURRENCY": "2"}, [], "need Redis"),
        ({}, ["--workers", "2"], "need Redis"),
        ({"REDIS_URL": "redis://127.0.0.1:1"}, [], "Redis does not answer at 127.0.0.1:1"),
        (
            {"REDIS_URL": "redis://127.0.0.1:1"},
            ["people", "add", "Willow"],
            "Redis does not answer at 127.0.0.1:1",
        ),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/d"}, ["migrate"], "127.0.0.1"),
        ({"PORT": "eighty"}, [], "PORT is not right"),
        ({"DATABASE_URL": "mysql://h/d"}, [], "DATABASE_URL is not right"),
        ({"REDIS_URL": "http://h"}, [], "REDIS_URL is not right"),
        ({"METRICS_TOKEN": "short"}, [], "METRICS_TOKEN is not right"),
        ({"PUBLIC_URL": "rooms.example.org"}, [], "PUBLIC_URL is not right"),
        ({"SECRET_KEY_FILE": "/nowhere/at/all"}, [], "SECRET_KEY_FILE cannot be read"),
        ({"DATABASE_URL": "postgresql://h/d"}, ["--reset"], "--reset only clears"),
        ({"DATABASE_URL": "postgresql://h/d"}, ["backup", "x"], "pg_dump"),
        (
            {"ENVIRONMENT": "production", "SECRET_KEY": SECRET, "DATABASE_URL": "postgresql://h/d"},
            ["--reset"],
            "refused in production",
        ),
        (
            {"ENVIRONMENT": "production", "SECRET_KEY": SECRET, "DATABASE_URL": "postgresql://h/d"},
            ["seed"],
            "not for production",
        ),
    ],
)
def test_start_that_cannot_be_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environment: dict[str, str],
    argv: list[str],
    reason: str,
    free_port: int,
) -> None:
    monkeypatch.setenv("PORT", str(free_port))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(argv) == 1
    assert reason in sentence(capsys)


def test_busy_port_is_one_sentence(
    capsys: pytest.CaptureFixture[str], busy_port: int, tmp_path: Path
) -> None:
    assert main(["--port", str(busy_port)]) == 1
    assert f"Port {busy_port} is in use" in sentence(capsys)
    assert not (tmp_path / "data").exists()


def test_production_does_not_migrate_by_itself(tmp_path: Path, free_port: int) -> None:
    production = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": SECRET,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}",
    }
    done = started(["--port", str(free_port)], tmp_path, production)
    assert "python3 -m server migrate" in done.communicate(timeout=60)[1]
    assert done.returncode == 1


def test_first_start_shows_the_accounts_and_the_second_does_not(
    tmp_path: Path, free_port: int
) -> None:
    first = until_serving(tmp_path, free_port)
    assert f"Hearthside is at http://localhost:{free_port}" in first
    assert "These people are invented" in first
    assert all(person.name in first for person in community.read().person)
    second = until_serving(tmp_path, free_port)
    assert "These people are invented" not in second
    assert "people add" in second


def test_start_without_the_demonstration_has_nobody_in_it(tmp_path: Path, free_port: int) -> None:
    assert "invented" not in until_serving(tmp_path, free_port, "--no-demo")
    assert count(tmp_path / "data", "SELECT count(*) FROM account") == 0
