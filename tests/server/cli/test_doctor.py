"""The settings as they are shown, and what is wrong with them: no secret is ever told."""

import json
from pathlib import Path

import pytest

from server.command_line.cli import main
from tests.server.cli.scene import SECRET, sentence, started
from tests.services import RedisServer

pytestmark = pytest.mark.usefixtures("settings_of_this_test_alone")


def test_config_hides_every_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", "postgres://sam:hunter2@db.example/rooms")
    monkeypatch.setenv("REDIS_URL", "redis://:hunter3@redis.example/0")
    monkeypatch.setenv("METRICS_TOKEN", "hunter4" * 3)
    assert main(["config"]) == 0
    printed = capsys.readouterr().out
    assert "hunter" not in printed
    assert SECRET not in printed
    shown = json.loads(printed)
    assert shown["database_url"] == "postgres://…@db.example/rooms"
    assert shown["secret_key"] == shown["metrics_token"] == "(set)"


def test_doctor_says_what_is_wrong(seeded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--data", str(seeded)]) == 0
    assert "wrong" not in capsys.readouterr().out
    assert main(["doctor"]) == 1
    assert "wrong database: There is no database in" in capsys.readouterr().out


def test_doctor_says_at_once_all_that_production_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("TRUSTED_PROXIES", "banana")
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("wrong settings: ") for line in lines)
    for line, lacking in zip(
        lines, ("token_hex(32)", "DATABASE_URL", "PUBLIC_URL", "banana"), strict=True
    ):
        assert lacking in line
    assert main(["config"]) == 1
    said = sentence(capsys)
    assert all(name in said for name in ("SECRET_KEY", "DATABASE_URL", "TRUSTED_PROXIES"))


def test_reader_who_goes_away_is_no_traceback(seeded: Path) -> None:
    done = started(["doctor", "--data", str(seeded)], seeded, {})
    assert done.stdout is not None
    assert done.stderr is not None
    done.stdout.close()
    complained = done.stderr.read()
    done.stderr.close()
    assert done.wait(timeout=60) == 141
    assert complained == ""


@pytest.mark.parametrize(("slower_than", "kept"), [("10000", True), ("0", True), ("-1", False)])
def test_doctor_warns_when_redis_would_keep_words(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    seeded: Path,
    slower_than: str,
    kept: bool,
) -> None:
    with RedisServer(None, "--slowlog-log-slower-than", slower_than) as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        assert main(["doctor", "--data", str(seeded)]) == 0
    assert ("slowlog-log-slower-than" in capsys.readouterr().out) is kept


def test_doctor_says_when_redis_may_not_be_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seeded: Path
) -> None:
    with RedisServer() as server:
        server.command("ACL", "SETUSER", "room", "on", ">hunter4", "+@all", "-config")
        address = server.url.replace("//", "//room:hunter4@")
        monkeypatch.setenv("REDIS_URL", address)
        assert main(["doctor", "--data", str(seeded)]) == 0
    printed = capsys.readouterr().out
    assert "whether Redis keeps slow commands could not be asked" in printed
    assert "hunter4" not in printed
