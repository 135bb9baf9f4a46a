"""What each viewer sees of a session: who waits is nobody's business but the hosts'."""

import msgspec
import pytest

from persistence.dropins import calls, cards, seen, snapshot
from persistence.dropins.seen import Here
from rooms.actor import Actor, Role
from rooms.dropins.acts import AskModerator, CallNext, HidePosition, OfferHosting, StepAside
from rooms.dropins.forms import Shown
from rooms.dropins.stages import Stage, State
from rooms.dropins.views import CallKind, LineView, PlaceState
from rooms.ids import DropInId
from tests.persistence.community import SECRET, Community
from tests.persistence.drop_in_scene import HOUR_MS, Scene

WORDS = "My scan is on Friday and I have told nobody"
NOTE = "I would rather not be asked about my husband"


@pytest.fixture
def scene(community: Community) -> Scene:
    return Scene(community)


def said(view: LineView) -> bytes:
    """The bytes of it, without when and as of which change it was read."""
    return msgspec.json.encode(msgspec.structs.replace(view, at=0, version=0))


async def in_line(scene: Scene, **said_first: object) -> tuple[DropInId, Actor, Actor, Actor]:
    """Rosa hosts; Teo is first in line, and has said this; Nell is second."""
    rosa = await scene.mentor("Rosa")
    teo, nell = await scene.community.person("Teo"), await scene.community.person("Nell")
    drop_in = await scene.live(rosa)
    await scene.wait(teo, drop_in, **said_first)
    await scene.wait(nell, drop_in, question="What helps you to sleep?")
    return drop_in, rosa, teo, nell


async def test_two_worlds_that_differ_in_what_another_asks_look_the_same_in_line(
    scene: Scene,
) -> None:
    drop_in, rosa, teo, nell = await in_line(scene)
    guest = (await scene.snapshot(drop_in)).view(None, Role.GUEST)
    before = said(await scene.view(drop_in, nell))
    await scene.wait(teo, drop_in, question=WORDS, note=NOTE, shown=Shown.NAMED, in_writing=True)
    assert said(await scene.view(drop_in, nell)) == before
    assert said((await scene.snapshot(drop_in)).view(None, Role.GUEST)) == said(guest)
    for view in (before, said(guest)):
        assert b"Teo" not in view
        assert scene.community.member(teo, scene.garden).encode() not in view
    hosts = msgspec.json.encode(await scene.desk(drop_in, rosa))
    assert all(each.encode() in hosts for each in (WORDS, NOTE, "Teo"))


async def test_a_note_is_for_the_host_alone(scene: Scene) -> None:
    drop_in, rosa, _, _ = await in_line(scene, question=WORDS, note=NOTE)
    ben, sam = await scene.mentor("Ben"), await scene.mentor("Sam")
    await scene.open(drop_in, rosa, co_host=ben.account)
    for viewer, role, hosts in ((ben, Role.MENTOR, True), (sam, Role.MODERATOR, False)):
        desk = await scene.desk(drop_in, viewer, role)
        assert (desk.hosts, desk.line[0].question, desk.line[0].note) == (hosts, WORDS, "")
    assert (await scene.desk(drop_in, rosa)).line[0].note == NOTE
    assert (await scene.view(drop_in, sam, Role.MENTOR)).hosting is None
    assert (await scene.view(drop_in, rosa, Role.MEMBER)).hosting is None, "without the role"


async def test_a_place_can_be_hidden_by_oneself_and_by_the_session(scene: Scene) -> None:
    drop_in, rosa, teo, nell = await in_line(scene)
    assert [(await scene.yours(drop_in, each)).position for each in (teo, nell)] == [1, 2]
    await scene.act(nell, drop_in, HidePosition(hidden=True))
    assert [(await scene.yours(drop_in, each)).position for each in (teo, nell)] == [1, None]
    await scene.change(drop_in, position_hidden=True)
    teos = await scene.yours(drop_in, teo)
    assert (teos.position, teos.position_hidden) == (None, True)
    await scene.act(teo, drop_in, StepAside())
    desk = await scene.desk(drop_in, rosa)
    assert [each.state for each in desk.line] == [PlaceState.ASIDE, PlaceState.WAITING]


