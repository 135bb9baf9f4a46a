"""The wires are tested on both event loops, all else here on the standard one; and settings of a
test's own."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import uvloop

from tests.server.looked_after import LookedAfter, looked_after

LoopFactory = Callable[[], asyncio.AbstractEventLoop]


def pytest_asyncio_loop_factories(item: pytest.Item) -> Mapping[str, LoopFactory]:
    if "_wire" in item.path.stem:
        return {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}
    return {"asyncio": asyncio.new_event_loop}


SETTINGS = (
    *("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY", "METRICS_TOKEN"),
    *("ENVIRONMENT", "PORT", "SMTP_URL", "MAIL_FROM"),
)


@pytest.fixture
def settings_of_this_test_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, and a data folder of the test's own."""
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[LookedAfter]:
    """Rooms that are looked after, empty of words."""
    with looked_after(tmp_path) as place:
        yield place
