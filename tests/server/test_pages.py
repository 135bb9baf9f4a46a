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
from server.pages.addresses import safe_next
from server.pages.client_assets import ClientAssets
from server.pages.security_headers import headers
from server.passwords import Weakness
from server.settings import load
from server.texts import LANGUAGES, TextMissing, Texts
from tests.server.embedded import ORIGIN, join, room_ids, served


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
    assert '<html lang="es"' in spanish
    assert "Miembros" in spanish


def test_chosen_size_of_text_stays(client: TestClient) -> None:
    assert 'data-size="100"' in client.get("/").text
    assert 'data-size="150"' in client.get("/?size=150").text
    assert 'data-size="150"' in client.get("/help?size=400").text


def test_choosing_keeps_the_rest_of_the_address(client: TestClient) -> None:
    page = client.get("/help?country=MX").text
    assert 'href="/help?country=MX&amp;lang=es"' in page
    assert 'href="/help?country=MX&amp;size=130"' in page


@pytest.mark.parametrize("path", ["//elsewhere.example/", "///elsewhere", "/\\elsewhere.example"])
def test_no_address_makes_a_page_lead_to_another_site(client: TestClient, path: str) -> None:
    page = client.get(f"{client.base_url}{path}").text
    assert re.findall(r'href="[/\\][/\\][^"]*"', page) == []
    assert "lang=es" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_has_get_help_and_one_heading(client: TestClient, lang: str) -> None:
    rooms = [f"/r/{room}" for room in room_ids(client).values()]
    for path in ("/", "/find", "/join", "/help", "/rules", "/tell", "/nothing", *rooms):
        page = client.get(path, headers={"accept-language": lang}).text
        assert page.count("<h1") == 1, path
        assert page.count('class="get-help" href="/help"') == 1, path


def test_links_for_staff_are_shown_to_staff_alone(client: TestClient) -> None:
    join(client, "Luz")
    assert 'href="/me"' in client.get("/").text
    assert "/mod" not in client.get("/").text
    assert "/mentor" not in client.get("/").text


def test_chosen_language_stays(client: TestClient) -> None:
    assert '<html lang="es"' in client.get("/?lang=es").text
    assert '<html lang="es"' in client.get("/join", headers={"accept-language": "en"}).text
    assert '<html lang="es"' in client.get("/?lang=xx").text


@pytest.mark.parametrize("path", ["/nothing", "/r/nothing", "/r/" + "0" * 32, "/r/%00/m/%00"])
def test_what_is_not_there_is_missing(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize(
    "wanted",
    [None, "https://evil.example", "//evil.example", "/r/x", "/logout", "/r/" + "0" * 32 + "\n"],
)
def test_nobody_is_led_elsewhere_after_joining(wanted: str | None) -> None:
    assert safe_next(wanted) == "/"
    assert safe_next("/r/" + "0" * 32) == "/r/" + "0" * 32


def test_pages_fetch_and_run_nothing_from_elsewhere(client: TestClient) -> None:
    join(client, "Luz")
    room = room_ids(client)["Open"]
    message = say(client, room, "Hello.")
    looked_at = ("/", f"/r/{room}", f"/r/{room}/m/{message}", "/nothing", "/help", "/rules", "/me")
    for path in looked_at:
        parts = Parts(client.get(path).text)
        assert all(re.match(r"/(?!/)|#|data:,$", each) for each in parts.addresses), path
        assert not {name for name in parts.attributes if name.startswith("on")}
        assert "style" not in parts.attributes
        assert set(parts.inline_scripts) <= {"application/json"}


def test_forms_of_ours_can_say_where_they_come_from(client: TestClient) -> None:
    # With no-referrer, by header or <meta>, browsers post a form as `Origin: null` (Fetch, 3.2).
    answer = client.get("/join")
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "no-referrer" not in answer.text


def test_every_answer_has_the_security_headers(client: TestClient) -> None:
    wanted = headers(load())
    for path in ("/", "/help", "/nothing", "/api/rooms", "/healthz", "/assets/nothing.js"):
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
