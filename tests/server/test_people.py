"""Somebody's account over HTTP: joining, coming back without the password, changing it, leaving."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rooms.ids import new_public_id
from server.passwords import Passwords
from tests.server.embedded import PASSWORD, join, newcomer, room_ids, served

COOKIE = "hearthside"
NEW_PASSWORD = "another four quiet words"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def stored(folder: Path, question: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "hearthside.db") as database:
        found = database.execute(question).fetchall()
    database.close()
    return found


def code_of(client: TestClient, name: str) -> str:
    """The recovery code that is shown to somebody who joins."""
    answer = client.post("/api/people", json=newcomer(name))
    assert answer.status_code == 201, answer.text
    code: str = answer.json()["recovery_code"]
    return code


def log_in(client: TestClient, name: str, password: str = PASSWORD) -> str:
    """ "" when it went well, else why not."""
    client.cookies.clear()
    answer = client.post("/api/session", json={"name": name, "password": password})
    return "" if answer.status_code == 200 else str(answer.json()["code"])


def say(client: TestClient, room: str) -> str:
    message = new_public_id()
    posting = {"type": "post_message", "command_id": message, "room": room, "body": "Hello."}
    assert client.post("/api/commands", json=posting).status_code == 200
    return message


@pytest.mark.parametrize(
    ("said", "code", "params"),
    [
        ({"adult": False}, "too_young", {"years": 18}),
        ({"consent": False}, "no_consent", {}),
        ({"email": "no address"}, "bad_email", {}),
        ({"email": "luz@example"}, "bad_email", {}),
        ({"email": "a@b@example.org"}, "bad_email", {}),
        ({"password": "brief"}, "weak_password", {"why": "too-short", "least": 10}),
        ({"password": "password123"}, "weak_password", {"why": "too-common", "least": 10}),
        ({"password": "x y" * 100}, "weak_password", {"why": "too-long", "least": 10}),
    ],
)
def test_who_is_not_let_in_leaves_nothing_behind(
    client: TestClient, tmp_path: Path, said: dict[str, object], code: str, params: dict[str, Any]
) -> None:
    answer = client.post("/api/people", json=newcomer("Luz", **said))
    assert (answer.json()["code"], answer.json()["params"]) == (code, params)
    for table in ("account", "screen_name", "session", "throttle", "audit"):
        assert stored(tmp_path, f"SELECT * FROM {table}") == []


def test_consent_and_age_are_kept_with_their_time(client: TestClient, tmp_path: Path) -> None:
    join(client, "Luz")
    [(version, at, adult_at, created)] = stored(
        tmp_path, "SELECT consent_version, consent_at, adult_at, created_at FROM account"
    )
    assert (version, at, adult_at) == ("2026-11", created, created)


def test_age_is_the_operators_to_set(tmp_path: Path) -> None:
    with served(tmp_path, minimum_age=21) as client:
        answer = client.post("/api/people", json=newcomer("Luz", adult=False))
        assert answer.json()["params"] == {"years": 21}


def test_email_is_in_its_own_column_and_nowhere_else(client: TestClient, tmp_path: Path) -> None:
    client.post("/api/people", json=newcomer("Luz", email=" canary@example.org "))
    with sqlite3.connect(tmp_path / "hearthside.db") as database:
        dump = "\n".join(database.iterdump())
    database.close()
    assert dump.count("canary@example.org") == 1
    assert stored(tmp_path, "SELECT email FROM account") == [("canary@example.org",)]


def test_password_of_200_characters_is_taken(client: TestClient) -> None:
    long = "many quiet words " * 12
    client.post("/api/people", json=newcomer("Luz", password=long))
    assert log_in(client, "Luz", long) == ""
    assert log_in(client, "Luz", long[:-1]) == "wrong_login"


def test_recovery_code_sets_a_new_password_once(client: TestClient) -> None:
    code = code_of(client, "Luz")
    old_session = client.cookies[COOKIE]
    asked = {"name": "luz", "code": code.upper().replace("-", " "), "password": NEW_PASSWORD}
    answer = client.post("/api/recovery", json=asked)
    assert answer.status_code == 200
    assert answer.json()["recovery_code"] not in (None, code)
    again = client.post("/api/recovery", json=asked)
    assert (again.status_code, again.json()["code"]) == (401, "wrong_code")
    ended = client.get("/api/me", headers={"cookie": f"{COOKIE}={old_session}"})
    assert ended.json()["code"] == "signed_out"
    assert log_in(client, "Luz") == "wrong_login"
    assert log_in(client, "Luz", NEW_PASSWORD) == ""
    assert [told["kind"] for told in client.get("/api/me").json()["notices"]] == ["recovered"]


def test_recovery_code_is_stored_as_a_hash_only(client: TestClient, tmp_path: Path) -> None:
    code = code_of(client, "Luz")
    with sqlite3.connect(tmp_path / "hearthside.db") as database:
        dump = "\n".join(database.iterdump())
    database.close()
    assert code not in dump
    assert code.replace("-", "") not in dump


GUESSES = [
    ("/api/session", {"password": "not the right one"}),
    ("/api/tokens", {"password": "not the right one"}),
    ("/api/recovery", {"code": "aaaa-bbbb-cccc-dddd-eeee", "password": NEW_PASSWORD}),
]


@pytest.mark.parametrize(("path", "guess"), GUESSES)
def test_nothing_tells_a_known_name_from_an_unknown_one(
    client: TestClient, path: str, guess: dict[str, str]
) -> None:
    join(client, "Luz")
    client.cookies.clear()
    counting = CountingPasswords()
    parts = client.app_state["parts"]
    client.app_state["parts"] = replace(parts, passwords=counting)
    answers = [client.post(path, json={"name": name, **guess}) for name in ("Luz", "Oak")]
    known, unknown = answers
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert dict(known.headers) == dict(unknown.headers)
    assert counting.work == [counting.work[0]] * 2
    counting.close()
    client.app_state["parts"] = parts


class CountingPasswords(Passwords):
    """Remembers what it was asked to do: hashing is what takes the time."""

    def __init__(self) -> None:
        super().__init__()
        self.work: list[str] = []

    async def hash(self, password: str) -> Any:
        self.work.append("hash")
        return await super().hash(password)

    async def verify(self, stored: str | None, password: str) -> Any:
        self.work.append("verify")
        return await super().verify(stored, password)


def test_new_password_asks_for_the_old_one_and_ends_other_sessions(client: TestClient) -> None:
    join(client, "Luz")
    elsewhere = client.cookies[COOKIE]
    assert log_in(client, "Luz") == ""
    path = "/api/me/password"
    wrong = client.put(path, json={"old": "not the right one", "new": NEW_PASSWORD})
    assert wrong.json()["code"] == "wrong_login"
    weak = client.put(path, json={"old": PASSWORD, "new": "luz"})
    assert weak.json()["code"] == "weak_password"
    assert client.put(path, json={"old": PASSWORD, "new": NEW_PASSWORD}).status_code == 204
    assert client.get("/api/me").status_code == 200
    ended = client.get("/api/me", headers={"cookie": f"{COOKIE}={elsewhere}"})
    assert ended.json()["code"] == "signed_out"
    assert log_in(client, "Luz", NEW_PASSWORD) == ""


class OvertakenPasswords(Passwords):
    """While a password is being looked at, its owner gets back in by other means."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    async def verify(self, stored: str | None, password: str) -> Any:
        matches = await super().verify(stored, password)
        with sqlite3.connect(self._folder / "hearthside.db") as database:
            database.execute(
                "UPDATE account SET password_hash = 'new', recovery_hash = 'new',"
                " auth_version = auth_version + 1"
            )
        database.close()
        return matches


