"""The doors of the demonstration: open at this machine only, and only into the demonstration."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from persistence.database import Database
from persistence.people import accounts
from server.app import create_app
from server.command_line.run import prepare
from server.settings import Settings, load
from tests.server.demo_house import seeded

HERE, ELSEWHERE = ("127.0.0.1", 50_000), ("192.0.2.7", 50_000)
DOORS = ("member", "mentor", "moderator")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return asyncio.run(seeded(tmp_path_factory.mktemp("doors"))).settings


@contextmanager
def visiting(settings: Settings, peer: tuple[str, int] = HERE) -> Iterator[TestClient]:
    with TestClient(
        create_app(settings),
        base_url=settings.address,
        headers={"origin": settings.address},
        client=peer,
        follow_redirects=False,
    ) as client:
        yield client


@pytest.fixture(scope="module")
def served_here(settings: Settings) -> Iterator[TestClient]:
    with visiting(settings) as client:
        yield client


@pytest.fixture
def here(served_here: TestClient) -> TestClient:
    """A browser at the machine where the demonstration runs, without cookies."""
    served_here.cookies.clear()
    return served_here


@pytest.fixture(scope="module")
def elsewhere(settings: Settings) -> Iterator[TestClient]:
    with visiting(settings, ELSEWHERE) as client:
        yield client


def enters(client: TestClient, door: str, **headers: str) -> int:
    return client.post("/demo/enter", data={"door": door}, headers=headers).status_code


def who(client: TestClient) -> str | None:
    """The one name under which this visitor is known, None for a guest."""
    answer = client.get("/api/me")
    if answer.status_code != 200:
        return None
    [name] = set(answer.json()["names"].values())
    return str(name)


def test_each_door_makes_a_visitor_one_of_the_invented_people(here: TestClient) -> None:
    names = []
    for door in DOORS:
        assert enters(here, door) == 303
        names.append(who(here))
    assert names == ["Marigold", "Juniper", "Theo"]


def test_the_door_of_a_guest_leads_out_of_an_account_and_into_a_room(here: TestClient) -> None:
    enters(here, "moderator")
    answer = here.post("/demo/enter", data={"door": "look-in"})
    assert answer.status_code == 303
    assert here.get(answer.headers["location"]).status_code == 200
    assert who(here) is None


@pytest.mark.parametrize("door", [*DOORS, "look-in"])
def test_no_door_opens_to_another_machine(elsewhere: TestClient, door: str) -> None:
    assert enters(elsewhere, door) == 404
    assert who(elsewhere) is None


PROXIES = ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-proto"]
PROXIES += ["X-Forwarded-Host", "cf-connecting-ip", "true-client-ip"]


@pytest.mark.parametrize("header", PROXIES)
def test_no_door_opens_to_what_a_proxy_hands_on(here: TestClient, header: str) -> None:
    assert enters(here, "moderator", **{header: "127.0.0.1"}) == 404
    assert who(here) is None


@pytest.mark.parametrize(
    "host", ["community.example", "192.0.2.7:8000", "localhost.example", "", "[::1"]
)
def test_no_door_opens_to_who_asks_for_another_machine(here: TestClient, host: str) -> None:
    assert enters(here, "moderator", host=host) == 404
    assert who(here) is None


@pytest.mark.parametrize("door", ["admin", "", "Clara"])
def test_there_is_no_other_door(here: TestClient, door: str) -> None:
    assert enters(here, door) == 404


def test_no_door_opens_from_another_sites_page(here: TestClient) -> None:
    assert enters(here, "member", origin="https://elsewhere.example") == 403


def test_the_landing_page_shows_the_doors_at_this_machine_only(
    here: TestClient, elsewhere: TestClient
) -> None:
    assert all(f'value="{door}"' in here.get("/").text for door in (*DOORS, "look-in"))
    assert "/demo/enter" not in elsewhere.get("/").text


@pytest.mark.parametrize("off", [{"demo": False}, {"environment": "production"}])
def test_there_are_no_doors_without_the_demonstration(
    settings: Settings, off: dict[str, object]
) -> None:
    plain = load(
        data_dir=settings.data_dir,
        database_url=settings.database,
        secret_key="s" * 40,
        **off,
    )
    with visiting(plain) as client:
        assert enters(client, "moderator") == 404
        assert "/demo/enter" not in client.get("/").text


def test_a_real_person_of_the_same_name_is_behind_no_door(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path / "data", demo=True)
    asyncio.run(_with_a_real_theo(settings))
    with visiting(settings) as client:
        assert enters(client, "moderator") == 404
        assert who(client) is None


async def _with_a_real_theo(settings: Settings) -> None:
    assert len(await prepare(settings)) == 14
    async with Database.open(settings.database) as database:
        real = (
            "UPDATE account SET demo = 0"
            " WHERE id = (SELECT account_id FROM screen_name WHERE name = 'Theo')"
        )
        await database.write(lambda connection: connection.exec_driver_sql(real))
        assert await database.read(accounts.count, demo=False) == 1


def test_the_mentors_door_leads_to_the_session_that_they_host(here: TestClient) -> None:
    answer = here.post("/demo/enter", data={"door": "mentor"})
    room = answer.headers["location"]
    cards = here.get("/api/drop-ins").json()["cards"]
    [live] = [card for card in cards if card["stage"] == "live"]
    assert room == f"/r/{live['room']}"
    view = here.get(f"/api/drop-ins/{live['drop_in']}").json()
    assert view["hosting"]["hosts"]
    assert len(view["hosting"]["line"]) == 3
