"""No word that anybody said, no name, no token, code or link, and no address is in any log, however
loud it is set and whatever goes wrong meanwhile."""

from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from persistence import migrations
from rooms import commands
from rooms.ids import RoomId
from server.talk import frames
from tests.conftest import GivenServer
from tests.journeys.house import COMMON, PUBLIC_URL, House, Person
from tests.journeys.journey import by, journey
from tests.journeys.web import Web
from tests.services import PostgresServer, RedisServer

SAID = "canary-of-a-message"
EDITED = "canary-of-an-edit"
NAMED = "Canarybird"
PASSWORD = "canary-of-a-password"
QUERIED = "canary-of-a-query"
COMER = "Zigfvext"
EMAIL = "canary@an-address.example"
NOTED = "canary-of-a-note"
SOUGHT = "canary-of-a-search"
FROM = "203.0.113.77"
CANARIES = (SAID, EDITED, NAMED, PASSWORD, QUERIED, EMAIL, NOTED, SOUGHT, FROM)


async def test_nothing_of_anybody_is_in_the_logs(
    tmp_path: Path, redis_server: RedisServer | GivenServer
) -> None:
    with PostgresServer(fsync=False) as postgres:
        database = postgres.create_database("discreet")
        migrations.upgrade(database)
        loud = COMMON | {
            "DATABASE_URL": database,
            "REDIS_URL": redis_server.url,
            "LOG_LEVEL": "debug",
        }
        house = House(database, [Web(tmp_path, loud).begin().wait_ready()])
        try:
            async with journey(house) as going:
                room = await going.add_room()
                person = await house.person()
                ana = await going.enter(person, room)
                receipt = await ana.post(room, SAID)
                await ana.reach(room, receipt.seq)
                edit = commands.EditMessage(**by(room), message=receipt.command_id, body=EDITED)
                assert isinstance(await ana.write(edit), frames.Receipt)
                renamed = commands.ChangeName(**by(room), name=NAMED)
                assert isinstance(await ana.write(renamed), frames.Receipt)
                await _everything_goes_wrong(house, person, room)
                secrets = await _somebody_comes_and_goes(house)
                postgres.stop_immediate()
                postgres.start()
                await ana.post(room, SAID)
            await house.webs[0].stop()
            logs = house.webs[0].log + postgres.log
        finally:
            house.close()
    assert "socket closed" in logs, "not as loud as it can be set"
    told = (*CANARIES, *secrets, person.name, person.token)
    said = [canary for canary in told if canary in logs]
    assert said == []


async def _somebody_comes_and_goes(house: House) -> list[str]:
    """Joins, gets back in twice, asks, tells and leaves; the secrets that were shown meanwhile."""
    web = house.webs[0]
    headers = {"Origin": PUBLIC_URL, "X-Forwarded-For": FROM}
    async with httpx2.AsyncClient(base_url=web.url, headers=headers) as http:
        new = {"name": COMER, "password": PASSWORD, "adult": True, "consent": True, "email": EMAIL}
        joined = await http.post("/api/people", json=new)
        first = joined.json()["recovery_code"]
        again = {"name": COMER, "code": first, "password": PASSWORD}
        second = (await http.post("/api/recovery", json=again)).json()["recovery_code"]
        assert (await http.post("/api/recovery", json=again)).status_code == 401
        link = await house.reset_link(COMER)
        await http.get(f"/reset?token={link}")
        by_link = await http.post("/reset", data={"token": link, "password": PASSWORD})
        assert by_link.status_code == 200, by_link.text
        about = {"concern": "unkind", "note": NOTED}
        assert (await http.post("/api/reports", json=about)).status_code == 201
        assert (await http.post("/tell", data=about)).status_code == 200
        await http.post("/find", data={"q": SOUGHT})
        for path in ("/find", f"/api/rooms?q={SOUGHT}", f"/tell?note={NOTED}", "/me"):
            assert (await http.get(path)).status_code == 200
        assert (await http.put("/api/me/name", json={"name": COMER[::-1]})).status_code == 204
        gone = await http.request("DELETE", "/api/me", json={"password": PASSWORD})
        assert gone.status_code == 204
    return [first, second, link, COMER, COMER[::-1]]


async def _everything_goes_wrong(house: House, person: Person, room: RoomId) -> None:
    """Requests that are refused, by somebody who is known and by somebody who is not."""
    web = house.webs[0]
    foreign = {"Origin": PUBLIC_URL}
    known = {"Authorization": f"Bearer {person.token}"}
    async with httpx2.AsyncClient(base_url=web.url) as http:
        for path in ("/api/people", "/api/session"):
            credentials = {"name": NAMED, "password": PASSWORD, QUERIED: 1}
            assert (await http.post(path, json=credentials, headers=foreign)).is_client_error
        assert (await http.get(f"/r/{QUERIED}?{QUERIED}")).is_client_error
        nonsense = f'{{"type":"post_message","room":"{room}","body":"{SAID}"}}'
        assert (await http.post("/api/commands", content=nonsense, headers=known)).is_client_error
    socket = f"ws://127.0.0.1:{web.port}/socket?token={QUERIED}"
    with pytest.raises(InvalidStatus):
        await connect(socket, additional_headers={"Origin": "http://elsewhere.test"})
    async with connect(socket, additional_headers=known) as line:
        await line.recv()
        await line.send('{"type":"' + SAID + '","ref":1}')
        await line.recv()
        await line.send(SAID)
        await line.wait_closed()
