"""The invented drop-ins: as told they are whole, as put in they are what a first look should find,
and while the demonstration is served one is always going on, with a host who is there."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from persistence.dropins import feedback, line, places, snapshot
from persistence.dropins.cards import session_of
from persistence.reading import transcripts
from rooms.actor import Actor, Role
from rooms.dropins import acts
from rooms.dropins.forms import Form
from rooms.dropins.stages import WELL_ANSWER_MS, WELL_EVERY_MS, Stage
from rooms.dropins.views import HostView, LineView
from rooms.ids import MemberId, RoomId, member_id
from rooms.refusals import Refusal
from rooms.text import clean_body
from server.compose import Clocks, compose
from server.demo import community, hosting, playing, seeding, sessions
from server.demo.acts import Cast
from server.demo.guests import CALLED_AFTER_MS, DONE_AFTER_MS
from server.demo.sessions import DemoSession, When
from server.directory import rooms_file
from server.jobs.drop_ins import DropIns
from server.parts import Parts
from server.settings import load
from server.talk.subscription import Subscription
from tests.server.demo_house import Seeded, account_of, copied, room_of, rows, seeded
from tests.server.node import Line
from tests.server.test_demo_community import FORBIDDEN
from tests.server.test_demo_playing import Reader

SESSIONS = sessions.read()
NAMES = {person.name for person in community.read().person}
TOLD = pytest.mark.parametrize("session", SESSIONS, ids=[each.key for each in SESSIONS])
STEP_MS = 25_000
"""Under the half minute after which a host is away."""
MINUTE_MS = 60_000


def texts(session: DemoSession) -> Iterator[str]:
    yield session.about
    yield from (said.body for said in session.said)
    yield from (word for place in session.waiting for word in (place.question, place.note))
    yield from (place.words for place in session.waiting)
    for asked in session.asked:
        yield asked.body
        yield asked.answered.body if asked.answered else ""
    yield from (felt.words for felt in session.feedback)
    yield from (session.told, session.greeting)


@TOLD
def test_everybody_in_a_session_is_one_of_the_people(session: DemoSession) -> None:
    of_lists = (session.waiting, session.asked, session.said, session.feedback)
    named = {each.by for several in of_lists for each in several}
    named |= {session.host, session.second, *session.coming, *session.here}
    assert named <= NAMES
    assert session.host != session.second


@TOLD
def test_nobody_behind_a_door_waits_in_an_invented_line(session: DemoSession) -> None:
    behind = {person.name for person in community.read().person if person.door}
    assert not behind & {place.by for place in session.waiting}


@TOLD
def test_texts_can_be_said_and_speak_of_no_medicine(session: DemoSession) -> None:
    said = [text for text in texts(session) if text]
    assert [clean_body(text) for text in said] == said
    assert [found[0] for text in said if (found := FORBIDDEN.search(text))] == []


@TOLD
def test_a_session_is_in_a_language_of_its_room(session: DemoSession) -> None:
    shipped = {room.key: room for room in rooms_file.read(rooms_file.SHIPPED).rooms}
    assert set(session.languages) <= set(shipped[session.room].languages)


@dataclass
class Shift:
    ms: int = 0

    def __call__(self) -> int:
        return self.ms


@dataclass
class House:
    """The demonstration served, by a clock that the test moves."""

    parts: Parts
    cast: Cast
    shift: Shift
    clockwork: DropIns

    async def live_room(self) -> RoomId:
        return await room_of(self.parts, "long-covid")

    async def view(self, name: str | None, role: Role, room: RoomId) -> LineView:
        read = self.parts.database.read
        found = await read(snapshot.snapshot, self.parts.secret, room)
        assert found is not None
        return found.view(self.cast.people[name] if name else None, role)

    async def panel(self) -> HostView:
        """What the mentors' door shows."""
        view = await self.view("Juniper", Role.MENTOR, await self.live_room())
        assert view.hosting is not None
        return view.hosting

    async def stage(self) -> Stage:
        view = await self.view(None, Role.GUEST, await self.live_room())
        assert view.card is not None
        return view.card.stage

    async def act(self, name: str, wanted: acts.LineAct) -> None:
        read, write = self.parts.database.read, self.parts.database.write
        drop_in = await read(session_of, await self.live_room())
        assert drop_in is not None
        actor = Actor(self.cast.people[name])
        done = await write(line.act, self.parts.secret, actor, drop_in, wanted)
        assert not isinstance(done, Refusal), done

    async def member(self, name: str) -> MemberId:
        return member_id(self.parts.secret, await self.live_room(), self.cast.people[name])

    async def visits(self, name: str) -> None:
        """A visitor came in by a door and has the room open."""
        who = await account_of(self.parts, name)
        room = await self.live_room()
        self.parts.hub.enter(Subscription(room, Line(), Reader(), who))

    async def goes_on(self, ms: int, *, stood_in: bool = True) -> None:
        """So much time passes, with all that the clock and the invented people do in it."""
        for passed in range(0, ms, STEP_MS):
            self.shift.ms += min(STEP_MS, ms - passed)
            if stood_in:
                await hosting.look(self.parts, self.cast)
                await hosting.follow(self.parts, self.cast)
            await self.clockwork.look()


