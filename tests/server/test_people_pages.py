"""The pages of somebody's account, as a browser without a script uses them."""

import asyncio
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.server.embedded import PASSWORD, join, newcomer, room_ids, served
from tests.server.forms import CODE, COOKIE, NEW_PASSWORD, added, filled, log_in, rows, says


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def test_who_joins_is_shown_a_code_and_is_in(client: TestClient) -> None:
    room = room_ids(client)["Open"]
    form = filled(client) | {"next": f"/r/{room}"}
    page = client.post("/join", data=form)
    assert page.status_code == 200
    assert CODE.search(page.text)
    assert f'href="/r/{room}"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert client.get("/me").status_code == 200


def test_form_sent_twice_makes_one_account_and_shows_the_same_code(
    client: TestClient, tmp_path: Path
) -> None:
    form = filled(client)
    first, second = (CODE.search(client.post("/join", data=form).text) for _ in range(2))
    assert first
    assert second
    assert first[0] == second[0]
    assert rows(tmp_path, "SELECT count(*) FROM account") == [(1,)]
    assert client.get("/me").status_code == 200


def test_form_that_somebody_else_left_open_is_not_their_account(
    client: TestClient, tmp_path: Path
) -> None:
    form = filled(client)
    client.post("/join", data=form)
    again = form | {"name": "Heron", "password": NEW_PASSWORD}
    assert CODE.search(client.post("/join", data=again).text)
    assert rows(tmp_path, "SELECT count(*) FROM account") == [(2,)]
    for theirs in ({"password": NEW_PASSWORD}, {"name": "Heron", "password": NEW_PASSWORD}):
        page = client.post("/join", data=form | theirs).text
        assert says(page, "refusal-name_taken")
        assert not CODE.search(page)


def test_form_that_no_browser_sends_is_taken_for_an_empty_one(
    client: TestClient, tmp_path: Path
) -> None:
    form = filled(client, password="four quiet\x00 words")
    assert client.post("/join", data=form).status_code == 422
    assert rows(tmp_path, "SELECT * FROM account") == []


def test_taken_name_costs_nothing_else_that_was_typed(client: TestClient) -> None:
    join(client, "Luz")
    client.cookies.clear()
    form = filled(client, email="luz@example.org", shared="yes")
    page = client.post("/join", data=form)
    assert page.status_code == 422
    assert says(page.text, "refusal-name_taken")
    assert 'value="luz@example.org"' in page.text
    assert page.text.count(" checked") == 3
    assert f'value="{form["form"]}"' in page.text
    assert PASSWORD not in page.text


@pytest.mark.parametrize(
    ("said", "key", "params"),
    [
        ({"adult": ""}, "join-age-missing", {"years": 18}),
        ({"consent": ""}, "refusal-no_consent", {}),
        ({"email": "nowhere"}, "refusal-bad_email", {}),
        ({"password": "brief"}, "password-too-short", {"least": 10}),
        ({"name": "Moderator"}, "name-why-reserved", {}),
    ],
)
def test_form_says_plainly_what_is_missing(
    client: TestClient, tmp_path: Path, said: dict[str, str], key: str, params: dict[str, Any]
) -> None:
    page = client.post("/join", data=filled(client, **said))
    assert page.status_code == 422
    assert says(page.text, key, **params)
    assert rows(tmp_path, "SELECT count(*) FROM account") == [(0,)]


def test_too_young_person_is_told_kindly_where_to_turn(client: TestClient, tmp_path: Path) -> None:
    page = client.post("/join", data=filled(client, adult="no"))
    assert says(page.text, "too-young-title")
    assert says(page.text, "refusal-too_young", years=18)
    assert 'href="/help"' in page.text
    for table in ("account", "session", "throttle"):
        assert rows(tmp_path, f"SELECT * FROM {table}") == []


@pytest.mark.parametrize("path", ["/join", "/login", "/recover", "/reset"])
def test_browser_without_cookies_is_told_so_and_loses_only_the_password(
    client: TestClient, path: str
) -> None:
    form = filled(client, email="luz@example.org", code="abcd")
    client.cookies.clear()
    page = client.post(path, data=form)
    assert says(page.text, "cookies-blocked")
    assert PASSWORD not in page.text
    assert ('value="Luz"' in page.text) == (path != "/reset")
    assert ("luz@example.org" in page.text) == (path == "/join")


def test_nobody_joins_while_joining_is_paused(client: TestClient, tmp_path: Path) -> None:
    until = int(time.time() * 1000) + 3_600_000
    form = filled(client)
    with sqlite3.connect(tmp_path / "hearthside.db") as database:
        database.execute(
            "INSERT INTO joining_pause (id, until, reason, actor_id, at) VALUES (?, ?, ?, ?, 0)",
            ("p", until, "flooding", "x"),
        )
    database.close()
    answer = client.post("/api/people", json=newcomer("Luz")).json()
    assert (answer["code"], answer["params"]) == ("joining_paused", {"until": until})
    for page in (client.get("/join").text, client.post("/join", data=form).text):
        assert "Nobody new can join" in page or "New people cannot join" in page
        assert 'action="/login"' in page
    assert rows(tmp_path, "SELECT count(*) FROM account") == [(0,)]


