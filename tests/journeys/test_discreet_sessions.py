"""A whole session with everything that can be said in it, and with what goes wrong: none of it is
in a log however loud, in an address, in a title or in a calendar.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Connection, create_engine, update

from persistence import tables
from rooms.ids import new_public_id
from tests.journeys.house import PUBLIC_URL
from tests.journeys.two_lines import World, worlds

ROOM, ABOUT = "Quincewort", "Medlarfruit"
SAID = {
    "question": "Damsonplum one",
    "note": "Sorrelleaf two",
    "asked": "Loquat three",
    "answer": "Persimmon four",
    "help": "Tamarillo five",
    "word": "Salsify six",
    "told": "Rutabaga seven",
    "handed": "Kohlrabi eight",
    "written": "Celeriac nine",
    "feedback": "Romanesco ten",
    "debrief": "Tomatillo eleven",
    "nonsense": "Jicama twelve",
    "mail": "canary@an-address.example",
}
PAGES = (
    *("/", "/rooms", "/drop-ins", "/drop-ins?speak=en&theme=1", "/r/{room}", "/d/{drop_in}"),
    *("/d/{drop_in}/host", "/host", "/host/new", "/mod", "/mentor", "/me/calendar", "/me/notices"),
)
READERS = ("rosa", "teo", "sam", "ana", "luz", "")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    mail = {"SMTP_URL": "smtp://127.0.0.1:9", "MAIL_FROM": "from@house.example"}
    with worlds(tmp_path, 1, LOG_LEVEL="debug", **mail) as (made,):
        engine = create_engine(f"sqlite:///{made.web.database_file}")
        with engine.begin() as connection:
            _named(connection, made)
        engine.dispose()
        yield made


def _named(connection: Connection, world: World) -> None:
    """The words that a room and a session have for what brings people there."""
    room = update(tables.room).where(tables.room.c.id == world.cast.room)
    names = f'{{"en": "{ROOM}", "es": "{ROOM}"}}'
    connection.execute(room.values(names=names))
    session = update(tables.drop_in).where(tables.drop_in.c.id == world.cast.drop_in)
    connection.execute(session.values(about=ABOUT))
    account = update(tables.account).where(tables.account.c.id == world.cast.ana.account)
    connection.execute(account.values(email=SAID["mail"]))


async def test_words_are_in_no_log_and_in_no_address(world: World) -> None:
    await world.enter("rosa", "teo", "luz")
    await live_through(world)
    live = await links_and_titles(world)
    await ends(world)
    over = await links_and_titles(world)
    secret = await calendars(world)
    await goes_wrong(world)
    await world.leave()
    await world.web.stop()
    people = [getattr(world.cast, name) for name in ("rosa", "teo", "sam", "ana", "ben", "luz")]
    names = [word for person in people for word in (person.name, person.token)]
    words = [ROOM, ABOUT, *SAID.values(), *names, secret]
    log = world.web.log
    assert "socket closed" in log, "not as loud as it can be set"
    assert [word for word in words if word in log] == []
    shown = "\n".join([*live, *over]).casefold()
    assert [
        word for word in (ROOM, ABOUT, *SAID.values(), *names) if word.casefold() in shown
    ] == []


async def live_through(world: World) -> None:
    """Everything that can be said, by whoever says it."""
    cast = world.cast
    question = new_public_id()
    asked = {"question": question, "body": SAID["asked"], "shown": "no", "language": "en"}
    await world.line("ana", "take_place", question=SAID["question"], note=SAID["note"])
    await world.line("ben", "take_place", question=SAID["question"], in_writing=True)
    await world.ask("ana", "/api/drop-ins/{drop_in}/questions", **asked)
    await world.ask("ana", "/api/rooms/{room}/help-now", note=SAID["help"])
    await world.ask("ana", "/api/drop-ins/{drop_in}/coming", coming=True, remind=True)
    of_question = f"/api/drop-ins/{{drop_in}}/questions/{question}"
    await world.ask("rosa", f"{of_question}/answer", body=SAID["answer"])
    await world.line("rosa", "tell_waiting", words=SAID["told"])
    await world.line("rosa", "ask_moderator", note=SAID["word"])
    await world.line("rosa", "call_next")
    await command(world, "ana", "take_floor")
    await command(world, "ana", "free_floor")
    ben = cast.ben.member(cast.room)
    await world.line("rosa", "answer_in_writing", member=ben, body=SAID["written"])
    teo = cast.teo.member(cast.room)
    await world.line("rosa", "offer_hosting", member=teo, note=SAID["handed"])
    await command(world, "rosa", "freeze_floor", carry=True)


async def ends(world: World) -> None:
    await command(world, "rosa", "close_drop_in")
    debrief = {"how": "heavy", "words": SAID["debrief"], "wants_talk": True}
    await world.ask("rosa", "/api/drop-ins/{drop_in}/debrief", **debrief)


async def command(world: World, name: str, kind: str, **more: object) -> None:
    at = {"room": world.cast.room, "drop_in": world.cast.drop_in, "command_id": new_public_id()}
    await world.ask(name, "/api/commands", type=kind, **at, **more)


async def links_and_titles(world: World) -> set[str]:
    """Of every page, as everybody sees it."""
    addresses, titles = set(), set()
    for name in READERS:
        for page in (await world.seen_by(name, PAGES)).values():
            text = page.decode()
            addresses |= set(re.findall(r'(?:href|action|src|formaction)="([^"]*)"', text))
            titles |= set(re.findall(r"<title>(.*?)</title>", text, re.DOTALL))
            titles |= set(re.findall(r'content="([^"]*)"', text))
    assert any(address.endswith(f"/d/{world.cast.drop_in}") for address in addresses)
    return addresses | titles


async def calendars(world: World) -> str:
    """The secret of a person's calendar, which like a session's file says nothing of anything."""
    headers = {**world.headers("ana"), "Origin": PUBLIC_URL}
    async with httpx2.AsyncClient(base_url=world.web.url, headers=headers) as http:
        page = (await http.post("/me/calendar/address", data={})).text
        address = page.partition('value="')[2].partition('"')[0].removeprefix(PUBLIC_URL)
        for path in (address, f"/d/{world.cast.drop_in}.ics"):
            answer = await http.get(path)
            assert answer.status_code == 200, path
            unfolded = answer.text.replace("\r\n ", "")
            assert world.cast.drop_in in unfolded
            words = (ROOM, ABOUT, *SAID.values(), world.cast.rosa.name, world.cast.teo.name)
            assert [word for word in words if word in unfolded] == []
    return address.removeprefix("/calendar/").removesuffix(".ics")


async def goes_wrong(world: World) -> None:
    """What is refused, is no JSON, is too late, or is somebody else's."""
    said, drop_in = SAID["nonsense"], world.cast.drop_in
    headers = {**world.headers("luz"), "Origin": PUBLIC_URL}
    async with httpx2.AsyncClient(base_url=world.web.url, headers=headers) as http:
        for path in ("line", "questions", "feedback", "debrief"):
            for body in (f'{{"type": "{said}"', f'{{"words": "{said}", "type": 1}}'):
                answer = await http.post(f"/api/drop-ins/{drop_in}/{path}", content=body)
                assert answer.is_client_error, path
        for path in ("line", "questions", "feedback", "host"):
            answer = await http.post(f"/d/{drop_in}/{path}", data={"act": said, "body": said})
            assert answer.is_client_error, path
        for path in (f"/calendar/{said}.ics", f"/mail/{said}", f"/d/{said}", f"/d/{said}.ics"):
            assert (await http.get(path)).status_code == 404, path
