"""The landing page: a room is found among all of them, and no address tells what was looked for."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from rooms.permissions import Readers
from server.directory import rooms_file
from server.texts import LANGUAGES
from tests.server.stocked import stocked


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with stocked(tmp_path_factory.mktemp("stocked")) as client:
        yield client


@pytest.fixture(autouse=True)
def _nothing_kept(client: TestClient) -> Iterator[None]:
    yield
    client.cookies.clear()


class Links(HTMLParser):
    """The addresses that a page leads to, and the names of the rooms among them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.rooms: list[str] = []
        self._in_room = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in_room = tag == "a" and given.get("class") == "room-name"
        for name in ("href", "action"):
            if address := given.get(name):
                self.addresses.append(address)

    def handle_data(self, data: str) -> None:
        if self._in_room:
            self.rooms.append(data)
        self._in_room = False


def look_for(client: TestClient, words: str, lang: str = "en") -> str:
    answer = client.post("/find", data={"q": words}, headers={"accept-language": lang})
    assert answer.url.path == "/find"
    assert not answer.url.query
    return answer.text


def results(page: str) -> list[str]:
    """The rooms above the whole list."""
    return Links(page.partition('id="rooms-heading"')[0]).rooms


def headline(page: str) -> str:
    [found] = re.findall("<h1[^>]*>(.*?)</h1>", page)
    return unescape(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", ["themes", "az"])
def test_every_room_is_on_the_landing_page_once(client: TestClient, lang: str, view: str) -> None:
    page = client.get(f"/?view={view}", headers={"accept-language": lang}).text
    wanted = sorted(room.names[lang] for room in rooms_file.read(rooms_file.SHIPPED).rooms)
    assert sorted(Links(page).rooms) == wanted


@pytest.mark.parametrize(
    ("words", "lang", "first"),
    [
        ("bag", "en", "Ostomy"),
        ("colostomía", "en", "Ostomy"),
        ("ostmy", "en", "Ostomy"),
        ("colostomia", "es", "Ostomía"),
    ],
)
def test_plain_words_lead_to_the_room(
    client: TestClient, words: str, lang: str, first: str
) -> None:
    page = look_for(client, words, lang)
    assert results(page)[0] == first
    assert f"“{words}”" in headline(page) or f"«{words}»" in headline(page)


def test_what_was_not_found_is_said_and_caregivers_and_all_rooms_are_offered(
    client: TestClient,
) -> None:
    page = look_for(client, "xyzzy <b>")
    assert headline(page) == "We found no room for “xyzzy <b>”"
    offered = results(page)
    assert offered[0] == "Just diagnosed"
    assert offered.index("Living well with illness") < offered.index("Caregivers")
    assert len(Links(page).rooms) > 72


def test_empty_search_and_blocked_cookies_are_answered_kindly(client: TestClient) -> None:
    assert headline(look_for(client, "   ")) == "What are you looking for?"
    client.cookies.clear()
    page = client.get("/find").text
    assert "Your words did not arrive." in page
    assert len(Links(page).rooms) >= 72


def test_endless_words_are_cut(client: TestClient) -> None:
    assert len(headline(look_for(client, "colostomía " * 1_000))) < 200


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [("I want to die", "en-US", "tel:988"), ("ya no quiero vivir", "es-ES", "tel:112")],
)
def test_search_that_speaks_of_dying_shows_help_above_the_rooms(
    client: TestClient, words: str, language: str, number: str
) -> None:
    page = look_for(client, words, language)
    assert headline(page) in {
        "It sounds as if things are very hard right now.",
        "Parece que está pasando por un momento muy difícil.",
    }
    assert 0 < page.find(number) < page.find("room-name")
    assert 0 < page.find('href="/help"', page.find("lean-heading")) < page.find("room-name")
    open_doors = {
        room.names[language[:2]]
        for room in rooms_file.read(rooms_file.SHIPPED).rooms
        if room.theme == "beginning" and room.readers is Readers.GUESTS and not room.sensitive
    }
    assert set(Links(page).rooms) == open_doors


def test_search_for_who_is_mourning_is_a_search(client: TestClient) -> None:
    assert "very hard right now" not in headline(look_for(client, "my mother died"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_address_and_no_title_names_a_condition_or_a_room(client: TestClient, lang: str) -> None:
    file = rooms_file.read(rooms_file.SHIPPED)
    names = {name.lower() for room in file.rooms for name in (*room.names.values(), room.key)}
    names |= {name.lower() for theme in file.themes for name in (*theme.names.values(), theme.key)}
    ids = [room["room"] for room in client.get("/api/rooms").json()["rooms"]]
    paths = ["/", "/?view=az", "/?whom=caring&speak=es", "/find", *(f"/r/{room}" for room in ids)]
    for path in paths:
        answer = client.get(path, headers={"accept-language": lang})
        assert answer.status_code in (200, 403), path
        [title] = re.findall("<title>(.*?)</title>", answer.text)
        assert title in {
            "Hearthside: Rooms",
            "Hearthside: Salas",
            "Hearthside: Room",
            "Hearthside: Sala",
        }
        for address in Links(answer.text).addresses:
            words = re.sub(r"[0-9a-f]{32}|assets/\S+", "", address.lower())
            assert not [name for name in names if len(name) > 2 and name in words], address


def test_rooms_are_shown_by_language_and_by_whom_they_are_for(client: TestClient) -> None:
    rooms = rooms_file.read(rooms_file.SHIPPED).rooms
    caring = {room.names["en"] for room in rooms if room.whom == "caring"}
    assert set(Links(client.get("/?whom=caring").text).rooms) == caring
    spanish = {room.names["en"] for room in rooms if "es" in room.languages}
    assert set(Links(client.get("/?speak=es").text).rooms) == spanish
    both = client.get("/?speak=es&whom=bereaved").text
    assert "fit" in both
    assert "selected>Have lost someone" in both


def test_unknown_wishes_are_no_wishes(client: TestClient) -> None:
    page = client.get("/?view=x&whom=%00&speak=klingon").text
    assert len(Links(page).rooms) >= 72


def test_quiet_house_says_so(client: TestClient) -> None:
    page = client.get("/").text
    assert "It is quiet in all rooms right now." in page
    assert "No moderator is on duty right now." in page


def test_walk_from_landing_to_help_without_a_script(client: TestClient) -> None:
    found = look_for(client, "scoliosis")
    [room, *_] = [address for address in Links(found).addresses if address.startswith("/r/")]
    page = client.get(room)
    assert page.status_code == 200
    door = f"/join?next={room}"
    assert door in Links(page.text).addresses
    joining = client.get(door)
    assert f'name="next" value="{room}"' in joining.text
    assert "/help" in Links(joining.text).addresses
    helping = client.get("/help")
    assert headline(helping.text) == "Get help"
    assert "/tell" in Links(helping.text).addresses
    assert client.get("/tell").status_code == 200
