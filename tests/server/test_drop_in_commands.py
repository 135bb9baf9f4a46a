"""The operator's commands about drop-ins: what they print, what they leave behind, and one sentence
for each thing that cannot be done."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from server.command_line.cli import main
from tests.server.demo_house import Seeded, copied, seeded

DAY = "2031-05-31"
AFTER_IT_MS = 1_938_038_400_000
"""The first moment of the day after, in UTC."""
RECORD = ("--issuer", "Board of Nurses", "--scope", "wound care", "--until", DAY)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return asyncio.run(seeded(tmp_path_factory.mktemp("hosts") / "house"))


@pytest.fixture
def folder(first: Seeded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration's hosts, in a house of this test's own."""
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PORT", "SMTP_URL"):
        monkeypatch.delenv(name, raising=False)
    copied(first, tmp_path / "house")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "house"))
    return tmp_path / "house"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*typed: str) -> tuple[int, str]:
        capsys.readouterr()
        done = main(typed)
        spoken = capsys.readouterr()
        return done, spoken.out + spoken.err

    return run


def stored(folder: Path, question: str) -> list[tuple[Any, ...]]:
    database = sqlite3.connect(folder / "hearthside.db")
    try:
        return database.execute(question).fetchall()
    finally:
        database.close()


def test_a_record_holds_to_the_end_of_its_last_day_and_is_audited(folder: Path, said: Any) -> None:
    done, words = said("people", "expert", "juniper", *RECORD)
    assert (done, words) == (
        0,
        f"Juniper is verified for wound care by Board of Nurses until {DAY} (UTC).\n",
    )
    asked = "SELECT issuer, scope, expires_at, verified_by FROM expert_record"
    assert stored(folder, asked) == [("Board of Nurses", "wound care", AFTER_IT_MS, "house")]
    assert (
        f"verified for wound care by Board of Nurses, until {DAY}"
        in said("people", "sessions", "Juniper")[1]
    )
    assert said("people", "expert", "Juniper", "--end") == (
        0,
        "Juniper has no verified record any more.\n",
    )
    assert stored(folder, asked) == []
    acts = "SELECT actor_id, action, reason FROM audit WHERE action LIKE 'expert%' ORDER BY id"
    assert stored(folder, acts) == [
        ("house", "expert_verified", None),
        ("house", "expert_ended", None),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("expert", "Nobody", *RECORD), "Nobody here is called Nobody"),
        (("expert", "Juniper"), "A record needs --issuer, --scope and --until YYYY-MM-DD"),
        (("expert", "Juniper", *RECORD[:5], "31.5.2031"), "--until 31.5.2031 is no day"),
        (("expert", "Juniper", *RECORD[:5], "9999-12-31"), "--until 9999-12-31 is no day"),
        (("expert", "Juniper", *RECORD[:5], "2020-01-01"), "--until is past"),
        (("expert", "Juniper", "--issuer", "x" * 121, *RECORD[2:]), "Keep it short"),
        (("expert", "Juniper", "--end", *RECORD), "--end stands alone"),
        (("expert", "Juniper", "--end"), "Juniper has no record"),
        (("sessions", "Nobody"), "Nobody here is called Nobody"),
        (("stop-sessions", "Juniper"), "Say why with --reason"),
        (("stop-sessions", "Wren", "--reason", "x"), "Wren has no sessions of their own"),
        (("stop-sessions", "Nobody", "--reason", "x"), "Nobody here is called Nobody"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    folder: Path, said: Any, typed: tuple[str, ...], sentence: str
) -> None:
    before = stored(folder, "SELECT count(*) FROM audit")
    done, words = said("people", *typed)
    assert done == 1
    assert words.startswith(f"Hearthside: {sentence}")
    assert words.count("\n") == 1
    assert stored(folder, "SELECT count(*) FROM audit") == before
    assert stored(folder, "SELECT * FROM expert_record") == []


def test_sessions_of_a_person_are_listed_with_who_is_beside_them(folder: Path, said: Any) -> None:
    del folder
    done, words = said("people", "sessions", "Juniper")
    live, *weekly = words.splitlines()
    assert done == 0
    assert live.endswith("60 min, long-covid, line, with Theo (live)")
    assert all(
        "18:00 America/Chicago, 60 min, scoliosis, open hour, with Theo" in w for w in weekly[:-1]
    )
    assert weekly[-1].startswith("and ")
    assert said("people", "sessions", "Wren") == (0, "no drop-ins ahead\n")


def test_stopped_sessions_are_said_once_to_who_would_have_come(folder: Path, said: Any) -> None:
    done, words = said("people", "stop-sessions", "juniper", "--reason", "left the house")
    assert done == 0
    assert words.startswith("Juniper: 2 series stopped, with ")
    ahead = (
        "SELECT count(*) FROM drop_in d JOIN drop_in_series s ON s.id = d.series_id"
        " JOIN screen_name n ON n.account_id = s.host_id"
        " WHERE n.name = 'Juniper' AND d.state = 'scheduled'"
    )
    assert stored(folder, ahead) == [(0,)]
    told = "SELECT kind, count(*) FROM outbox GROUP BY kind ORDER BY kind"
    assert ("stopped", 3) in stored(folder, told)
    assert not {"cancelled", "moved"} & {kind for kind, _ in stored(folder, told)}
    acts = "SELECT actor_id, reason FROM audit WHERE action = 'drop_in_series_stopped'"
    assert stored(folder, acts) == [("house", "left the house")] * 2
    assert said("people", "stop-sessions", "Juniper", "--reason", "again")[0] == 1


def test_sessions_of_others_go_on(folder: Path, said: Any) -> None:
    before = stored(folder, "SELECT id FROM drop_in WHERE form = 'circle' AND state = 'scheduled'")
    said("people", "stop-sessions", "Juniper", "--reason", "left the house")
    after = stored(folder, "SELECT id FROM drop_in WHERE form = 'circle' AND state = 'scheduled'")
    assert after == before != []


def test_doctor_names_the_tzdata_and_who_would_host_alone(folder: Path, said: Any) -> None:
    _, words = said("doctor")
    assert "zones, by tzdata 20" in words
    assert "nobody beside the host" not in words
    alone = "UPDATE drop_in SET second_id = NULL WHERE form = 'circle'"
    with sqlite3.connect(folder / "hearthside.db") as database:
        database.execute(alone)
    database.close()
    assert "note  1 drop-in ahead has nobody beside the host" in said("doctor")[1]
