"""The directory as one reader sees it: themes in order, links between rooms, and the search."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from persistence.rooms import Room, RoomSpec, Whom
from persistence.themes import ThemeSpec
from rooms.ids import TreeId
from rooms.permissions import Readers, RoomState
from server.command_line.cli import main
from server.directory.listing import Directory, listed, summary
from tests.server.embedded import join, served

NOW = 1_000_000


def theme(key: str, position: int, parent: str | None = None) -> ThemeSpec:
    return ThemeSpec(
        key=key,
        parent=parent,
        tree=TreeId(parent or key),
        position=position,
        names={"en": key.capitalize(), "es": f"{key} en español"},
    )


def room(key: str, theme: str, position: int = 0, **more: object) -> Room:
    spec = RoomSpec(
        key=key,
        theme=theme,
        tree=TreeId(theme),
        position=position,
        names={"en": key.capitalize(), "es": f"{key} en español"},
        purposes={"en": "For talking.", "es": "Para hablar."},
        readers=Readers.GUESTS,
    )
    fields = msgspec.structs.asdict(spec) | more
    return Room(
        **fields,
        id=f"id-of-{key}",
        state=RoomState.OPEN,
        lock_reason=None,
        live_pace_ms=None,
        calm_until=0,
        head=0,
        floor=1,
    )


def directory(themes: list[ThemeSpec], *rooms: Room) -> Directory:
    ids = {one.key: one.id for one in rooms}
    summaries = {one.id: summary(one, ids, now=NOW, readable=True, unread=None) for one in rooms}
    return listed(themes, rooms, summaries)


def test_rooms_are_under_their_themes_in_the_file_s_order() -> None:
    found = directory(
        [theme("body", 0), theme("heart", 1, "body"), theme("empty", 2), theme("mind", 3)],
        room("veins", "heart", 2),
        room("whole", "body", 1),
        room("worry", "mind", 0),
    )
    body, mind = found.themes
    assert ([one.room for one in body.rooms], [one.room for one in mind.rooms]) == (
        ["id-of-whole"],
        ["id-of-worry"],
    )
    assert [(sub.theme.theme, sub.rooms[0].room) for sub in body.themes] == [
        ("heart", "id-of-veins")
    ]
    assert [one.room for one in found.rooms] == ["id-of-whole", "id-of-veins", "id-of-worry"]
    assert [branch.theme for branch in found.branches] == ["body", "heart", "mind"]


def test_a_room_of_no_known_theme_is_listed_last_all_the_same() -> None:
    found = directory([theme("body", 0)], room("lost", "attic"), room("whole", "body", 1))
    assert [(one.theme.theme, one.theme.names) for one in found.themes] == [
        ("body", theme("body", 0).names),
        ("attic", {}),
    ]
    assert found.find("lost") == (found.rooms[1],)


def test_links_between_rooms_are_ids_and_never_the_operator_s_keys() -> None:
    rooms = (
        room("heart", "body", caregivers="carers", moved_to="chest"),
        room("carers", "body", whom=Whom.CARING),
        room("chest", "body"),
        room("alone", "body", caregivers="nowhere"),
    )
    found = {one.room: one for one in directory([theme("body", 0)], *rooms).rooms}
    heart = found["id-of-heart"]
    assert (heart.caregivers, heart.moved_to) == ("id-of-carers", "id-of-chest")
    assert found["id-of-alone"].caregivers is None


def test_the_pace_in_force_and_a_calm_that_is_not_over_are_told() -> None:
    quick = room("quick", "body", pace_ms=5_000)
    slow = msgspec.structs.replace(quick, live_pace_ms=30_000, calm_until=NOW + 1)
    over = msgspec.structs.replace(quick, live_pace_ms=0, calm_until=NOW)
    told = [summary(one, {}, now=NOW, readable=True, unread=0) for one in (quick, slow, over)]
    assert [(one.pace_ms, one.calm_until) for one in told] == [
        (5_000, None),
        (30_000, NOW + 1),
        (0, None),
    ]


def test_a_moved_room_is_found_at_its_new_place_once() -> None:
    found = directory(
        [theme("body", 0)],
        room("oldest", "body", 0, moved_to="older"),
        room("older", "body", 1, moved_to="newest"),
        room("newest", "body", 2),
    )
    assert [one.room for one in found.find("oldest")] == ["id-of-newest"]
    assert [one.room for one in found.find("body")] == ["id-of-newest"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The shipped directory, with two rooms more that no theme holds."""
    folder = tmp_path_factory.mktemp("data")
    shipped = Path("server/directory/rooms.toml")
    with served(folder) as client:
        assert main(["rooms", "import", str(shipped), "--data", str(folder)]) == 0
        yield client


def found(client: TestClient, words: str) -> list[str]:
    answer = client.post("/api/rooms/search", json={"words": words})
    return [room["names"]["en"] for room in answer.json()["rooms"]]


def test_the_directory_is_given_whole_with_its_themes(client: TestClient) -> None:
    answer = client.get("/api/rooms").json()
    themes = {theme["theme"]: theme for theme in answer["themes"]}
    assert len(answer["rooms"]) > 72
    assert {room["theme"] for room in answer["rooms"]} <= set(themes) | {""}
    assert themes["kinds-of-cancer"]["parent"] == "cancer"
    ostomy = next(room for room in answer["rooms"] if room["names"]["en"] == "Ostomy")
    assert (ostomy["whom"], ostomy["sensitive"], ostomy["readable"]) == ("living", False, True)
    assert "synonyms" not in ostomy
    assert "key" not in ostomy


@pytest.mark.parametrize("query", ["bag", "BAG", "ostmy", "colostomia", "colostomía"])
def test_ostomy_is_found_over_http(client: TestClient, query: str) -> None:
    assert found(client, query)[0] == "Ostomy"


def test_a_search_that_finds_nothing_gives_no_rooms(client: TestClient) -> None:
    assert found(client, "xyzzyplugh") == []
    assert found(client, " ") == []
    assert client.post("/api/rooms/search", json={"words": "a" * 201}).status_code == 400


def test_a_guest_is_told_of_rooms_for_members_and_a_member_reads_them(client: TestClient) -> None:
    def readable() -> dict[str, tuple[bool, int | None]]:
        rooms = client.get("/api/rooms").json()["rooms"]
        return {room["names"]["en"]: (room["readable"], room["unread"]) for room in rooms}

    guest = readable()
    assert (guest["Depression and anxiety"], guest["Ostomy"]) == ((False, None), (True, None))
    join(client, "Linden")
    member = readable()
    assert (member["Depression and anxiety"], member["Ostomy"]) == ((True, 0), (True, 0))
