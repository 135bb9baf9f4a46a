"""What is of no more use is deleted once its time has passed, and not before."""

from typing import Any

from sqlalchemy import Connection, insert

from persistence import retention, tables
from tests.persistence.community import Community

DAY_MS = 24 * 3600 * 1000
NOW = 1_000 * DAY_MS


def _fill(connection: Connection) -> None:
    def add(table: Any, **values: Any) -> None:
        connection.execute(insert(table).values(**values))

    for name, at in (("old", NOW - 365 * DAY_MS), ("young", NOW - 364 * DAY_MS)):
        add(tables.audit, at=at, actor_id="house", action=name)
    for name, at in (("old", NOW - DAY_MS), ("young", NOW - DAY_MS + 1)):
        add(tables.throttle, scope="log_in", key=name, arrival=0, failures=1, last_at=at)
    for name, until, used in (("old", NOW, None), ("used", NOW + 1, 1), ("young", NOW + 1, None)):
        add(
            tables.one_use_link,
            id_hash=name,
            account_id="a",
            kind="reset",
            expires_at=until,
            used_at=used,
        )
    for name, until in (("old", NOW), ("young", NOW + 1)):
        add(tables.held_name, skeleton=name, account_id="a", until=until)


async def test_only_what_is_past_its_time_is_deleted(community: Community) -> None:
    await community.database.write(_fill)
    assert await community.database.write(retention.purge_aged, NOW, audit_days=365) == 5
    for column, table in (
        ("action", "audit"),
        ("key", "throttle"),
        ("id_hash", "one_use_link"),
        ("skeleton", "held_name"),
    ):
        assert await community.sql(f"SELECT {column} FROM {table}") == [("young",)]
    assert await community.database.write(retention.purge_aged, NOW, audit_days=365) == 0
