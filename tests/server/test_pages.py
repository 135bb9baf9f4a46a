"""The pages: readable without a script, in two languages, nothing in them from elsewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rooms.actor import Role
from rooms.commands import Reaction, Reason
from rooms.ids import new_public_id
from rooms.refusals import PARAMS, Code
from server import texts
from server.pages import client_assets, page_texts
from server.pages.client_assets import ClientAssets
from server.pages.security_headers import headers
from server.passwords import Weakness
from server.settings import load
from server.texts import LANGUAGES, TextMissing, Texts
from tests.server.embedded import ORIGIN, PASSWORD, join, room_ids, served


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


class Parts(HTMLParser):
    """What in a page could fetch, run or give away something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.inline_scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes |= set(given)
        for name in ("src", "href", "action"):
            if address := given.get(name):
                self.addresses.append(address)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline_scripts.append(given.get("type") or "")


def say(client: TestClient, room: str, body: str) -> str:
    command = new_public_id()
    answer = client.post(
        "/api/commands",
        json={"type": "post_message", "command_id": command, "room": room, "body": body},
    )
    assert answer.status_code == 200, answer.text
    return command


def test_home_lists_the_rooms_in_the_readers_language(client: TestClient) -> None:
    assert "Members" in client.get("/", headers={"accept-language": "fr, en;q=0.5"}).text
    spanish = client.get("/", headers={"accept-language": "es-MX,es;q=0.9,en;q=0.8"}).text
    assert '<html lang="es">' in spanish
    assert "Miembros" in spanish


def test_chosen_language_stays(client: TestClient) -> None:
    assert '<html lang="es">' in client.get("/?lang=es").text
    assert '<html lang="es">' in client.get("/join", headers={"accept-language": "en"}).text
    assert '<html lang="es">' in client.get("/?lang=xx").text


def test_room_shows_its_messages_without_a_script(client: TestClient) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    message = say(client, room, "First line.\nSecond & <b>last</b>.")
    client.cookies.clear()
    page = client.get(f"/r/{room}").text
    assert "First line.\nSecond &amp; &lt;b&gt;last&lt;/b&gt;." in page
    assert "Luz" in page
    assert f'id="m-{message}"' in page


def test_permalink_leads_to_the_message(client: TestClient) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    message = say(client, room, "Hello.")
    page = client.get(f"/r/{room}/m/{message}")
    assert page.status_code == 200
    assert f'id="m-{message}"' in page.text
    assert client.get(f"/r/{room}/m/{new_public_id()}").status_code == 404