async def test_whom_the_host_has_called_is_told_and_stands_first(scene: Scene) -> None:
    drop_in, rosa, teo, nell = await in_line(scene)
    called = CallNext(member=scene.community.member(nell, scene.garden))
    await scene.act(rosa, drop_in, called)
    yours, desk = await scene.yours(drop_in, nell), await scene.desk(drop_in, rosa)
    assert yours.state is PlaceState.CALLED
    assert (yours.position, yours.until) == (None, desk.line[0].until)
    assert [each.name for each in desk.line] == ["Nell", "Teo"]
    assert (await scene.yours(drop_in, teo)).position == 1
    assert (await scene.snapshot(drop_in)).card.in_line == 2


async def test_somebody_whose_language_no_host_speaks_is_shown_ways_out(scene: Scene) -> None:
    rosa, ines = await scene.mentor("Rosa"), await scene.community.person("Inés")
    drop_in = await scene.live(rosa, languages=["en"])
    tomorrow = await scene.session(rosa, 24 * 60, languages=["en", "es"])
    await scene.session(rosa, 12 * 60, languages=["en"])
    await scene.session(rosa, 15 * 24 * 60, languages=["es"])
    await scene.session(rosa, 60, languages=["es"], room_id=scene.community.kitchen)
    await scene.wait(ines, drop_in, language="es")
    yours = await scene.yours(drop_in, ines)
    assert (yours.mismatch, yours.position) == (True, 1)
    assert [card.drop_in for card in yours.alternatives] == [tomorrow], "of this room, and soon"
    await scene.wait(ines, drop_in, language="en")
    assert (await scene.yours(drop_in, ines)).mismatch is False


async def test_who_will_not_be_reached_is_told_so_with_another_session(scene: Scene) -> None:
    rosa = await scene.mentor("Rosa")
    drop_in = await scene.live(rosa, turn_minutes=40)
    later = await scene.session(rosa, 24 * 60)
    people = [await scene.community.stranger() for _ in range(4)]
    for person in people:
        await scene.wait(person, drop_in)
    first, last = await scene.yours(drop_in, people[0]), await scene.yours(drop_in, people[-1])
    assert first.wait is not None
    assert first.wait.unlikely is False
    assert last.wait is not None
    assert last.wait.unlikely is True
    assert [card.drop_in for card in last.alternatives] == [later]


async def test_an_offer_is_seen_by_whom_it_is_made_to_and_nothing_else_is(scene: Scene) -> None:
    drop_in, rosa, _, _ = await in_line(scene, question=WORDS)
    ben = await scene.mentor("Ben")
    offer = OfferHosting(member=scene.community.member(ben, scene.garden), note="Teo is next")
    await scene.act(rosa, drop_in, offer)
    desk = await scene.desk(drop_in, rosa)
    assert (desk.offered_name, desk.offered_you) == ("Ben", False)
    offered = await scene.desk(drop_in, ben)
    assert offered.offered_you is True
    assert (offered.hosts, offered.line, offered.handed_note) == (False, (), "")


async def test_a_private_word_to_moderators_is_not_the_other_hosts_to_read(scene: Scene) -> None:
    drop_in, rosa, teo, _ = await in_line(scene)
    about = scene.community.member(teo, scene.garden)
    await scene.act(rosa, drop_in, AskModerator(note=WORDS, member=about))
    (seen_by_host,) = (await scene.desk(drop_in, rosa)).calls
    assert (seen_by_host.kind, seen_by_host.note, seen_by_host.name) == (CallKind.ASKED, "", "")
    sam = await scene.mentor("Sam")
    (whole,) = (await scene.desk(drop_in, sam, Role.MODERATOR)).calls
    assert (whole.note, whole.member) == (WORDS, about)


