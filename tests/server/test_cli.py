"""The command line does what it says, and every expected failure is one sentence."""

import json
import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from rooms.actor import Role
from server.command_line.cli import main
from server.demo import community
from server.directory import rooms_file
from server.directory.rooms_file import SHIPPED
from server.setup.bootstrap import MARK
from server.setup.steps import ROOT
from tests.services import RedisServer

SECRET = "s" * 40
pytestmark = pytest.mark.usefixtures("settings_of_this_test_alone")


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeded")
    assert main(["--data", str(folder), "migrate"]) == 0
    assert main(["--data", str(folder), "seed"]) == 0
    return folder


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on stderr, which is one sentence."""
    said = capsys.readouterr().err
    assert said.startswith("Hearthside: ")
    assert said.count("\n") == 1
    assert said.endswith(".\n") or said.endswith(").\n")
    return said


def count(folder: Path, question: str) -> int:
    connection = sqlite3.connect(folder / "hearthside.db")
    try:
        return int(connection.execute(question).fetchone()[0])
    finally:
        connection.close()


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


def test_the_demonstration_is_not_put_among_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["people", "add", "Clara"]) == 0
    capsys.readouterr()
    assert main(["seed"]) == 1
    assert "people live in this one" in sentence(capsys)


def test_backup_into_no_folder_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    assert main(["backup", str(tmp_path / "nowhere" / "copy.db")]) == 1
    assert "There is no folder" in sentence(capsys)


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


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def started(argv: list[str], folder: Path, environment: dict[str, str]) -> "subprocess.Popen[str]":
    """`python3 -m server` as a process of its own, in an environment that is set up already."""
    inherited = {"PATH": os.environ["PATH"], MARK: sys.prefix, "DATA_DIR": str(folder / "data")}
    return subprocess.Popen(
        [sys.executable, "-m", "server", *argv],
        cwd=ROOT,
        env=inherited | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until_serving(folder: Path, port: int, *argv: str) -> str:
    """Start, ask whether it serves, stop it; what it printed."""
    server = started(["--port", str(port), *argv], folder, {})
    try:
        deadline = time.monotonic() + 60
        while not answers(port):
            assert server.poll() is None, server.communicate()[1]
            assert time.monotonic() < deadline, "the server did not come up"
    finally:
        server.terminate()
        printed, complained = server.communicate(timeout=60)
    assert "Traceback" not in complained
    return printed


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        time.sleep(0.05)
        return False
