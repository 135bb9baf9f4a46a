"""The schema's history comes to what `tables` says, on both databases, and goes back down."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, inspect, select

from persistence import migrations, tables
from persistence.database import Database, MigrationPending


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, tables.METADATA))


def table_names(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


def said(connection: Connection) -> None:
    """As a release before would have written it: a room, somebody in it, and a message."""
    tree, names = "tree", '{"en": "Room"}'
    room = {"id": "room", "key": "key", "tree": tree, "position": 1, "state": "open"}
    shown = {"readers": "guests", "pace_ms": 0, "sensitive": False, "head": 1, "floor": 0}
    words = {"names": names, "purposes": names, "languages": "[]", "last_at": 5, "calm_until": 0}
    connection.execute(insert(tables.room), room | shown | words)
    belongs = {"room_id": "room", "account_id": "account", "member_id": "member", "posts": 7}
    since = {"arrival": 1, "last_post": 5, "joined_at": 1}
    connection.execute(insert(tables.membership), belongs | since)
    entry = {"room_id": "room", "seq": 1, "at": 5, "kind": "message_posted", "payload": "{}"}
    by = {"actor_id": "account", "command_id": "id", "message_id": "id", "body": "words"}
    connection.execute(insert(tables.entry), entry | by)


def kept(connection: Connection) -> list[tuple[object, ...]]:
    entry, membership = tables.entry, tables.membership
    asked = select(entry.c.body, entry.c.seq, membership.c.member_id, membership.c.posts).join(
        membership, membership.c.account_id == entry.c.actor_id
    )
    return [tuple(row) for row in connection.execute(asked)]


async def test_from_empty_to_head_is_the_metadata(url: str) -> None:
    async with Database.open(url) as database:
        await database.check_migrated()
        assert await database.read(differences) == []


async def test_down_and_up_again_is_the_metadata(url: str) -> None:
    migrations.downgrade(url)
    async with Database.open(url) as database:
        assert await database.read(table_names) == ["alembic_version"]
    migrations.upgrade(url)
    async with Database.open(url) as database:
        assert await database.read(differences) == []


async def test_what_was_said_outlives_the_tables_it_was_said_in(url: str) -> None:
    migrations.downgrade(url, "r0003")
    async with Database.open(url) as database:
        await database.write(said)
    migrations.upgrade(url)
    async with Database.open(url) as database:
        assert await database.read(kept) == [("words", 1, "member", 7)]
    migrations.downgrade(url, "r0003")
    async with Database.open(url) as database:
        assert await database.read(kept) == [("words", 1, "member", 7)]


async def test_a_second_upgrade_changes_nothing(url: str) -> None:
    async with Database.open(url) as database:
        before = await database.read(table_names)
    migrations.upgrade(url)
    async with Database.open(url) as database:
        assert await database.read(table_names) == before


async def test_an_empty_database_is_named_as_not_migrated(empty_url: str) -> None:
    async with Database.open(empty_url) as database:
        with pytest.raises(MigrationPending, match="migrate"):
            await database.check_migrated()
