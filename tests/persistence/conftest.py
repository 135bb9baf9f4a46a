"""A migrated database of each system, and a community in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from persistence import migrations
from rooms.actor import Actor, Role
from tests.persistence.community import Community, Process, Shift
from tests.persistence.hours import Hour


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/hearthside.db"
    return str(request.getfixturevalue("postgres_database"))


@pytest.fixture
def url(empty_url: str) -> str:
    """The address of a database with this release's schema."""
    migrations.upgrade(empty_url)
    return empty_url


@pytest.fixture
async def community(url: str) -> AsyncIterator[Community]:
    shift = Shift()
    async with Process.start(url, shift) as process:
        yield await Community(url, process, shift).build()


@pytest.fixture
async def other_process(community: Community) -> AsyncIterator[Process]:
    """A second process on the same database."""
    async with Process.start(community.url, community.shift) as process:
        yield process


@pytest.fixture
async def hour(community: Community, other_process: Process) -> Hour:
    return Hour(community, [community.process, other_process])


@pytest.fixture
async def rosa(community: Community) -> Actor:
    return await community.staff("Rosa", Role.MENTOR, community.garden)


@pytest.fixture
async def teo(community: Community) -> Actor:
    return await community.staff("Teo", Role.MENTOR, community.garden)
