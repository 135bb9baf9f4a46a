"""The drop-ins by day: in the reader's own time and language, without a script, and nothing of a
condition in any address.
"""

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rooms.ids import RoomId
from server import texts
from server.pages.reader_zone import ReaderZone, Told
from server.pages.shown_times import Clock
from tests.server.embedded import join, room_ids, served
from tests.server.held_sessions import Sessions

HOUR = 60
DAY = 24 * HOUR


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture
def room(client: TestClient) -> RoomId:
    return room_ids(client)["Open"]


@pytest.fixture
def sessions(client: TestClient, tmp_path: Path) -> Sessions:
    join(client, "Rosa")
    client.cookies.clear()
    return Sessions(tmp_path)


def plain(page: str) -> str:
    """What is read, on one line, names without the marks around them."""
    main = re.sub(r"(?s).*<main[^>]*>|</main>.*|<script.*?</script>", "", page)
    text = unescape(re.sub(r"<[^>]*>", " ", main))
    return re.sub(r"\s+", " ", text.replace("\u2068", "").replace("\u2069", ""))


def test_quiet_fortnight_is_said_kindly(client: TestClient) -> None:
    page = plain(client.get("/drop-ins").text)
    assert "There are no drop-ins in the next two weeks." in page
    spanish = client.get("/drop-ins?lang=es").text
    assert "No hay sesiones abiertas en las próximas dos semanas." in spanish


def test_empty_today_says_so_above_the_days_that_have_something(
    client: TestClient, sessions: Sessions, room: RoomId
) -> None:
    host = sessions.mentor(room, "Rosa")
    sessions.hold(room, host, 5 * DAY)
    page = plain(client.get("/drop-ins").text)
    assert page.index("Today No drop-in on this day.") < page.index("Tomorrow No drop-in")
    assert page.index("Tomorrow") < page.index("Drop-in with Rosa")


def test_each_time_stands_under_the_readers_own_day(
    client: TestClient, sessions: Sessions, room: RoomId
) -> None:
    """The same instant is one day on one side of the world and another on the other."""
    host = sessions.mentor(room, "Rosa")
    sessions.hold(room, host, 5 * DAY)
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Midway"):
        client.cookies.set("device-zone", zone)
        page = client.get("/drop-ins").text
        days |= set(re.findall(r'<h2 id="day-([\d-]+)">(?=[A-Z][a-z]+day,)', page))
    assert len(days) == 2


def test_zone_is_the_chosen_one_then_the_devices_and_else_utc_shown_as_such(
    client: TestClient,
) -> None:
    assert "these times are in UTC" in client.get("/drop-ins").text
    client.cookies.set("device-zone", "America/Chicago")
    assert "your time: Central Time" in plain(client.get("/drop-ins").text)
    answer = client.post("/drop-ins/zone", data={"zone": "Asia/Kathmandu"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/drop-ins")
    assert "your time: Nepal Time" in plain(client.get("/drop-ins").text)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 5_000, "", "\x00"])
def test_zone_that_is_none_changes_nothing(client: TestClient, zone: str) -> None:
    answer = client.post("/drop-ins/zone", data={"zone": zone}, follow_redirects=False)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    client.cookies.set("device-zone", "Mars/Olympus")
    assert "these times are in UTC" in client.get("/drop-ins").text


def test_zone_that_a_member_chose_goes_with_them_to_other_devices(
    client: TestClient, sessions: Sessions
) -> None:
    join(client, "Luz")
    session = client.cookies["hearthside"]
    client.post("/drop-ins/zone", data={"zone": "Europe/Madrid"})
    client.cookies.clear()
    client.cookies.set("hearthside", session)
    assert "Central European Time" in plain(client.get("/drop-ins").text)


def test_language_narrows_the_days_by_a_plain_link(
    client: TestClient, sessions: Sessions, room: RoomId
) -> None:
    host = sessions.mentor(room, "Rosa")
    sessions.hold(room, host, 5 * HOUR, about="Only English here.")
    sessions.hold(room, host, 2 * DAY, languages='["es"]', about="Solo en español.")
    page = client.get("/drop-ins?speak=es").text
    assert "Solo en español." in page
    assert "Only English here." not in page
    assert "No drop-in fits this." in client.get("/drop-ins?speak=pt").text
    assert client.get("/drop-ins?speak=%27&theme=9999999999999999999999").status_code == 200


