"""Plain forms as a browser without a script fills them in, and what the pages say to it."""

import re
import sqlite3
from html import unescape
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from persistence.database import Database
from persistence.people import accounts
from rooms.refusals import Refusal
from server import texts
from server.passwords import Passwords
from server.settings import load
from tests.server.embedded import PASSWORD

COOKIE = "hearthside"
NEW_PASSWORD = "another four quiet words"
CODE = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){4}\b")
_SAYS = texts.load()


def opened(client: TestClient, path: str = "/join") -> dict[str, str]:
    """The hidden fields of the page's forms; the browser has its cookies by now."""
    text = client.get(path).text
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: unescape(value) for name, value in hidden}


def filled(client: TestClient, **said: str) -> dict[str, str]:
    """The joining form as somebody fills it in; "" leaves something out."""
    form = opened(client) | {"name": "Luz", "password": PASSWORD, "adult": "yes", "consent": "yes"}
    return {name: value for name, value in (form | said).items() if value}


def rows(folder: Path, question: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "hearthside.db") as database:
        found = database.execute(question).fetchall()
    database.close()
    return found


def says(page: str, key: str, **params: str | int) -> bool:
    return _SAYS.t("en", key, **params) in unescape(page)


def log_in(client: TestClient, name: str, password: str = PASSWORD) -> str:
    """The page that somebody comes to with name and password."""
    client.cookies.clear()
    opened(client)
    return client.post("/login", data={"name": name, "password": password}).text


async def added(folder: Path, name: str, *, demo: bool) -> None:
    passwords = Passwords()
    password_hash = await passwords.hash(PASSWORD)
    passwords.close()
    assert not isinstance(password_hash, Refusal)
    async with Database.open(load(data_dir=folder).database) as database:
        now = await database.now_ms()
        await database.write(accounts.create, name, password_hash, now, demo=demo)