def test_shared_device_is_known_to_every_page(client: TestClient) -> None:
    client.post("/join", data=filled(client, shared="yes"))
    assert "data-shared-device" in client.get("/").text.split("<head>")[0]
    log_in(client, "Luz")
    assert "data-shared-device" not in client.get("/").text.split("<head>")[0]


@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ({}, True),
        ({"x-forwarded-for": "203.0.113.5"}, False),
        ({"x-forwarded-for": "127.0.0.1"}, False),
        ({"forwarded": "for=127.0.0.1"}, False),
    ],
)
def test_invented_people_log_in_from_this_machine_only(
    client: TestClient, tmp_path: Path, headers: dict[str, str], *, let_in: bool
) -> None:
    asyncio.run(added(tmp_path, "Marigold", demo=True))
    asked = {"name": "Marigold", "password": PASSWORD}
    for path in ("/api/session", "/api/tokens"):
        answer = client.post(path, json=asked, headers=headers)
        assert (answer.status_code < 300) is let_in
        assert let_in or answer.json()["code"] == "wrong_login"


def test_account_page_changes_what_it_shows(client: TestClient) -> None:
    client.post("/join", data=filled(client))
    page = client.post("/me/email", data={"password": PASSWORD, "email": "luz@example.org"}).text
    assert says(page, "me-done-email")
    assert says(page, "me-email-is", email="luz@example.org")
    page = client.post("/me/name", data={"name": "Heron", "tree": ""}).text
    assert says(page, "me-name-joining", name="Heron")
    page = client.post("/me/recovery", data={"password": PASSWORD}).text
    assert CODE.search(page)
    page = client.post("/me/password", data={"password": PASSWORD, "new": NEW_PASSWORD}).text
    assert says(page, "me-done-password")


def test_refusal_is_said_beside_its_form(client: TestClient) -> None:
    join(client, "Heron")
    client.post("/join", data=filled(client))
    for section, said, key in (
        ("name", {"name": "H3ron", "tree": ""}, "refusal-name_taken"),
        ("password", {"password": "wrong", "new": NEW_PASSWORD}, "refusal-wrong_login"),
        ("email", {"password": PASSWORD, "email": "@"}, "refusal-bad_email"),
        ("leave", {"password": "wrong"}, "refusal-wrong_login"),
    ):
        page = client.post(f"/me/{section}", data=said)
        assert page.status_code == 422
        assert says(page.text, key), section
        assert page.text.count('<details class="change" open') == 1
        assert alerted_above_all(page.text, key)


def alerted_above_all(page: str, key: str) -> bool:
    """Whether the page begins with the refusal, has the focus there, and leads to the form."""
    above, _, below = page.partition("<h1>")
    [alert] = re.findall(r'role="alert" tabindex="-1" autofocus><a href="#([^"]+)"', above)
    return says(above, key) and page.count("autofocus") == 1 and f'id="{alert}"' in below


def test_wrong_password_is_said_at_the_top_and_the_log_in_form_comes_first(
    client: TestClient,
) -> None:
    join(client, "Luz")
    page = log_in(client, "Luz", "not the password")
    assert alerted_above_all(page, "refusal-wrong_login")
    assert page.index('action="/login"') < page.index('action="/join"')
    page = client.post("/join", data=filled(client, name="Moderator")).text
    assert alerted_above_all(page, "name-why-reserved")
    assert page.index('action="/join"') < page.index('action="/login"')


def test_who_leaves_is_told_what_stays(client: TestClient) -> None:
    client.post("/join", data=filled(client))
    assert says(client.post("/me/leave", data={"password": PASSWORD}).text, "me-left")
    assert COOKIE not in client.cookies
    assert client.get("/me", follow_redirects=False).headers["location"] == "/join"


def test_out_everywhere_ends_this_session_too(client: TestClient) -> None:
    client.post("/join", data=filled(client))
    client.post("/me/sessions")
    assert client.get("/api/me").json()["code"] == "not_signed_in"


def test_pages_that_know_somebody_are_kept_by_nobody_and_name_nobody(client: TestClient) -> None:
    client.post("/join", data=filled(client))
    for path in ("/me", "/join", "/recover", "/reset"):
        page = client.get(path)
        assert page.headers["cache-control"] == "no-store"
        (title,) = re.findall(r"<title>(.*)</title>", page.text)
        assert "Luz" not in title
        assert "Luz" not in str(page.url)
