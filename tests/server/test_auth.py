"""Who somebody is: joining, logging in and out, tokens; and who may read what over HTTP."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from rooms.ids import new_public_id
from rooms.refusals import Code, Refusal
from server.api.routes import ENDPOINTS
from server.app import create_app
from server.calendar import zones
from server.errors import STATUS
from server.passwords import Passwords
from server.settings import load
from tests.server.embedded import PASSWORD, join, newcomer, room_ids, served

COOKIE = "hearthside"
METRICS_TOKEN = "m" * 32


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def test_person_who_joins_is_signed_in(client: TestClient) -> None:
    join(client, "Luz")
    me = client.get("/api/me").json()
    assert (me["names"], me["grants"], me["sessions"]) == ({"trees": "Luz"}, [], 1)


def test_session_cookie_is_out_of_a_scripts_reach(client: TestClient) -> None:
    answer = client.post("/api/people", json=newcomer("Luz"))
    fields = {field.strip().lower() for field in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "path=/", "samesite=lax"} <= fields
    assert "secure" not in fields


def test_cookie_is_bound_to_host_and_https_behind_https(tmp_path: Path) -> None:
    with served(tmp_path, public_url="https://rooms.example.org") as client:
        answer = client.post("/api/people", json=newcomer("Luz"))
        set_cookie = answer.headers["set-cookie"].lower()
        assert set_cookie.startswith("__host-hearthside=")
        assert "secure" in set_cookie
        assert "domain" not in set_cookie
        assert client.get("/api/me").status_code == 200


def test_secrets_are_stored_as_hashes_only(client: TestClient, tmp_path: Path) -> None:
    join(client, "Luz")
    secret = client.cookies[COOKIE]
    stored = sqlite3.connect(tmp_path / "hearthside.db")
    assert stored.execute("SELECT id_hash FROM session").fetchall() == [
        (hashlib.sha256(secret.encode()).hexdigest(),)
    ]
    [(password_hash,)] = stored.execute("SELECT password_hash FROM account").fetchall()
    assert password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    stored.close()


def test_log_in_gives_another_session(client: TestClient) -> None:
    join(client, "Luz")
    first = client.cookies[COOKIE]
    client.cookies.clear()
    assert client.get("/api/me").json()["code"] == "not_signed_in"
    answer = client.post("/api/session", json={"name": "LUZ", "password": PASSWORD})
    assert answer.status_code == 200
    assert client.cookies[COOKIE] != first
    assert client.get("/api/me").status_code == 200


@pytest.mark.parametrize("path", ["/api/session", "/api/tokens"])
def test_unknown_name_and_wrong_password_get_the_same_answer(client: TestClient, path: str) -> None:
    join(client, "Luz")
    client.cookies.clear()
    wrong = client.post(path, json={"name": "Luz", "password": "not the right one"})
    unknown = client.post(path, json={"name": "Nadia", "password": "not the right one"})
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert wrong.status_code == 401
    assert "set-cookie" not in wrong.headers


def test_logged_out_session_is_over(client: TestClient) -> None:
    join(client, "Luz")
    secret = client.cookies[COOKIE]
    assert client.delete("/api/session").status_code == 204
    assert COOKIE not in client.cookies
    answer = client.get("/api/me", headers={"cookie": f"{COOKIE}={secret}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


def test_logged_out_session_writes_nothing(client: TestClient) -> None:
    join(client, "Luz")
    secret = client.cookies[COOKIE]
    client.delete("/api/session")
    answer = client.post(
        "/api/commands",
        json=posting(room_ids(client)["Open"]),
        headers={"cookie": f"{COOKIE}={secret}"},
    )
    assert answer.json()["code"] == "signed_out"


def test_program_reads_and_writes_with_its_token(client: TestClient) -> None:
    join(client, "Luz")
    answer = client.post("/api/tokens", json={"name": "Luz", "password": PASSWORD})
    assert answer.status_code == 201
    client.cookies.clear()
    del client.headers["origin"]
    bearer = {"authorization": f"Bearer {answer.json()['token']}"}
    room = room_ids(client)["Members"]
    posted = client.post("/api/commands", json=posting(room), headers=bearer)
    assert posted.json()["seq"] == 1
    page = client.get(f"/api/rooms/{room}/messages", headers=bearer).json()
    assert [message["body"] for message in page["messages"]] == ["Hello."]


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 5_000])
def test_wrong_token_is_nobody(client: TestClient, token: str) -> None:
    bearer = {b"authorization": f"Bearer {token}".encode()}
    answer = client.get("/api/me", headers=bearer)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("Luz", "short", "weak_password"),
        ("Luz", "password123", "weak_password"),
        ("Luz", "x y" * 100, "weak_password"),
        ("L", PASSWORD, "name_invalid"),
        ("Moderator", PASSWORD, "name_invalid"),
        ("Ana", PASSWORD, "name_taken"),
        ("AN4", PASSWORD, "name_taken"),
    ],
)
def test_joining_is_refused(client: TestClient, name: str, password: str, code: str) -> None:
    join(client, "Ana")
    client.cookies.clear()
    answer = client.post("/api/people", json=newcomer(name, password=password))
    assert answer.json()["code"] == code
    assert answer.status_code == STATUS[Code(code)]
    assert COOKIE not in client.cookies


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 60_000,
        b'{"name": "Luz"}',
        b'{"name": 1, "password": "four quiet words"}',
        b'{"name": "Luz", "password": "four quiet words", "role": "admin"}',
        b'{"name": "' + b"x" * 70_000 + b'"}',
        rb'{"name": "\ud800", "password": "four quiet words"}',
    ],
)
def test_body_that_is_no_request_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/people", content=body)
    assert answer.status_code in (400, 413)


def test_guest_reads_open_rooms_only(client: TestClient) -> None:
    rooms = client.get("/api/rooms").json()["rooms"]
    assert [(room["names"]["en"], room["readable"]) for room in rooms] == [
        ("Open", True),
        ("Members", False),
    ]
    ids = room_ids(client)
    assert client.get(f"/api/rooms/{ids['Open']}/messages").status_code == 200
    for path in ("", "/messages", f"/messages/{new_public_id()}"):
        answer = client.get(f"/api/rooms/{ids['Members']}{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_room_that_is_not_there_is_unknown(client: TestClient) -> None:
    for room in ("0" * 32, "nothing", "0" * 31 + "G"):
        answer = client.get(f"/api/rooms/{room}")
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_room")


def test_permalink_shows_the_message_among_its_neighbours(client: TestClient) -> None:
    room = room_ids(client)["Open"]
    ids = []
    for name in ("Luz", "Heron", "Marigold"):
        join(client, name)
        command = posting(room)
        ids.append(command["command_id"])
        assert client.post("/api/commands", json=command).status_code == 200
    page = client.get(f"/api/rooms/{room}/messages/{ids[1]}").json()
    assert ids[1] in [message["message"] for message in page["messages"]]
    missing = client.get(f"/api/rooms/{room}/messages/{new_public_id()}")
    assert missing.json()["code"] == "unknown_message"


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "before=-1", "before=1.5"])
def test_page_beyond_its_limits_is_refused(client: TestClient, query: str) -> None:
    room = room_ids(client)["Open"]
    assert client.get(f"/api/rooms/{room}/messages?{query}").json()["code"] == "bad_request"


def test_repeated_command_gets_its_first_answer(client: TestClient) -> None:
    join(client, "Luz")
    command = posting(room_ids(client)["Open"])
    first = client.post("/api/commands", json=command).json()
    again = client.post("/api/commands", json=command).json()
    assert again == {**first, "repeated": True}


def test_nothing_with_content_is_cached(client: TestClient) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    for path in ("/api/me", "/api/rooms", f"/api/rooms/{room}", f"/api/rooms/{room}/messages"):
        assert client.get(path).headers["cache-control"] == "no-store"


def test_every_route_that_writes_refuses_a_foreign_page(client: TestClient) -> None:
    writing = [
        (method, route.path)
        for route in create_app(load()).routes
        if isinstance(route, Route)
        for method in sorted((route.methods or set()) - {"GET", "HEAD"})
    ]
    assert {path for _, path in writing} >= {"/api/people", "/api/commands", "/logout"}
    for method, path in writing:
        answer = client.request(method, path, headers={"origin": "https://evil.example"})
        # A mail program stops the mail from no page at all (RFC 8058): the link's token is the key.
        assert answer.status_code == (404 if path == "/mail/{token}" else 403), path


def test_every_endpoint_declares_the_refusals_of_its_access(client: TestClient) -> None:
    for endpoint in ENDPOINTS:
        if endpoint.method != "GET":
            assert Code.NOT_ALLOWED in endpoint.codes, endpoint.path


async def test_flood_of_passwords_is_answered_busy() -> None:
    passwords = Passwords(threads=1, waiting=0)
    taken, refused = await asyncio.gather(passwords.hash("one"), passwords.hash("two"))
    assert isinstance(taken, str)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.temporary) == (Code.BUSY, True)
    assert await passwords.verify(taken, "one") is True
    assert await passwords.verify(taken, "two") is False
    passwords.close()


async def test_password_is_the_same_on_every_keyboard() -> None:
    passwords = Passwords()
    kept = await passwords.hash("coraz\u00f3n de le\u00f3n")
    assert isinstance(kept, str)
    assert await passwords.verify(kept, "corazo\u0301n de leo\u0301n") is True
    passwords.close()


async def test_account_that_does_not_exist_has_no_password() -> None:
    passwords = Passwords()
    assert await passwords.verify(None, "nobody") is False
    assert await passwords.verify("no hash", "nobody") is False
    passwords.close()


def test_every_refusal_has_a_status() -> None:
    assert set(STATUS) == set(Code)


def test_machines_are_told_that_it_lives_and_serves(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        200,
        {"database": True, "migrations": True, "broker": True, "tzdata": zones.VERSION},
    )


def test_figures_are_for_the_operators_machines_and_name_nobody(tmp_path: Path) -> None:
    with served(tmp_path, metrics_token=METRICS_TOKEN) as client:
        join(client, "Luz")
        client.post("/api/commands", json=posting(room_ids(client)["Open"]))
        answer = client.get("/metrics", headers={"authorization": f"Bearer {METRICS_TOKEN}"})
        assert answer.headers["cache-control"] == "no-store"
        assert "hearthside_messages_total 1.0" in answer.text
        assert "Luz" not in answer.text


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer x", f"Basic {METRICS_TOKEN}", f"Bearer {METRICS_TOKEN}x", "é"]
)
def test_figures_are_shown_to_nobody_else(tmp_path: Path, shown: str) -> None:
    with served(tmp_path, metrics_token=METRICS_TOKEN) as client:
        join(client, "Luz")
        client.cookies.set(COOKIE, METRICS_TOKEN)
        answer = client.get("/metrics", headers={b"authorization": shown.encode()})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert "hearthside_" not in answer.text


def test_without_a_token_there_are_no_figures(client: TestClient) -> None:
    for headers in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer None"}):
        answer = client.get("/metrics", headers=headers)
        assert answer.status_code == 404
        assert "hearthside_" not in answer.text


def posting(room: str) -> dict[str, str]:
    return {
        "type": "post_message",
        "command_id": new_public_id(),
        "room": room,
        "body": "Hello.",
    }