@pytest.mark.parametrize(
    ("method", "path", "asked"),
    [
        ("PUT", "/api/me/password", {"old": PASSWORD, "new": NEW_PASSWORD}),
        ("PUT", "/api/me/email", {"password": PASSWORD, "email": "ana@example.org"}),
        ("POST", "/api/me/recovery-code", {"password": PASSWORD}),
        ("DELETE", "/api/me", {"password": PASSWORD}),
    ],
)
def test_who_was_shut_out_meanwhile_changes_nothing_by_the_old_password(
    client: TestClient, tmp_path: Path, method: str, path: str, asked: dict[str, str]
) -> None:
    join(client, "Luz")
    parts = client.app_state["parts"]
    overtaken = OvertakenPasswords(tmp_path)
    client.app_state["parts"] = replace(parts, passwords=overtaken)
    assert client.request(method, path, json=asked).json()["code"] == "wrong_login"
    kept = "SELECT state, password_hash, recovery_hash, email FROM account"
    assert stored(tmp_path, kept) == [("open", "new", "new", None)]
    overtaken.close()
    client.app_state["parts"] = parts


def test_program_may_do_all_of_it_with_its_token(client: TestClient) -> None:
    join(client, "Luz")
    token = client.post("/api/tokens", json={"name": "Luz", "password": PASSWORD}).json()["token"]
    client.cookies.clear()
    del client.headers["origin"]
    client.headers["authorization"] = f"Bearer {token}"
    email = {"password": PASSWORD, "email": "luz@example.org"}
    assert client.put("/api/me/email", json=email).status_code == 204
    assert client.put("/api/me/name", json={"name": "Heron"}).status_code == 204
    code = client.post("/api/me/recovery-code", json={"password": PASSWORD}).json()
    assert len(code["recovery_code"]) == 24
    me = client.get("/api/me").json()
    assert (me["names"], me["email"]) == ({"trees": "Heron"}, "luz@example.org")
    assert client.delete("/api/sessions").status_code == 204
    assert client.get("/api/me").json()["code"] == "signed_out"


