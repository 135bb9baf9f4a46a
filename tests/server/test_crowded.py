"""What is said when all lines to the database are taken, or it does not answer: try again. It is
never an error, and what somebody wrote is not lost."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.testclient import TestClient, WebSocketDenialResponse

from persistence.database import DatabaseCrowded
from persistence.engines.port import Engine
from rooms.refusals import Code, Refusal
from server.api.answering import CROWDED_MS, answers
from server.parts import Parts
from tests.server.embedded import PASSWORD, join, room_ids, served
from tests.server.forms import rows
from tests.server.held_sessions import Sessions

Answer = TypeVar("Answer")
WORDS = "Does it get better </textarea> after the third week?"


class NoLine:
    """A database that nobody gets through to."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def read(self, ask: Callable[[Connection], Answer]) -> Answer:
        raise self._error

    async def read_one(self, ask: Callable[[Connection], Answer]) -> Answer:
        raise self._error

    async def write(self, act: Callable[[Connection], Answer]) -> Answer:
        raise self._error

    async def close(self) -> None: ...


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        join(client, "Luz")
        yield client


@pytest.fixture(params=[DatabaseCrowded(), TimeoutError()], ids=["crowded", "silent"])
def no_line(request: pytest.FixtureRequest) -> NoLine:
    return NoLine(request.param)


class Again(HTMLParser):
    """The form that sends once more what was sent, as a browser would."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("id") == "again":
            self.action = given["action"]
        elif self.action and tag == "input":
            self.fields[given["name"]] = given["value"]
        elif self.action and tag == "textarea":
            self._textarea = given["name"]

    def handle_endtag(self, tag: str) -> None:
        self._textarea = "" if tag == "textarea" else self._textarea

    def handle_data(self, data: str) -> None:
        if self._textarea:
            said = self.fields.get(self._textarea, "") + data
            self.fields[self._textarea] = said.removeprefix("\n")


def connected(client: TestClient, engine: Engine) -> Engine:
    """The process asks this one from now on; the one before is given back."""
    parts: Parts = client.app_state["parts"]
    before, parts.database.engine = parts.database.engine, engine
    return before


@pytest.mark.parametrize(
    ("error", "code"), [(DatabaseCrowded(), Code.BUSY), (TimeoutError(), Code.RETRY)]
)
async def test_programs_are_told_when_to_try_again(error: Exception, code: Code) -> None:
    @answers()
    async def finds_no_line(request: Request) -> None:
        raise error

    answer = await finds_no_line(Request({"type": "http"}))
    assert answer.status_code == 503
    said = msgspec.json.decode(answer.body, type=Refusal)
    assert (said.code, said.retry_after) == (code, CROWDED_MS)


def test_a_socket_is_refused_for_now_and_not_for_good(client: TestClient, no_line: NoLine) -> None:
    engine = connected(client, no_line)
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        client.websocket_connect("/socket"),
    ):
        pass
    connected(client, engine)
    assert refused.value.status_code == 503


def test_a_page_that_cannot_be_made_can_be_asked_for_again(
    client: TestClient, no_line: NoLine
) -> None:
    for path in ("/", "/drop-ins?day=1", "/me", f"/r/{room_ids(client)['Open']}", "/nowhere"):
        engine = connected(client, no_line)
        page = client.get(path)
        connected(client, engine)
        assert page.status_code == 503
        assert page.headers["retry-after"] == "1"
        assert page.headers["cache-control"] == "no-store"
        assert f'href="{path}"' in page.text


def test_words_in_a_form_are_kept_and_can_be_sent_again(
    client: TestClient, tmp_path: Path, no_line: NoLine
) -> None:
    sessions = Sessions(tmp_path)
    join(client, "Rosa")
    room = room_ids(client)["Open"]
    drop_in = sessions.live(room, sessions.mentor(room, "Rosa"))
    client.cookies.delete("hearthside")
    join(client, "Ana")
    sent = {"act": "take_place", "question": WORDS, "note": "N", "shown": "named"}
    engine = connected(client, no_line)
    page = client.post(f"/d/{drop_in}/line", data=sent)
    connected(client, engine)
    assert page.status_code == 503
    assert rows(tmp_path, "SELECT id FROM drop_in_place") == []
    form = Again(page.text)
    assert (form.action, form.fields) == (f"/d/{drop_in}/line", sent)
    assert client.post(form.action, data=form.fields, follow_redirects=False).status_code == 303
    assert rows(tmp_path, "SELECT question FROM drop_in_place") == [(WORDS,)]


def test_a_password_is_not_shown_and_its_form_is_filled_in_anew(
    client: TestClient, no_line: NoLine
) -> None:
    engine = connected(client, no_line)
    page = client.post("/login", data={"name": "Luz", "password": PASSWORD})
    connected(client, engine)
    assert page.status_code == 503
    assert PASSWORD not in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_needs_help_is_told_whom_to_call_all_the_same(
    client: TestClient, no_line: NoLine, method: str
) -> None:
    path = "/help" if method == "GET" else f"/r/{room_ids(client)['Open']}/help-now"
    engine = connected(client, no_line)
    page = client.request(method, path, headers={"accept-language": "en-US"})
    connected(client, engine)
    assert page.status_code == 503
    assert 'href="tel:' in page.text
