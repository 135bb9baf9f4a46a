"""The page of a room, without a script: what was said, in what state the room is, and who may read
how far back."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from persistence.database import Database
from persistence.reading.guest_window import GUEST_MESSAGES
from rooms.commands import JoinRoom
from rooms.ids import RoomId, new_public_id
from rooms.refusals import Refusal
from server.node.joining import Ask, Opening
from server.settings import load
from server.sockets.openings import openings_of
from tests.server.embedded import join, room_ids, served

DAY_MS = 24 * 3_600_000


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture
def room(client: TestClient) -> RoomId:
    return room_ids(client)["Open"]


def sql(folder: Path, *statements: str) -> None:
    """What time, an operator or a moderator would have done to the database."""
    with closing(sqlite3.connect(folder / "hearthside.db")) as database, database:
        for statement in statements:
            database.execute(statement)


def say(client: TestClient, room: str, body: str) -> str:
    command = new_public_id()
    answer = client.post(
        "/api/commands",
        json={"type": "post_message", "command_id": command, "room": room, "body": body},
    )
    assert answer.status_code == 200, answer.text
    return command


def say_many(client: TestClient, folder: Path, room: str, count: int) -> list[str]:
    """As many as a day of talk, without its pauses."""
    said = []
    for number in range(count):
        sql(
            folder,
            "UPDATE account SET demo = 1",
            "UPDATE membership SET arrival = 0, last_post = 0",
        )
        said.append(say(client, room, f"word {number}"))
    return said


def shown(page: str) -> list[str]:
    return re.findall(r'<div class="body" dir="auto">(.*?)</div>', page)


def test_room_shows_its_messages_without_a_script(client: TestClient, room: RoomId) -> None:
    join(client, "Luz")
    message = say(client, room, "First line.\nSecond & <b>last</b>.")
    client.cookies.clear()
    page = client.get(f"/r/{room}").text
    assert "First line.\nSecond &amp; &lt;b&gt;last&lt;/b&gt;." in page
    assert "Luz" in page
    assert f'id="m-{message}"' in page


def test_permalink_leads_to_the_message(client: TestClient, room: RoomId) -> None:
    join(client, "Luz")
    message = say(client, room, "Hello.")
    page = client.get(f"/r/{room}/m/{message}")
    assert page.status_code == 200
    assert f'id="m-{message}"' in page.text
    assert client.get(f"/r/{room}/m/{new_public_id()}").status_code == 404


def test_title_names_no_room_and_nobody(client: TestClient, room: RoomId) -> None:
    join(client, "Luz")
    [title] = re.findall("<title>(.*?)</title>", client.get(f"/r/{room}").text)
    assert title == "Hearthside: Room"


def test_every_message_and_the_room_can_be_told_to_a_moderator(
    client: TestClient, room: RoomId
) -> None:
    join(client, "Luz")
    message = say(client, room, "Hello.")
    client.cookies.clear()
    page = client.get(f"/r/{room}").text
    assert f'href="/tell?room={room}"' in page
    assert f'href="/tell?room={room}&amp;message={message}"' in page


def test_guest_reads_no_further_back_than_guests_do(
    client: TestClient, tmp_path: Path, room: RoomId
) -> None:
    join(client, "Luz")
    said = say_many(client, tmp_path, room, GUEST_MESSAGES + 5)
    sql(tmp_path, f"UPDATE entry SET at = at - {2 * DAY_MS}")
    assert len(shown(client.get(f"/r/{room}?before=6").text)) == 5
    client.cookies.clear()
    page = client.get(f"/r/{room}").text
    assert shown(page)[0] == "word 5"
    assert len(shown(page)) == GUEST_MESSAGES
    assert "?before=" not in page
    assert "Join to read further back." in page
    assert shown(client.get(f"/r/{room}?before=6").text) == []
    older = client.get(f"/r/{room}/m/{said[0]}")
    assert older.status_code == 403
    assert "word 0" not in older.text
    assert f"/join?next=/r/{room}" in older.text


def test_programs_without_an_account_read_no_further_back_either(
    client: TestClient, tmp_path: Path, room: RoomId
) -> None:
    join(client, "Luz")
    said = say_many(client, tmp_path, room, GUEST_MESSAGES + 2)
    sql(tmp_path, f"UPDATE entry SET at = at - {2 * DAY_MS}")
    client.cookies.clear()
    whole = client.get(f"/api/rooms/{room}/messages?limit=100").json()
    assert whole["messages"][0]["body"] == "word 2"
    assert whole["withheld"]
    older = client.get(f"/api/rooms/{room}/messages?before=3").json()
    assert (older["messages"], older["withheld"]) == ([], True)
    assert client.get(f"/api/rooms/{room}/messages/{said[1]}").json()["code"] == "not_signed_in"
    opening = asyncio.run(_opened(tmp_path, room))
    assert isinstance(opening, Opening)
    assert opening.page is not None
    assert opening.page.messages[0].body == "word 2"
    assert opening.page.withheld


async def _opened(folder: Path, room: RoomId) -> Opening | Refusal:
    """What a guest's socket is sent first."""
    settings = load(data_dir=folder)
    async with Database.open(settings.database) as database:
        return await openings_of(database, settings.secret).ask(Ask(JoinRoom(room=room), None))


