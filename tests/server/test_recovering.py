"""Coming back on the pages: by the recovery code, by a link, and what one is told then."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from persistence.database import Database
from persistence.people import accounts
from persistence.people.notices import NoticeKind
from server import texts
from server.people.getting_back_in import make_link
from server.settings import load
from tests.server.embedded import join, served
from tests.server.forms import CODE, COOKIE, NEW_PASSWORD, added, filled, log_in, opened, rows, says


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def test_code_gets_back_in_on_the_page_too(client: TestClient) -> None:
    code = CODE.search(client.post("/join", data=filled(client)).text)
    assert code
    client.cookies.clear()
    opened(client, "/recover")
    form = {"name": "Luz", "code": code[0], "password": NEW_PASSWORD}
    page = client.post("/recover", data=form)
    assert says(page.text, "welcome-back-title")
    assert CODE.search(page.text)
    assert client.get("/me").status_code == 200
    again = client.post("/recover", data=form)
    assert (again.status_code, says(again.text, "refusal-wrong_code")) == (422, True)


def test_operators_link_works_once_and_is_told_of(client: TestClient, tmp_path: Path) -> None:
    join(client, "Luz")
    before = client.cookies[COOKIE]
    token = asyncio.run(linked(tmp_path, "Luz"))
    ended = client.get("/api/me", headers={"cookie": f"{COOKIE}={before}"})
    assert ended.json()["code"] == "signed_out"
    client.cookies.clear()
    for _ in range(2):
        assert opened(client, f"/reset?token={token}")["token"] == token
    form = {"token": token, "password": NEW_PASSWORD}
    assert CODE.search(client.post("/reset", data=form).text)
    assert says(client.post("/reset", data=form).text, "refusal-link_used")
    assert says(client.get(f"/reset?token={token}").text, "refusal-link_used")
    page = log_in(client, "Luz", NEW_PASSWORD)
    assert says(page, "notice-seen")
    notice = opened(client, "/me")["notice"]
    assert not says(client.post("/me/notices", data={"notice": notice}).text, "notice-seen")
    assert not says(log_in(client, "Luz", NEW_PASSWORD), "notice-seen")


async def linked(folder: Path, name: str) -> str:
    async with Database.open(load(data_dir=folder).database) as database:
        known = await database.read(accounts.by_name, name)
        assert known is not None
        return await make_link(database, known.account)


def test_who_was_added_by_an_operator_is_asked_for_consent(
    client: TestClient, tmp_path: Path
) -> None:
    asyncio.run(added(tmp_path, "Luz", demo=False))
    assert says(log_in(client, "Luz"), "me-consent-submit")
    assert says(client.post("/me/consent").text, "me-done-consent")
    assert rows(tmp_path, "SELECT consent_version FROM account") == [("2026-11",)]
    assert not says(log_in(client, "Luz"), "me-consent-submit")


def test_every_notice_has_its_words() -> None:
    assert {f"notice-{kind}" for kind in NoticeKind} <= texts.load().keys