@asynccontextmanager
async def opened(at: Seeded) -> AsyncIterator[House]:
    shift = Shift()
    clocks = Clocks(database_shift_ms=shift)
    async with compose(at.settings, clocks, seeding.in_peace) as parts:
        cast = await playing.cast_here(parts)
        assert cast is not None
        told: list[object] = []
        clockwork = DropIns(parts.database, parts.desk, parts.lines, parts.attention, told.extend)
        yield House(parts, cast, shift, clockwork)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return asyncio.run(seeded(tmp_path_factory.mktemp("sessions") / "house"))


@pytest.fixture
async def house(first: Seeded, tmp_path: Path) -> AsyncIterator[House]:
    async with opened(copied(first, tmp_path / "house")) as house:
        yield house


async def test_one_is_live_with_three_in_line_and_the_mentors_door_hosts_it(house: House) -> None:
    panel = await house.panel()
    assert panel.hosts
    assert [waiting.name for waiting in panel.line] == ["Patchwork", "North Wind", "Brisa"]
    assert [waiting.language for waiting in panel.line] == ["en", "en", "es"]
    assert panel.line[0].note
    card = (await house.view(None, Role.GUEST, await house.live_room())).card
    assert card is not None
    assert (card.form, card.covered, card.in_line) == (Form.LINE, True, 3)


async def test_one_is_tonight_in_spanish_and_five_or_more_come(house: House) -> None:
    room = await room_of(house.parts, "vivir-con-cancer")
    view = await house.view("Marisol", Role.MENTOR, room)
    assert view.card is not None
    assert view.hosting is not None
    assert view.card.languages == ("es",)
    assert 0 < view.card.starts_at - await house.parts.database.now_ms() < 24 * 60 * MINUTE_MS
    assert view.hosting.coming == 5


async def test_one_is_over_with_an_answer_in_the_room_and_one_in_writing(house: House) -> None:
    read = house.parts.database.read
    asked = "SELECT id FROM drop_in WHERE form = 'questions' AND state = 'ended'"
    [(over,)] = await rows(house.parts.database, asked)
    how = "SELECT read_out IS NOT NULL, answer IS NOT NULL FROM drop_in_question"
    assert sorted(await rows(house.parts.database, how)) == [(0, 1), (1, 0)]
    room = await room_of(house.parts, "scoliosis")
    page = await read(transcripts.read_page, room, None, 50)
    [read_out] = [message for message in page.messages if message.read_out]
    assert read_out.asked_by == member_id(
        house.parts.secret, room, await account_of(house.parts, "Patchwork")
    )
    released = await read(feedback.released, str(over))
    assert (released.answers, released.present) == (5, 10)


