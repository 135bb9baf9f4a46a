"""What is compared in the durable benchmarks is the same work: the driver alone leaves the very
transcript that the journal left, and the ORM the same messages, numbered without a gap.
"""

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from benchmarks.contestants.orm import add_all_sqlite
from benchmarks.speed.durable import recording
from benchmarks.speed.durable.community import Community, Shape, settled
from benchmarks.speed.durable.desk_load import WARM_UP
from benchmarks.speed.durable.stores import SqliteStore
from persistence.engines.sqlite import sqlite_path

EVERYBODY_ONCE = Shape("a few rooms", rooms=4, people=WARM_UP + 64)
"""Nobody says two things, so that no limit is met."""
TRANSCRIPT = "SELECT room_id, seq, command_id, body FROM entry ORDER BY room_id, seq"


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path)


async def prepared(store: SqliteStore) -> tuple[str, Community]:
    url = store.empty()
    community = await settled(url, EVERYBODY_ONCE)
    store.settle(url)
    return url, community


def transcript(url: str) -> list[tuple[str, int, str, str]]:
    with closing(sqlite3.connect(sqlite_path(url))) as connection:
        return connection.execute(TRANSCRIPT).fetchall()


async def test_driver_alone_leaves_what_the_journal_left(store: SqliteStore) -> None:
    url, community = await prepared(store)
    with store.copy(url) as by_the_desk, store.copy(url) as by_the_driver:
        sayings = community.sayings(EVERYBODY_ONCE.people)
        calls = await recording.heard_on_sqlite(by_the_desk, sayings)
        recording.said_again_on_sqlite(by_the_driver, calls)
        assert len(transcript(by_the_desk)) == len(sayings)
        assert transcript(by_the_driver) == transcript(by_the_desk)


async def test_orm_stores_the_same_messages_without_a_gap(store: SqliteStore) -> None:
    url, community = await prepared(store)
    sayings = community.sayings(100)
    add_all_sqlite(url, [sayings[:64], sayings[64:]])
    found = transcript(url)
    assert {command for _, _, command, _ in found} == {said.command_id for _, said in sayings}
    for room in community.rooms:
        seqs = [seq for of_room, seq, _, _ in found if of_room == room]
        assert all(seq == place for seq, place in zip(seqs, count(1), strict=False))
