"""Guessing is slow: counted in the database for all processes, by account and place together, so
that nobody is locked out by somebody else."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.settings import load
from tests.server.embedded import PASSWORD, join, newcomer, served

FAR = ("203.0.113.5", 1)
SAME_PLACE = ("203.0.113.77", 1)
ELSEWHERE = ("198.51.100.5", 1)
WRONG = "not the right one"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@contextmanager
def another_process(folder: Path, address: tuple[str, int]) -> Iterator[TestClient]:
    """A second application on the same database, asked from that address."""
    settings = load(data_dir=folder)
    with TestClient(
        create_app(settings),
        base_url=settings.address,
        headers={"origin": settings.address},
        client=address,
    ) as client:
        yield client


def attempt(client: TestClient, name: str, password: str = WRONG) -> Any:
    client.cookies.clear()
    return client.post("/api/session", json={"name": name, "password": password})


def codes(client: TestClient, name: str, count: int) -> list[str]:
    return [attempt(client, name).json()["code"] for _ in range(count)]


def test_sixth_guess_at_an_account_has_to_wait(client: TestClient) -> None:
    join(client, "Luz")
    assert codes(client, "Luz", 6) == ["wrong_login"] * 5 + ["too_many_tries"]
    answer = attempt(client, "LUZ", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    assert 0 < int(answer.headers["retry-after"]) <= 180
    assert answer.json()["retry_after"] > 0


def test_unknown_name_is_held_up_like_a_known_one(client: TestClient) -> None:
    join(client, "Luz")
    assert codes(client, "Oak", 6) == codes(client, "Luz", 6)


def test_who_knows_the_password_is_never_held_up(client: TestClient) -> None:
    join(client, "Luz")
    for _ in range(8):
        assert attempt(client, "Luz").json()["code"] == "wrong_login"
        assert attempt(client, "Luz", PASSWORD).status_code == 200


def test_guesses_hold_up_nobody_elsewhere(client: TestClient, tmp_path: Path) -> None:
    join(client, "Luz")
    with another_process(tmp_path, FAR) as far, another_process(tmp_path, ELSEWHERE) as home:
        assert codes(far, "Luz", 6)[-1] == "too_many_tries"
        assert attempt(home, "Luz", PASSWORD).status_code == 200


def test_guesses_are_counted_over_processes(client: TestClient, tmp_path: Path) -> None:
    join(client, "Luz")
    with another_process(tmp_path, FAR) as one, another_process(tmp_path, SAME_PLACE) as other:
        seen = [attempt((one, other)[turn % 2], "Luz").json()["code"] for turn in range(7)]
    assert seen == ["wrong_login"] * 5 + ["too_many_tries"] * 2


def test_twenty_guesses_from_one_place_are_all(client: TestClient, tmp_path: Path) -> None:
    names = ["Luz", "Heron", "Marigold", "Linden", "Willow", "Aspen"]
    with another_process(tmp_path, FAR) as far:
        seen = [code for name in names for code in codes(far, name, 4)]
    assert seen == ["wrong_login"] * 20 + ["too_many_tries"] * 4
    assert codes(client, "Luz", 5) == ["wrong_login"] * 5


def test_recovery_codes_tokens_and_links_are_guessed_as_slowly(client: TestClient) -> None:
    join(client, "Luz")
    asked = {"name": "Luz", "code": "aaaa", "password": PASSWORD}
    codes_seen = [client.post("/api/recovery", json=asked).json()["code"] for _ in range(6)]
    assert codes_seen == ["wrong_code"] * 5 + ["too_many_tries"]
    token = {"name": "Luz", "password": WRONG}
    tokens_seen = [client.post("/api/tokens", json=token).json()["code"] for _ in range(6)]
    assert tokens_seen == ["wrong_login"] * 5 + ["too_many_tries"]
    assert attempt(client, "Luz", PASSWORD).json()["code"] == "too_many_tries"


def test_links_are_guessed_slowly_from_one_place(client: TestClient, tmp_path: Path) -> None:
    with another_process(tmp_path, FAR) as far:
        far.get("/reset?token=x")
        guesses = [
            far.post("/reset", data={"token": f"guess {turn}", "password": PASSWORD}).text
            for turn in range(21)
        ]
    assert "used before" in guesses[19]
    assert "tried many times" in guesses[20]


def test_ten_join_from_one_place_in_an_hour(client: TestClient, tmp_path: Path) -> None:
    letters = "bcdfghkpstv"
    names = [letter * 3 + "ado" + letter * 2 for letter in letters]
    with another_process(tmp_path, FAR) as far:
        seen = [far.post("/api/people", json=newcomer(name)).status_code for name in names]
        assert seen == [201] * 10 + [429]
    with another_process(tmp_path, ELSEWHERE) as elsewhere:
        assert elsewhere.post("/api/people", json=newcomer(names[-1])).status_code == 201


def test_name_that_is_taken_costs_no_place_in_the_hour(client: TestClient, tmp_path: Path) -> None:
    join(client, "Luz")
    with another_process(tmp_path, FAR) as far:
        for _ in range(12):
            assert far.post("/api/people", json=newcomer("Luz")).json()["code"] == "name_taken"
        assert far.post("/api/people", json=newcomer("Heron")).status_code == 201


def test_nobody_asks_for_a_whole_list_of_names(client: TestClient, tmp_path: Path) -> None:
    join(client, "Luz")
    with another_process(tmp_path, FAR) as far:
        asked = [far.post("/api/people", json=newcomer("Luz")).json()["code"] for _ in range(31)]
    assert asked == ["name_taken"] * 30 + ["too_many_tries"]
    renamed = [client.put("/api/me/name", json={"name": "Luz"}).json()["code"] for _ in range(31)]
    assert renamed == ["nothing_to_change"] * 30 + ["too_many_tries"]


def test_what_is_counted_names_nobody_and_no_place(client: TestClient, tmp_path: Path) -> None:
    with another_process(tmp_path, FAR) as far:
        codes(far, "Luz", 2)
    with sqlite3.connect(tmp_path / "hearthside.db") as database:
        kept = database.execute("SELECT scope, key FROM throttle").fetchall()
    database.close()
    assert {scope for scope, _ in kept} == {"password", "place"}
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for _, key in kept)