@pytest.mark.parametrize("path", ["/nothing", "/r/nothing", "/r/" + "0" * 32, "/r/%00/m/%00"])
def test_what_is_not_there_is_missing(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_guest_is_sent_from_a_members_room_to_the_door(client: TestClient) -> None:
    room = room_ids(client)["Members"]
    answer = client.get(f"/r/{room}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/join?next=/r/{room}")


def test_joining_by_form_leads_back_to_the_room(client: TestClient) -> None:
    room = room_ids(client)["Members"]
    fields = {"name": "Luz", "password": PASSWORD, "next": f"/r/{room}"}
    answer = client.post("/join", data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/r/{room}")
    assert client.get(f"/r/{room}").status_code == 200


def test_logging_in_and_out_by_form(client: TestClient) -> None:
    join(client, "Luz")
    assert "log-out" in client.post("/login", data={"name": "luz", "password": PASSWORD}).text
    assert 'id="log-out"' not in client.post("/logout").text
    assert client.get("/api/me").status_code == 401


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/r/x", "/logout", "/r/" + "0" * 32 + "\n"]
)
def test_nobody_is_led_elsewhere_after_joining(client: TestClient, wanted: str) -> None:
    fields = {"name": "Luz", "password": PASSWORD, "next": wanted}
    answer = client.post("/join", data=fields, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    ("path", "fields", "key"),
    [
        ("/join", {"name": "Luz", "password": "br1ef"}, "password-too-short"),
        ("/join", {"name": "Luz", "password": "password123"}, "password-too-common"),
        ("/join", {"name": "Luz", "password": "x y" * 100}, "password-too-long"),
        ("/join", {"name": "Ana", "password": PASSWORD}, "refusal-name_taken"),
        ("/join", {"name": "Moderator", "password": PASSWORD}, "name-why-reserved"),
        ("/login", {"name": "Ana", "password": "not the right one"}, "login-wrong"),
        ("/login", {"name": "Nobody", "password": "not the right one"}, "login-wrong"),
        ("/login", {}, "login-wrong"),
    ],
)
def test_form_says_what_was_wrong_and_keeps_the_name(
    client: TestClient, path: str, fields: dict[str, str], key: str
) -> None:
    join(client, "Ana")
    client.cookies.clear()
    answer = client.post(path, data=fields)
    params = {"least": 10} if key == "password-too-short" else {}
    assert texts.load().t("en", key, **params) in answer.text
    assert answer.status_code == 422
    assert f'value="{fields.get("name", "")}"' in answer.text
    assert fields.get("password", PASSWORD) not in answer.text


def test_pages_fetch_and_run_nothing_from_elsewhere(client: TestClient) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    message = say(client, room, "Hello.")
    for path in ("/", f"/r/{room}", f"/r/{room}/m/{message}", "/nothing"):
        parts = Parts(client.get(path).text)
        assert all(re.match(r"/(?!/)|#|data:,$", each) for each in parts.addresses), path
        assert not {name for name in parts.attributes if name.startswith("on")}
        assert "style" not in parts.attributes
        assert set(parts.inline_scripts) <= {"application/json"}


def test_address_and_title_name_no_room_and_nobody(client: TestClient) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    [title] = re.findall("<title>(.*?)</title>", client.get(f"/r/{room}").text)
    assert "Open" not in title
    assert "Luz" not in title


def test_forms_of_ours_can_say_where_they_come_from(client: TestClient) -> None:
    # With no-referrer, by header or <meta>, browsers post a form as `Origin: null` (Fetch, 3.2).
    answer = client.get("/join")
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "no-referrer" not in answer.text


def test_every_answer_has_the_security_headers(client: TestClient) -> None:
    wanted = headers(load())
    for path in ("/", "/join", "/nothing", "/api/rooms", "/healthz", "/assets/nothing.js"):
        answered = client.get(path).headers
        assert {name: answered.get(name) for name in wanted} == wanted, path
    refused = client.post("/join", headers={"origin": "https://evil.example"})
    assert refused.headers["content-security-policy"] == wanted["Content-Security-Policy"]


def test_policy_lets_a_page_talk_to_its_own_house_only() -> None:
    policy = headers(load(public_url="https://rooms.example.org"))["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self' wss://rooms.example.org"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["require-trusted-types-for"] == "'script'"


def test_https_is_insisted_on_where_it_is_used() -> None:
    assert "Strict-Transport-Security" in headers(load(public_url="https://rooms.example.org"))
    assert "Strict-Transport-Security" not in headers(load())


def test_unbuilt_client_is_no_client(tmp_path: Path) -> None:
    assert client_assets.load(tmp_path) is None
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    assert client_assets.load(tmp_path) is None
    manifest = '{"src/main.tsx": {"file": "main-1a.js", "css": ["main-2b.css"], "isEntry": true}}'
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    assert client_assets.load(tmp_path) == ClientAssets(
        "/assets/main-1a.js", ("/assets/main-2b.css",)
    )


@pytest.mark.parametrize(
    ("lang", "day"), [("en", "Thursday, May 14"), ("es", "jueves, 14 de mayo")]
)
def test_day_is_said_in_the_readers_language(lang: str, day: str) -> None:
    moment = page_texts.moment(lang, 1_778_781_840_000)
    assert moment.day == day
    assert (moment.iso, moment.clock) == ("2026-05-14T18:04:00Z", "18:04 UTC")


def test_every_word_of_the_closed_lists_has_its_text() -> None:
    said = texts.load()
    wanted = {
        *(f"refusal-{code}" for code in Code),
        *(f"reason-{reason}" for reason in Reason),
        *(f"reaction-{reaction}" for reaction in Reaction),
        *(f"role-{role}" for role in Role),
        *(f"password-{weakness}" for weakness in Weakness),
    }
    assert wanted <= said.keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_can_be_said_with_its_own_parameters(language: str) -> None:
    said = texts.load()
    for code in Code:
        params = dict.fromkeys(PARAMS.get(code, ()), 3)
        assert said.t(language, f"refusal-{code}", **params)


def test_language_that_lacks_a_key_stops_the_start() -> None:
    with pytest.raises(TextMissing, match="one"):
        Texts({"en": "one = One\ntwo = Two\n", "es": "two = Dos\n"})


def test_catalogue_that_is_not_fluent_stops_the_start() -> None:
    with pytest.raises(TextMissing, match="not Fluent"):
        Texts({"en": "one = { $x\n"})


def test_missing_text_or_parameter_is_an_error() -> None:
    said = Texts({"en": "one = One { $thing }\n"})
    with pytest.raises(TextMissing):
        said.t("en", "two")
    with pytest.raises(TextMissing):
        said.t("en", "one")


def test_names_stand_in_sentences_without_invisible_marks() -> None:
    assert texts.load().t("en", "post-as", name="Luz") == "You write here as Luz."


def test_origin_of_these_tests_is_the_default_one() -> None:
    assert ORIGIN in load().origins
