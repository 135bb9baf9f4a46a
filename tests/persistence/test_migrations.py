"""The schema's history comes to what `tables` says, on both databases, and goes back down."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from persistence import migrations, tables
from persistence.database import Database, MigrationPending


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, tables.METADATA))


def table_names(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


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
