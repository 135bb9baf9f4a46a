"""24 Origins, two kinds of credential, over HTTP and on the socket: a foreign page changes nothing
and listens to nothing, and ours does both."""

from collections.abc import Iterator

import pytest

from tests.journeys.house import PUBLIC_URL, House, Person, embedded_house
from tests.journeys.raw_http import ask

ABSENT = "(none)"
ORIGINS = [
    ABSENT,
    PUBLIC_URL,
    "null",
    "",
    "*",
    "https://house.test",
    "http://house.test/",
    "http://house.test:80",
    "http://house.test:8443",
    "http://house.test.evil.example",
    "https://evil.example",
    "http://evilhouse.test",
    "http://a.house.test",
    "http://test",
    "http://house.test@evil.example",
    "http://HOUSE.test",
    "http://house.test evil",
    "http://h\u043euse.test",
    "http://xn--huse-jqa.test",
    "http://localhost:8000",
    "http://127.0.0.1:8000",
    "file://",
    "http://house.test%00.evil.example",
    "http://house.test, https://evil.example",
]
HANDSHAKE = [
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with embedded_house(tmp_path_factory.mktemp("origins")) as made:
        yield made


def shown(person: Person, kind: str, origin: str) -> list[tuple[str, str]]:
    credential = {
        "cookie": ("Cookie", f"hearthside={person.token}"),
        "bearer": ("Authorization", f"Bearer {person.token}"),
    }[kind]
    return [credential] if origin == ABSENT else [credential, ("Origin", origin)]


@pytest.mark.parametrize("kind", ["cookie", "bearer"])
async def test_only_our_own_page_or_a_program_acts_and_listens(house: House, kind: str) -> None:
    assert len(ORIGINS) == 24
    person = await house.person()
    port = house.webs[0].port
    for origin in ORIGINS:
        may = origin == PUBLIC_URL or (origin == ABSENT and kind == "bearer")
        headers = shown(person, kind, origin)
        asked = await ask(port, "POST", "/api/commands", headers, {})
        assert (asked.status, asked.code) == (
            (400, "bad_request") if may else (403, "not_allowed")
        ), origin
        listened = await ask(port, "GET", "/socket", [*headers, *HANDSHAKE])
        assert listened.status == (101 if may else 403), origin