async def test_hosts_are_warned_of_what_is_much(scene: Scene) -> None:
    rosa = await scene.mentor("Rosa")
    before = await scene.session(rosa, -90)
    await scene.change(before, state=State.ENDED.value)
    drop_in = await scene.live(rosa)
    now = await scene.community.database.now_ms()
    await scene.change(before, opened_at=now - 90 * 60_000, ended_at=now - 5 * 60_000)
    assert (await scene.desk(drop_in, rosa)).load == ("no_break",)
    for _ in range(9):
        await scene.wait(await scene.community.stranger(), drop_in)
    for key in ("one", "two"):
        await scene.community.database.write(
            calls.call, CallKind.HELP_NOW, scene.garden, key=key, drop_in=drop_in
        )
    await scene.change(before, opened_at=now - 6 * HOUR_MS, ended_at=now - 2 * HOUR_MS)
    assert (await scene.desk(drop_in, rosa)).load == ("hours_day", "long_line", "two_crises")


async def test_who_is_in_the_room_now_is_known_to_hosts(scene: Scene) -> None:
    drop_in, rosa, teo, nell = await in_line(scene)
    ben = await scene.mentor("Ben")
    here = Here(helpers=frozenset({ben.account}), others=frozenset({teo.account}))
    await scene.community.database.write(seen.mark, SECRET, {scene.garden: here})
    desk = await scene.desk(drop_in, rosa)
    assert [each.here for each in desk.line] == [True, False]
    assert [each.name for each in desk.helpers] == ["Ben"]
    scene.pass_minutes(1)
    assert (await scene.desk(drop_in, rosa)).helpers == ()
    assert (await scene.snapshot(drop_in)).card.stage is Stage.HOST_AWAY
    del nell


async def test_a_room_shows_the_session_that_matters_now(scene: Scene) -> None:
    rosa = await scene.mentor("Rosa")
    tomorrow = await scene.session(rosa, 24 * 60)
    assert await shown_in(scene) == tomorrow
    soon = await scene.session(rosa, 60)
    cancelled = await scene.session(rosa, 14, state=State.CANCELLED.value)
    assert await shown_in(scene) == cancelled, "people come for it"
    scene.pass_minutes(50)
    assert await shown_in(scene) == soon
    assert (await scene.snapshot(soon)).card.stage is Stage.LOBBY
    await scene.open(soon, rosa)
    scene.pass_minutes(30)
    await scene.end(soon)
    assert await shown_in(scene) == soon
    scene.pass_minutes(61)
    assert await shown_in(scene) == tomorrow
    assert (await scene.snapshot(soon)).card.next_at == (
        await scene.snapshot(tomorrow)
    ).card.starts_at


async def test_cards_tell_what_anyone_may_know(scene: Scene) -> None:
    rosa, teo = await scene.mentor("Rosa"), await scene.community.person("Teo")
    ben = await scene.mentor("Ben")
    drop_in = await scene.live(rosa, second_id=ben.account, about="Talk", languages=["es", "en"])
    alone = await scene.session(rosa, 120, second_id=teo.account, capacity=20)
    await scene.session(rosa, 15 * 24 * 60)
    await scene.wait(teo, drop_in)
    now = await scene.community.database.now_ms()
    first, second = await scene.community.database.read(
        cards.cards, SECRET, now, now + 24 * HOUR_MS, [scene.garden]
    )
    assert (first.drop_in, first.stage, first.in_line) == (drop_in, Stage.LIVE, 1)
    assert (first.host_name, first.second_name, first.covered) == ("Rosa", "Ben", True)
    assert (first.languages, first.about, first.capacity) == (("es", "en"), "Talk", 12)
    assert (second.drop_in, second.covered) == (alone, False), "the second is no helper"
    elsewhere = await scene.community.database.read(
        cards.cards, SECRET, now, now + 24 * HOUR_MS, [scene.community.porch]
    )
    assert elsewhere == []


async def shown_in(scene: Scene) -> DropInId | None:
    found = await scene.community.database.read(snapshot.snapshot, SECRET, scene.garden)
    return found.card.drop_in if found else None
