"""Release N beside release N+1, on one database: one process after the other is sent away and begun
again as the next release, while a crowd talks. The next release is a copy of this tree with one
migration more, which does not speak to this one between processes.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

from persistence import migrations
from tests.journeys.faults.crowd.returning import change_doors, unused
from tests.journeys.faults.finding import Finding
from tests.journeys.faults.of_processes.processes import Size, beset, calm, sent_on
from tests.journeys.faults.quiet.load import QuietLoad
from tests.journeys.house import House
from tests.journeys.web import ROOT

PACKAGES = ("rooms", "persistence", "presence", "server", "tests")
CROSSING_SECONDS = 20.0
"""Ten times the two in which it is there."""
_NO_PART_OF_IT = shutil.ignore_patterns("browser", "mutants")
"""Compiled files go along: what they were made of keeps its time."""
_MARK = ("server/brokers/redis_envelope.py", "VERSION = 1\n", "VERSION = 2\n")
_MIGRATION = '''"""A column and a table that the release before knows nothing of."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("of_next", sa.String(), nullable=True))
    op.create_table("of_next", sa.Column("id", sa.String(), primary_key=True))


def downgrade() -> None:
    op.drop_table("of_next")
    op.drop_column("entry", "of_next")
'''


async def two_releases(house: House, size: Size, folder: Path) -> Finding:
    """The schema is migrated first, under load, as an operator is told to; then one process after
    the other becomes the next release. A house on PostgreSQL serves one run.
    Samples: those of a rolling restart."""
    root = next_release(folder)
    async with beset(house, size) as load:
        await calm(load, size)
        await asyncio.to_thread(_migrate, root, house.database)
        for web in house.webs:
            await calm(load, size)
            await sent_on(load, web)
            web.change_release(root)
            await web.begin().ready()
            await _both_used(load, size)
    return load.finding("release N beside release N+1", 1)


def next_release(folder: Path) -> Path:
    """The tree of the release to come."""
    root = folder / "next"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, root / package, ignore=_NO_PART_OF_IT)
    for part in ("dist", "locales", "pages"):
        shutil.copytree(ROOT / "web_client" / part, root / "web_client" / part)
    name, this, following = _MARK
    marked = (root / name).read_text()
    assert this in marked
    (root / name).write_text(marked.replace(this, following))
    migration = root / "persistence/migrations/versions/next.py"
    migration.write_text(_MIGRATION.format(head=migrations.head()))
    return root


async def _both_used(load: QuietLoad, size: Size) -> None:
    """Half of each room's people try the next door, so that each release has some, once there are
    two; what is said at either is shown at both."""
    await change_doors(load.crowd)
    load.wrong += unused(load.crowd)
    await calm(load, size)
    await load.crowd.all_shown(within_seconds=CROSSING_SECONDS)


def _migrate(root: Path, database: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "server", "migrate"],
        cwd="/",
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(root),
            "HEARTHSIDE_BOOTSTRAPPED": sys.prefix,
            "DATABASE_URL": database,
        },
        check=True,
        capture_output=True,
    )
