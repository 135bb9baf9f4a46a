"""Importing the directory: by key, again and again, and nothing is ever lost by it."""

import msgspec
import pytest

from persistence import rooms, themes
from persistence.reading import read_markers
from persistence.rooms import Room, RoomSpec, TreeInUse, Whom
from persistence.themes import ThemeSpec
from rooms.ids import RoomId, TreeId
from rooms.permissions import Readers, RoomState
from tests.persistence.community import Community

KIDNEY = RoomSpec(
    key="kidney",
    theme="kidneys",
    tree=TreeId("organs"),
    position=3,
    names={"en": "Kidney", "es": "Riñón"},
    purposes={"en": "Talk", "es": "Hablar"},
    synonyms={"en": ("dialysis",), "es": ("diálisis",)},
    rules={"en": ("Be kind.",), "es": ("Trato amable.",)},
    languages=("en", "es"),
    whom=Whom.LIVING,
    readers=Readers.GUESTS,
    sensitive=True,
    caregivers="carers",
)


async def imported(community: Community, *specs: RoomSpec) -> list[RoomId]:
    return await community.database.write(rooms.upsert, specs)


async def stored(community: Community, room: RoomId) -> Room:
    found = await community.database.read(rooms.by_id, room)
    assert found is not None
    return found


async def test_a_room_is_stored_as_the_file_has_it(community: Community) -> None:
    (room,) = await imported(community, KIDNEY)
    kept = msgspec.structs.asdict(await stored(community, room))
    assert {name: kept[name] for name in KIDNEY.__struct_fields__} == msgspec.structs.asdict(KIDNEY)
    assert (kept["state"], kept["live_pace_ms"], kept["calm_until"]) == (RoomState.OPEN, None, 0)
    assert await community.database.read(rooms.ids_by_key, ["kidney", "none"]) == {"kidney": room}


async def test_an_import_changes_rooms_by_key_and_keeps_their_log(community: Community) -> None:
    (room,) = await imported(community, KIDNEY)
    ana = await community.person("Ana")
    await community.say(ana, room, "Hello")
    changed = msgspec.structs.replace(KIDNEY, theme="organs", position=1, pace_ms=5_000)
    assert await imported(community, changed) == [room]
    kept = await stored(community, room)
    assert (kept.head, kept.theme, kept.position, kept.pace_ms) == (1, "organs", 1, 5_000)
    assert kept in await community.database.read(rooms.everything)


async def test_an_import_deletes_no_room(community: Community) -> None:
    before = {room.id for room in await community.database.read(rooms.everything)}
    (room,) = await imported(community, KIDNEY)
    after = {room.id for room in await community.database.read(rooms.everything)}
    assert after == before | {room}


async def test_an_import_leaves_what_moderators_set(community: Community) -> None:
    (room,) = await imported(community, KIDNEY)
    moderated = "state = 'locked', lock_reason = 'heated', live_pace_ms = 30000, calm_until = 9"
    await community.database.write(
        lambda connection: connection.exec_driver_sql(
            f"UPDATE room SET {moderated} WHERE key = 'kidney'"
        )
    )
    await imported(community, msgspec.structs.replace(KIDNEY, pace_ms=1_000))
    kept = await stored(community, room)
    assert (kept.state, kept.lock_reason) == (RoomState.LOCKED, "heated")
    assert (kept.pace_ms, kept.live_pace_ms, kept.calm_until) == (1_000, 30_000, 9)


async def test_a_moved_room_is_closed_until_the_file_takes_it_back(community: Community) -> None:
    (room,) = await imported(community, KIDNEY)
    await imported(community, msgspec.structs.replace(KIDNEY, moved_to="elsewhere"))
    kept = await stored(community, room)
    assert (kept.state, kept.moved_to) == (RoomState.LOCKED, "elsewhere")
    await imported(community, KIDNEY)
    kept = await stored(community, room)
    assert (kept.state, kept.moved_to) == (RoomState.OPEN, None)


async def test_a_room_people_wrote_in_stays_under_its_root_theme(community: Community) -> None:
    empty = msgspec.structs.replace(KIDNEY, key="empty")
    lived_in, _ = await imported(community, KIDNEY, empty)
    await community.say(await community.person("Ana"), lived_in, "Hello")
    elsewhere = TreeId("elsewhere")
    uprooted = [msgspec.structs.replace(spec, tree=elsewhere) for spec in (empty, KIDNEY)]
    with pytest.raises(TreeInUse) as refused:
        await imported(community, *uprooted)
    assert refused.value.keys == ("kidney",)
    trees = {room.key: room.tree for room in await community.database.read(rooms.everything)}
    assert (trees["kidney"], trees["empty"]) == ("organs", "organs")
    await imported(community, uprooted[0])


async def test_themes_are_made_changed_and_never_deleted(community: Community) -> None:
    body = ThemeSpec(key="body", tree=TreeId("body"), position=1, names={"en": "Body"})
    heart = ThemeSpec(
        key="heart", parent="body", tree=TreeId("body"), position=2, names={"en": "Heart"}
    )
    await community.database.write(themes.upsert, [body, heart])
    renamed = msgspec.structs.replace(heart, position=0, names={"en": "Hearts"})
    await community.database.write(themes.upsert, [renamed])
    assert await community.database.read(themes.everything) == [renamed, body]


async def test_unread_is_counted_in_all_rooms_as_in_each(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    for room, words in ((community.garden, 3), (community.porch, 1), (community.kitchen, 2)):
        for number in range(words):
            await community.say(ben, room, f"Hello {number}")
    now = await community.database.now_ms()
    for room, seq in ((community.garden, 1), (community.porch, 1)):
        await community.database.write(read_markers.advance, ana.account, room, seq, now)
    assert await community.database.read(read_markers.unread_anywhere, ana.account) == {
        community.garden: 2
    }
    assert await community.database.read(read_markers.unread, ana.account, community.garden) == 2