async def test_a_session_is_always_live_and_its_host_is_never_missed(house: House) -> None:
    seen: set[Stage] = set()
    for _ in range(13):
        await house.goes_on(10 * MINUTE_MS)
        seen.add(await house.stage())
    assert seen <= {Stage.LIVE, Stage.WRAPPING, Stage.ENDED}
    live = "SELECT count(*) FROM drop_in WHERE form = 'line' AND opened_at IS NOT NULL"
    assert (await rows(house.parts.database, live))[0] >= (3,)
    assert await rows(house.parts.database, "SELECT kind FROM help_call") == []
    assert len((await house.panel()).line) == 3


async def test_without_its_keeper_it_would_be_over(house: House) -> None:
    await house.goes_on(20 * MINUTE_MS, stood_in=False)
    assert await house.stage() is Stage.UNHOSTED
    calls = await rows(house.parts.database, "SELECT kind FROM help_call")
    assert calls == [("away",)]


async def test_nobody_stands_in_for_a_host_who_is_a_visitor(house: House) -> None:
    await house.goes_on(STEP_MS)
    await house.visits("Juniper")
    await house.goes_on(STEP_MS * 2)
    assert await house.stage() is Stage.HOST_AWAY
    well = "SELECT well_at FROM drop_in WHERE state = 'live'"
    before = await rows(house.parts.database, well)
    await house.goes_on(WELL_EVERY_MS - WELL_ANSWER_MS)
    assert await rows(house.parts.database, well) in (before, [])


async def test_who_is_called_is_ready_says_their_words_and_is_done(house: House) -> None:
    await house.visits("Juniper")
    await house.act("Juniper", acts.CallNext())
    await house.goes_on(2 * STEP_MS)
    panel = await house.panel()
    assert panel.speaker is not None
    assert panel.speaker.name == "Patchwork"
    await house.goes_on(MINUTE_MS)
    [words] = [place.words for place in SESSIONS[0].waiting if place.by == "Patchwork"]
    said = await house.parts.database.read(transcripts.read_page, await house.live_room(), None, 10)
    assert [message.body for message in said.messages if message.body == words] == [words]
    await house.goes_on(DONE_AFTER_MS)
    assert (await house.panel()).speaker is None


async def test_a_visitor_in_line_is_called_by_the_invented_host(house: House) -> None:
    await house.goes_on(STEP_MS)
    await house.visits("Marigold")
    await house.act("Marigold", acts.TakePlace(question="May I ask something?"))
    await house.goes_on(CALLED_AFTER_MS + STEP_MS)
    drop_in = await house.parts.database.read(session_of, await house.live_room())
    assert drop_in is not None
    found = await house.parts.database.read(places.line_of, drop_in)
    assert found is not None
    assert found.called is not None
    assert found.called.account == house.cast.people["Marigold"]


async def test_every_evening_has_its_session(house: House) -> None:
    tonight = next(each for each in SESSIONS if each.when is When.TONIGHT)
    for days in range(3):
        house.shift.ms = days * 24 * 60 * MINUTE_MS
        await hosting.follow(house.parts, house.cast)
        await hosting.follow(house.parts, house.cast)
    count = "SELECT count(*) FROM drop_in WHERE form = 'circle'"
    assert await rows(house.parts.database, count) == [(3,)]
    assert tonight.form is Form.CIRCLE


@pytest.mark.parametrize("off", [{"demo": False}, {"workers": 2, "redis_url": "redis://h"}])
def test_nobody_stands_in_outside_the_demonstration(off: dict[str, object]) -> None:
    assert not playing.may_play(load(**off))


async def test_a_turn_of_a_visitor_is_had_by_nobody_else(house: House) -> None:
    await house.act("Marigold", acts.TakePlace())
    await house.act("Juniper", acts.CallNext(member=await house.member("Marigold")))
    await house.goes_on(MINUTE_MS)
    assert (await house.panel()).speaker is None
