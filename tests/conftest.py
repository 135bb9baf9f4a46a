"""The real services as fixtures; a missing one fails its tests, or skips them on request."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis

from tests.services import (
    Chromium,
    PostgresServer,
    RedisCluster,
    RedisServer,
    ServiceMissing,
    chromium,
    fresh_database,
)


@dataclass(frozen=True, slots=True)
class GivenServer:
    """A server somebody else runs, named in the environment; it cannot be killed or frozen."""

    url: str


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--allow-missing",
        action="store_true",
        help="skip the tests whose service (Redis, PostgreSQL, Chromium) cannot be had",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    with _missing_service_said(item.config):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with _missing_service_said(item.config):
        yield


@contextlib.contextmanager
def _missing_service_said(config: pytest.Config) -> Iterator[None]:
    try:
        yield
    except ServiceMissing as error:
        if config.getoption("--allow-missing"):
            pytest.skip(str(error))
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer | GivenServer]:
    """One Redis for the whole run; a test that breaks it starts its own RedisServer instead."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield GivenServer(given)
        return
    with RedisServer() as server:
        yield server


@pytest.fixture(scope="session")
def redis_cluster() -> Iterator[RedisCluster | GivenServer]:
    """One cluster of three primaries for the whole run."""
    given = os.environ.get("TEST_REDIS_CLUSTER_URL")
    if given:
        yield GivenServer(given)
        return
    with RedisCluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer | GivenServer]:
    """One PostgreSQL for the whole run; its disk is not waited for, a crash test starts its own."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield GivenServer(given)
        return
    with PostgresServer(fsync=False) as server:
        yield server


@pytest.fixture
def redis_url(redis_server: RedisServer | GivenServer) -> str:
    """The address of an empty Redis."""
    with Redis.from_url(redis_server.url) as connection:
        connection.flushall()
    return redis_server.url


@pytest.fixture
def postgres_database(postgres_server: PostgresServer | GivenServer) -> Iterator[str]:
    """The address of an empty database of this test's own, gone after it."""
    with fresh_database(postgres_server.url, "test") as database:
        yield database


@pytest.fixture(scope="session")
def chromium_browser() -> Chromium:
    """The browser's path, environment and sandbox setting, for `playwright.chromium.launch`."""
    return chromium()


@pytest.fixture(scope="session")
def chromium_path(chromium_browser: Chromium) -> Path:
    """The path alone; a browser out of the cache also needs the environment beside it."""
    return chromium_browser.executable_path