def test_email_is_given_up_as_it_was_given(client: TestClient, tmp_path: Path) -> None:
    client.post("/api/people", json=newcomer("Luz", email="luz@example.org"))
    bad = client.put("/api/me/email", json={"password": PASSWORD, "email": "@"})
    assert bad.json()["code"] == "bad_email"
    none = client.put("/api/me/email", json={"password": PASSWORD, "email": None})
    assert none.status_code == 204
    assert stored(tmp_path, "SELECT email FROM account") == [(None,)]


def test_new_name_is_heard_in_rooms_where_the_old_one_was_shown(client: TestClient) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    say(client, room)
    assert client.put("/api/me/name", json={"name": "Heron"}).status_code == 204
    (message,) = client.get(f"/api/rooms/{room}/messages").json()["messages"]
    assert message["name"] == "Heron"
    assert log_in(client, "Heron") == ""
    assert log_in(client, "Luz") == "wrong_login"


def test_paused_person_takes_no_other_name(client: TestClient, tmp_path: Path) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    say(client, room)
    [(account,)] = stored(tmp_path, "SELECT id FROM account")
    with sqlite3.connect(tmp_path / "hearthside.db") as database:
        database.execute(
            "INSERT INTO sanction (room_id, seq, id, account_id, kind, until, reason, actor_id, at)"
            " VALUES (?, 9, ?, ?, 'mute', 9999999999999, 'unkind', 'x', 0)",
            (room, new_public_id(), account),
        )
    database.close()
    for tree in (None, "trees"):
        answer = client.put("/api/me/name", json={"name": "Heron", "tree": tree})
        assert answer.json()["code"] == "muted"
    assert client.get("/api/me").json()["names"] == {"trees": "Luz"}


@pytest.mark.parametrize("writes", [False, True])
def test_who_leaves_is_gone_and_the_words_stay(
    client: TestClient, tmp_path: Path, *, writes: bool
) -> None:
    client.post("/api/people", json=newcomer("Luz", email="luz@example.org"))
    room = room_ids(client)["Open"]
    if writes:
        say(client, room)
    asked = {"password": "not the right one"}
    assert client.request("DELETE", "/api/me", json=asked).json()["code"] == "wrong_login"
    assert client.request("DELETE", "/api/me", json={"password": PASSWORD}).status_code == 204
    assert COOKIE not in client.cookies
    assert log_in(client, "Luz") == "wrong_login"
    assert stored(tmp_path, "SELECT state, password_hash, recovery_hash, email FROM account") == [
        ("left", None, None, None)
    ]
    assert stored(tmp_path, "SELECT * FROM screen_name") == []
    assert client.post("/api/people", json=newcomer("luz")).json()["code"] == "name_taken"
    said = client.get(f"/api/rooms/{room}/messages").json()["messages"]
    assert [(message["name"], message["body"]) for message in said] == [("", "Hello.")] * writes


def test_nobody_leaves_by_a_session_that_was_left_open(client: TestClient) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    say(client, room)
    leaving = {"type": "leave_community", "command_id": new_public_id(), "room": room}
    assert client.post("/api/commands", json=leaving).json()["code"] == "not_allowed"
    assert client.get("/api/me").json()["names"] == {"trees": "Luz"}


def test_shared_device_is_logged_out_with_the_browser(client: TestClient, tmp_path: Path) -> None:
    asked = newcomer("Luz", shared_device=True)
    cookie = client.post("/api/people", json=asked).headers["set-cookie"].lower()
    assert "max-age" not in cookie
    assert "expires" not in cookie
    [(shared, lasts_ms)] = stored(
        tmp_path, "SELECT shared_device, expires_at - created_at FROM session"
    )
    assert (shared, lasts_ms) == (1, 12 * 3_600_000)
