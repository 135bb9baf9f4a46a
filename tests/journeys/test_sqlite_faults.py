"""The only process is killed under load, on SQLite: what was acknowledged stands; and it was on the
disk before anybody was told so."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.faults.of_services.sqlite import KillsSize, sqlite_killed
from tests.journeys.faults.of_services.sqlite_order import OrderSize, synced_before_receipt
from tests.journeys.faults.of_services.sqlite_trace import read_trace
from tests.journeys.faults.unhurried import unhurried_house
from tests.journeys.house import House


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[House]:
    with unhurried_house(tmp_path) as house:
        yield house


async def test_killing_the_only_process_loses_nothing_that_was_acknowledged(alone: House) -> None:
    assert (await sqlite_killed(alone, KillsSize())).violations == ()


async def test_the_disk_has_it_before_anybody_is_told(alone: House, tmp_path: Path) -> None:
    found = await synced_before_receipt(alone, tmp_path, OrderSize())
    assert found.violations == ()
    # Without the tool the finding itself says that nothing was shown.
    assert (found.runs > 0) is (shutil.which("strace") is not None)


CAME = r'7 read(9<socket>, "{\"command_id\":\"%s\",\"body\":\"b\"}", 65536) = 60'
TOLD = r'7 write(9<socket>, "{\"type\":\"receipt\",\"command_id\":\"%s\"}", 60) = 60'
LOGS = r'8 pwrite64(5</house.db-wal>, "\0\1", 24, 0) = 24'
LOG_ASKED = r'8 pwrite64(5</house.db-wal>, "\0\1", 24, 0 <unfinished ...>'
LOG_DONE = "8 <... pwrite64 resumed>) = 24"
SYNC = "8 fdatasync(5</house.db-wal>) = 0"
ASKS = "8 fdatasync(5</house.db-wal> <unfinished ...>"
DONE = "8 <... fdatasync resumed>) = 0"
OTHER = "8 fdatasync(4</house.db>) = 0"
FAILS = "8 fdatasync(5</house.db-wal>) = -1 EIO (Input/output error)"


@pytest.mark.parametrize(
    ("lines", "sound"),
    [
        ([CAME % "a", LOGS, SYNC, TOLD % "a"], True),
        ([CAME % "a", LOG_ASKED, CAME % "b", LOG_DONE, ASKS, DONE, TOLD % "a"], True),
        ([CAME % "a", LOGS, ASKS, CAME % "b", DONE, TOLD % "a"], True),
        ([CAME % "a", LOGS, TOLD % "a", SYNC], False),
        ([LOGS, SYNC, CAME % "a", TOLD % "a"], False),
        ([LOGS, CAME % "a", SYNC, TOLD % "a"], False),
        ([CAME % "a", SYNC, TOLD % "a"], False),
        ([CAME % "a", SYNC, LOGS, TOLD % "a"], False),
        ([CAME % "a", LOGS, ASKS, TOLD % "a", DONE], False),
        ([CAME % "a", LOGS, ASKS, CAME % "b", DONE, TOLD % "a", TOLD % "b"], False),
        ([CAME % "a", LOGS, OTHER, TOLD % "a"], False),
        ([CAME % "a", LOGS, FAILS, TOLD % "a"], False),
    ],
)
def test_a_trace_shows_who_was_told_too_early(lines: list[str], *, sound: bool) -> None:
    assert (read_trace(lines).violations() == []) is sound