def test_no_room_no_theme_and_nobody_is_in_an_address_or_the_title(
    client: TestClient, sessions: Sessions, room: RoomId
) -> None:
    host = sessions.mentor(room, "Rosa")
    sessions.hold(room, host, 5 * HOUR)
    page = client.get("/drop-ins").text
    addresses = re.findall(r'(?:href|action)="(/d[^"]*)"', page)
    assert addresses
    for address in addresses:
        assert re.fullmatch(
            r"/drop-ins(/zone)?(\?(speak=\w+|theme=\d+|lang=\w+|size=\d+)(&amp;theme=\d+)?)?"
            r"|/d/[0-9a-f]{32}",
            address,
        ), address
    assert re.findall("<title>(.*?)</title>", page) == ["Hearthside: Drop-ins"]
    assert client.get("/drop-ins").headers["cache-control"] == "no-store"


def test_what_goes_on_now_comes_first_with_the_way_in(
    client: TestClient, sessions: Sessions, room: RoomId
) -> None:
    host = sessions.mentor(room, "Rosa")
    sessions.hold(room, host, 5 * HOUR)
    sessions.live(room, host)
    page = client.get("/drop-ins").text
    text = plain(page)
    assert text.index("Happening now Live now") < text.index("Coming up")
    assert f'href="/r/{room}">Listen in' in page
    home = plain(client.get("/").text)
    assert home.index("Happening now") < home.index("Where people are talking")


def test_landing_page_says_on_which_day_a_session_is_that_is_not_today(
    client: TestClient, sessions: Sessions, room: RoomId
) -> None:
    host = sessions.mentor(room, "Rosa")
    live, later = sessions.live(room, host), sessions.hold(room, host, 3 * DAY)
    page = client.get("/").text
    days = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    when = {
        drop_in: plain(page.split(f'data-drop-in="{drop_in}"')[1].split("</p>")[0])
        for drop_in in (live, later)
    }
    assert re.search(rf"({days}), [A-Z][a-z]+ \d+, ", when[later]), when
    assert not re.search(days, when[live])


def test_room_and_directory_name_the_next_one_then_the_one_that_is_on(
    client: TestClient, sessions: Sessions, room: RoomId
) -> None:
    host = sessions.mentor(room, "Rosa")
    client.cookies.set("device-zone", "America/Chicago")
    drop_in = sessions.hold(room, host, 3 * DAY)
    for path in ("/", f"/r/{room}"):
        page = client.get(path).text
        assert f'href="/d/{drop_in}">Next drop-in: ' in page
        assert "M, your time" in plain(page)
    live = sessions.live(room, host)
    for path in ("/", f"/r/{room}"):
        page = client.get(path).text
        assert "Next drop-in" not in page
        assert f'href="/d/{live}"' in page
        assert "Live now" in page


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_midnight_and_noon_are_spelled_out(lang: str) -> None:
    """A meeting at 12:00 AM is missed by a day."""
    says = partial(texts.load().t, lang)
    clock = Clock(says, lang, ReaderZone("Etc/GMT+5", Told.CHOSEN), 0)
    words = {"en": ("midnight", "noon"), "es": ("medianoche", "mediodía")}[lang]
    assert clock.at(5 * 3_600_000).clock.endswith(words[0])
    assert clock.at(17 * 3_600_000).clock.endswith(words[1])
    assert clock.at(17 * 3_600_000 + 60_000).clock[-1] in "M1"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "now"),
        (1, "in 1 minute"),
        (90, "in 90 minutes"),
        (91, "in 2 hours"),
        (2160, "in 36 hours"),
        (2161, "in 2 days"),
    ],
)
def test_how_long_it_is_is_said_in_the_largest_unit_that_says_something(
    minutes: int, words: str
) -> None:
    clock = Clock(partial(texts.load().t, "en"), "en", ReaderZone("UTC", Told.CHOSEN), 1_000)
    assert clock.until(1_000 + minutes * 60_000) == words
