"""The same house three ways: embedded, one process on the services, two processes on them."""

import uuid
from collections.abc import Iterator

import pytest

from tests.conftest import GivenServer
from tests.journeys.house import House, embedded_house, service_house
from tests.services import PostgresServer, RedisServer, create_database, drop_database

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
    name = f"journeys_{uuid.uuid4().hex}"
    database = create_database(postgres.url, name)
    with service_house(
        folder, database=database, redis=redis.url, processes=PROCESSES[request.param]
    ) as made:
        yield made
    drop_database(postgres.url, name)
