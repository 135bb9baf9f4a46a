"""The same house three ways: embedded, one process on the services, two processes on them; and
without haste, for loads that no person could make."""

from collections.abc import Iterator

import pytest

from tests.conftest import GivenServer
from tests.journeys.faults.unhurried import unhurried_house
from tests.journeys.house import House, embedded_house, service_house
from tests.services import PostgresServer, RedisServer, fresh_database

PROCESSES = {"one": 1, "two": 2}


@pytest.fixture(scope="package", params=["embedded", *PROCESSES])
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house that is left as it was found: every journey has rooms and people of its own."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "embedded":
        with embedded_house(folder) as made:
            yield made
        return
    redis: RedisServer | GivenServer = request.getfixturevalue("redis_server")
    postgres: PostgresServer | GivenServer = request.getfixturevalue("postgres_server")
    with (
        fresh_database(postgres.url, "journeys") as database,
        service_house(
            folder, database=database, redis=redis.url, processes=PROCESSES[request.param]
        ) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def module_database(postgres_server: PostgresServer | GivenServer) -> Iterator[str]:
    """An empty database for the tests of one file: each has rooms and people of its own."""
    with fresh_database(postgres_server.url, "module") as database:
        yield database


@pytest.fixture(scope="package")
def unhurried_pair(
    tmp_path_factory: pytest.TempPathFactory,
    redis_server: RedisServer | GivenServer,
    postgres_server: PostgresServer | GivenServer,
) -> Iterator[House]:
    """Two processes without haste, which are left as they were found."""
    folder = tmp_path_factory.mktemp("unhurried_pair")
    with (
        fresh_database(postgres_server.url, "unhurried") as database,
        unhurried_house(folder, database=database, redis=redis_server.url, processes=2) as made,
    ):
        yield made


@pytest.fixture(scope="package")
def unhurried_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One process on SQLite without haste, which is left as it was found."""
    with unhurried_house(tmp_path_factory.mktemp("unhurried_alone")) as made:
        yield made
