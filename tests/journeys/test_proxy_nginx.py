"""Behind a real nginx: whom the throttle counts is who asked, whatever they claim; and the cookie
and the socket work as they do in front of people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.house import SECRET
from tests.journeys.raw_http import Answer, ask
from tests.journeys.web import Web
from tests.services.nginx import Nginx

OURS = "https://house.test"
PASSWORD = "four quiet words here"
ATTACKER, PATIENT = "203.0.113.5", "192.0.2.9"
NEWCOMER = {"name": "Marigold", "password": PASSWORD, "adult": True, "consent": True}


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Web]:
    web = Web(folder, {"SECRET_KEY": SECRET, "PUBLIC_URL": OURS, **environment})
    try:
        yield web.begin().wait_ready()
    finally:
        web.close()


async def guess(port: int, claims: str, caller: str | None, password: str = "wrong one") -> Answer:
    headers = [("Origin", OURS), ("X-Forwarded-For", claims)]
    body = {"name": "Marigold", "password": password}
    return await ask(port, "POST", "/api/session", headers, body, caller=caller)


def claimed(number: int) -> str:
    """Another address in another place each time."""
    return f"198.51.{number}.7"


async def test_forged_address_does_not_change_who_is_counted(tmp_path: Path) -> None:
    with serving(tmp_path, TRUSTED_PROXIES="127.0.0.1") as web, Nginx(web.port) as nginx:
        headers = [("Origin", OURS)]
        await ask(nginx.port, "POST", "/api/people", headers, NEWCOMER, caller=PATIENT)
        seen = [(await guess(nginx.port, claimed(turn), ATTACKER)).code for turn in range(6)]
        assert seen == ["wrong_login"] * 5 + ["too_many_tries"]
        # Nor does claiming the patient's address lock the patient out.
        await guess(nginx.port, PATIENT, ATTACKER)
        assert (await guess(nginx.port, claimed(9), PATIENT, PASSWORD)).status == 200


async def test_peer_that_is_no_trusted_proxy_names_nobody(tmp_path: Path) -> None:
    with serving(tmp_path, TRUSTED_PROXIES="10.9.9.9") as web:
        seen = [(await guess(web.port, claimed(turn), None)).code for turn in range(6)]
        assert seen == ["wrong_login"] * 5 + ["too_many_tries"]


async def test_trusted_proxy_is_believed(tmp_path: Path) -> None:
    with serving(tmp_path, TRUSTED_PROXIES="127.0.0.1") as web:
        seen = [(await guess(web.port, claimed(turn), None)).code for turn in range(6)]
        assert seen == ["wrong_login"] * 6


@pytest.mark.parametrize(("origin", "status"), [(OURS, 101), ("https://evil.example", 403)])
async def test_cookie_and_socket_work_behind_nginx(
    tmp_path: Path, origin: str, status: int
) -> None:
    with serving(tmp_path, TRUSTED_PROXIES="127.0.0.1") as web, Nginx(web.port) as nginx:
        joined = await ask(
            nginx.port, "POST", "/api/people", [("Origin", OURS)], NEWCOMER, caller=PATIENT
        )
        cookie = joined.head.partition("set-cookie: ")[2].partition("\r\n")[0]
        assert cookie.startswith("__Host-hearthside=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        handshake = [
            ("Origin", origin),
            ("Cookie", cookie.partition(";")[0]),
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ]
        answer = await ask(nginx.port, "GET", "/socket", handshake, caller=PATIENT)
        assert answer.status == status
