"""A foreign page changes nothing: exact Origins, on the socket and on every route that writes."""

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from server.people.origin import OriginGuard, allowed_origin
from server.settings import Settings, load

OURS = "https://rooms.example.org"
FOREIGN = [
    "null",
    "",
    "*",
    "http://rooms.example.org",
    "https://rooms.example.org/",
    "https://rooms.example.org:443",
    "https://rooms.example.org:8443",
    "https://rooms.example.org.evil.example",
    "https://evil.example",
    "https://evilrooms.example.org",
    "https://a.rooms.example.org",
    "https://example.org",
    "https://rooms.example.org@evil.example",
    "https://ROOMS.example.org",
    "https://rooms.example.org evil",
    "https://r\u043eoms.example.org",
    "https://xn--rms-5cdb.example.org",
    "http://localhost:8000",
    "http://127.0.0.1:8000",
    "file://",
    "https://rooms.example.org%00.evil.example",
    "https://rooms.example.org, https://evil.example",
]


@pytest.fixture
def settings() -> Settings:
    return load(public_url=OURS)


def headers(**fields: str) -> Headers:
    raw = [(name.encode(), value.encode()) for name, value in fields.items()]
    return Headers(raw=raw)


@pytest.mark.parametrize("credential", [{"cookie": "a=b"}, {"authorization": "Bearer secret"}])
@pytest.mark.parametrize("origin", FOREIGN)
def test_foreign_origin_is_refused(
    settings: Settings, origin: str, credential: dict[str, str]
) -> None:
    assert not allowed_origin(headers(origin=origin, **credential), settings)


def test_own_origin_is_allowed(settings: Settings) -> None:
    assert allowed_origin(headers(origin=OURS), settings)


def test_two_origins_are_refused(settings: Settings) -> None:
    doubled = Headers(raw=[(b"origin", OURS.encode()), (b"origin", OURS.encode())])
    assert not allowed_origin(doubled, settings)


def test_missing_origin_is_allowed_with_a_bearer_token_only(settings: Settings) -> None:
    assert allowed_origin(headers(authorization="Bearer secret"), settings)
    assert not allowed_origin(headers(cookie="hearthside=secret"), settings)
    assert not allowed_origin(headers(authorization="Basic secret"), settings)
    assert not allowed_origin(headers(), settings)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_without_public_url_this_machine_is_the_origin(host: str) -> None:
    settings = load(port=8123)
    assert allowed_origin(headers(origin=f"http://{host}:8123"), settings)
    assert not allowed_origin(headers(origin=f"http://{host}:8124"), settings)
    assert not allowed_origin(headers(origin=f"https://{host}:8123"), settings)


def test_usual_port_is_left_out_as_browsers_do() -> None:
    assert load(public_url="https://Rooms.example.org:443/").origins == {OURS}
    assert load(port=80).origins == {"http://localhost", "http://127.0.0.1"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
def test_guard_stops_every_method_that_may_change_something(
    settings: Settings, method: str
) -> None:
    reached: list[str] = []

    async def change(request: Request) -> PlainTextResponse:
        reached.append(request.method)
        return PlainTextResponse("changed")

    app = Starlette(routes=[Route("/", change, methods=[method])])
    client = TestClient(OriginGuard(app, settings), base_url=OURS)
    answer = client.request(method, "/", headers={"origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert reached == []
    client.request(method, "/", headers={"origin": OURS})
    assert reached == [method]


def test_guard_lets_reading_pass(settings: Settings) -> None:
    async def read(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.method)

    client = TestClient(OriginGuard(Starlette(routes=[Route("/", read)]), settings))
    assert client.get("/", headers={"origin": "https://evil.example"}).status_code == 200
