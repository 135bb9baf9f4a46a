"""The outer doors of drop-ins: a foreign page changes nothing by any of them, nothing is kept on
the way, what was typed is not lost with a no, and what a guest sees of a room for members.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert
from starlette.routing import Route
from starlette.testclient import TestClient

from persistence import tables
from rooms.ids import AccountId, DropInId, RoomId, new_public_id
from server.app import create_app
from server.settings import load
from tests.server.embedded import PASSWORD, join, room_ids, served
from tests.server.held_sessions import Sessions, goes_live

TOO_LONG = "Quince " * 500
DOORS = re.compile(r"/(d|r|drop-ins|host|me/calendar|api/drop-ins?|api/drop-in-series)\b")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        join(client, "Rosa")
        yield client


@pytest.fixture
def sessions(client: TestClient, tmp_path: Path) -> Sessions:
    del client
    return Sessions(tmp_path)


@pytest.fixture
def room(client: TestClient) -> RoomId:
    return room_ids(client)["Open"]


@pytest.fixture
def rosa(sessions: Sessions, room: RoomId) -> AccountId:
    return sessions.mentor(room, "Rosa")


def as_somebody_new(client: TestClient, name: str) -> None:
    client.cookies.delete("hearthside")
    join(client, name)


def seen_now(connection: Connection, drop_in: DropInId, account: AccountId) -> None:
    """A helper who is in the room for as long as anybody looks."""
    seen = {"drop_in_id": drop_in, "account_id": account, "at": 9_000_000_000_000}
    connection.execute(insert(tables.drop_in_seen).values(seen))


def changing(folder: Path) -> list[tuple[str, str]]:
    """Every method and path of the house by which something is changed around drop-ins."""
    routes = create_app(load(data_dir=folder)).routes
    return sorted(
        (method, route.path)
        for route in routes
        if isinstance(route, Route) and DOORS.match(route.path)
        for method in (route.methods or set()) - {"GET", "HEAD"}
    )


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_foreign_page_changes_nothing_by_any_door(
    client: TestClient, tmp_path: Path, origin: str | None
) -> None:
    doors = changing(tmp_path)
    assert len(doors) > 20
    client.headers.pop("origin")
    headers = {"origin": origin} if origin else {}
    for method, path in doors:
        filled = re.sub(r"{[^}]*}", "0" * 32, path)
        answer = client.request(method, filled, headers=headers, follow_redirects=False)
        assert (answer.status_code, answer.headers["cache-control"]) == (403, "no-store"), path


def test_nothing_of_a_session_is_kept_on_the_way(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId
) -> None:
    before = client.get("/host")
    drop_in = sessions.live(room, rosa)
    posts = ("line", "floor", "coming", "mail", "questions", "take-back", "feedback", "host")
    answers = [client.get(path) for path in (f"/d/{drop_in}", f"/d/{drop_in}/host", "/drop-ins")]
    answers += [client.get(f"/api/drop-ins/{drop_in}"), client.get("/api/drop-ins")]
    answers += [client.get("/me/calendar"), before, client.get("/host/new")]
    answers += [
        client.post(f"/d/{drop_in}/{each}", data={"act": "x"}, follow_redirects=False)
        for each in posts
    ]
    answers += [client.post(f"/r/{room}/help-now", data={"note": "Please"})]
    kept = [str(each.url) for each in answers if each.headers.get("cache-control") != "no-store"]
    assert kept == []
    file = client.get(f"/d/{drop_in}.ics")
    assert file.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("line", {"act": "take_place", "question": TOO_LONG, "note": "Medlar", "language": "es"}),
        ("line", {"act": "take_place", "question": "Medlar", "note": TOO_LONG}),
        ("questions", {"body": f"Medlar {TOO_LONG}", "shown": "no"}),
    ],
)
def test_words_that_were_refused_stand_in_the_form_again(
    client: TestClient,
    sessions: Sessions,
    rosa: AccountId,
    room: RoomId,
    form: str,
    fields: dict[str, str],
) -> None:
    drop_in = sessions.live(room, rosa)
    as_somebody_new(client, "Luz")
    answer = client.post(f"/d/{drop_in}/{form}", data={"question": new_public_id(), **fields})
    assert answer.status_code == 409
    assert "Medlar" in answer.text
    assert TOO_LONG.strip() in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "tell_waiting", "words": TOO_LONG},
        {"act": "ask_moderator", "note": TOO_LONG},
        {"act": "offer_hosting", "note": TOO_LONG, "member": "0" * 32},
    ],
)
def test_words_of_hosts_that_were_refused_stand_in_the_form_again(
    client: TestClient, sessions: Sessions, rosa: AccountId, room: RoomId, fields: dict[str, str]
) -> None:
    drop_in = sessions.live(room, rosa)
    as_somebody_new(client, "Teo")
    teo = sessions.mentor(room, "Teo")
    sessions.write(lambda connection: seen_now(connection, drop_in, teo))
    as_rosa = client.post("/login", data={"name": "Rosa", "password": PASSWORD})
    assert as_rosa.is_success
    answer = client.post(f"/d/{drop_in}/host", data=fields)
    assert answer.status_code == 409
    assert TOO_LONG.strip() in answer.text


def test_guest_sees_of_a_room_for_members_when_and_who_hosts_and_nothing_of_what_goes_on(
    client: TestClient, sessions: Sessions
) -> None:
    room = room_ids(client)["Members"]
    rosa = sessions.mentor(room, "Rosa")
    as_somebody_new(client, "Wyndham")
    speaker = sessions.account("Wyndham")
    drop_in = sessions.hold(room, rosa, -20)
    sessions.write(lambda connection: goes_live(connection, drop_in, room, rosa, speaker=speaker))
    sessions.waits(drop_in, speaker, state="talking", question="Quince", note="Medlar")
    client.cookies.clear()
    doors = ("/", "/rooms", "/drop-ins", f"/d/{drop_in}", f"/d/{drop_in}.ics", f"/r/{room}")
    api = ("/api/drop-ins", f"/api/drop-ins?room={room}", f"/api/drop-ins/{drop_in}")
    for path in (*doors, *api):
        text = client.get(path).text
        assert not [word for word in ("Wyndham", "Quince", "Medlar") if word in text], path
    view = client.get(f"/api/drop-ins/{drop_in}").json()
    assert (view["yours"], view["hosting"], view["card"]["speaker"]) == (None, None, None)
    assert view["card"]["host_name"] == "Rosa"