def test_members_room_says_to_a_guest_what_it_is_and_how_to_come_in(client: TestClient) -> None:
    room = room_ids(client)["Members"]
    answer = client.get(f"/r/{room}", follow_redirects=False)
    assert answer.status_code == 403
    assert "Only members can read this room" in answer.text
    assert f'href="/join?next=/r/{room}"' in answer.text
    assert f'href="/r/{room_ids(client)["Open"]}"' in answer.text


def test_who_stepped_out_reads_why_until_when_and_where_else(
    client: TestClient, tmp_path: Path, room: RoomId
) -> None:
    join(client, "Luz")
    say(client, room, "Hello.")
    until = 4_000_000_000_000
    sql(
        tmp_path,
        "INSERT INTO sanction SELECT room_id, 99, 'x', account_id, 'removal',"
        f" {until}, 'unkind', account_id, 1, NULL FROM membership",
    )
    answer = client.get(f"/r/{room}")
    assert answer.status_code == 403
    assert "A moderator asked you to take a break from this room" in answer.text
    assert "unkind words" in answer.text
    assert 'datetime="2096-10-02T07:06:40Z"' in answer.text
    assert f'href="/tell?room={room}"' in answer.text
    assert "Hello." not in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("state = 'locked', lock_reason = 'heated'", "Reason: too heated."),
        ("state = 'locked'", "This room is closed for writing."),
        ("calm_until = 4000000000000", "A moderator keeps this room calm until"),
        ("live_pace_ms = 30000", "30 seconds pass"),
        ("state = 'locked', moved_to = 'members'", "Go to Members"),
    ],
)
def test_room_says_in_what_state_it_is(
    client: TestClient, tmp_path: Path, room: RoomId, change: str, said: str
) -> None:
    sql(tmp_path, f"UPDATE room SET {change} WHERE key = 'open'")
    page = client.get(f"/r/{room}").text
    assert said in page
    assert "It is quiet here" not in page or "locked" not in change


def test_quiet_room_says_so_and_a_room_with_talk_does_not(client: TestClient, room: RoomId) -> None:
    join(client, "Luz")
    assert "It is quiet here right now." in client.get(f"/r/{room}").text
    say(client, room, "Hello.")
    assert "It is quiet here right now." not in client.get(f"/r/{room}").text


def test_who_has_left_has_no_name_any_more(
    client: TestClient, tmp_path: Path, room: RoomId
) -> None:
    join(client, "Luz")
    say(client, room, "Hello.")
    sql(tmp_path, "DELETE FROM screen_name")
    client.cookies.clear()
    page = client.get(f"/r/{room}").text
    assert "Luz" not in page
    assert '<bdi class="name">Former member</bdi>' in page


def test_invented_people_are_marked_with_a_word(
    client: TestClient, tmp_path: Path, room: RoomId
) -> None:
    join(client, "Luz")
    say(client, room, "Hello.")
    assert "invented</span>" not in client.get(f"/r/{room}").text
    sql(tmp_path, "UPDATE account SET demo = 1", "UPDATE membership SET last_post = 0")
    say(client, room, "Hello again.")
    assert 'class="played">invented</span>' in client.get(f"/r/{room}").text
