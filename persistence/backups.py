"""Copies of a SQLite database, taken and put back while the server runs.

A restored log is another log: it gets a new epoch, so that no cursor of the old one is believed,
and no session lives on in it: one that was ended after the copy was made would be back.
PostgreSQL has its own tools; after a restore by them, `renew` is what remains to be done.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from persistence.clock import machine_ms, now_ms
from persistence.engines.sqlite import connect, sqlite_path
from rooms.ids import new_opaque_id

_RENEW = "UPDATE log SET epoch = :epoch WHERE id = 1"
_END_SESSIONS = "UPDATE session SET revoked_at = :now WHERE revoked_at IS NULL"


class NotABackup(Exception):
    """One sentence for the operator: the file is not a database of this product."""


def backup(url: str, path: Path) -> None:
    """A consistent copy at `path`, readable by its owner alone; whole or not there at all."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    _copy(sqlite_path(url), unfinished)
    unfinished.replace(path)


def restore(url: str, path: Path) -> None:
    """Puts the copy in place of what the database holds now, in one step, under a new epoch.

    Everybody has to log in again: whose session was ended since cannot be known from the copy.
    Raises `NotABackup` before anything is changed.
    """
    renewed = path.with_name(path.name + ".restoring")
    renewed.unlink(missing_ok=True)
    os.close(os.open(renewed, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        _copy(path, renewed)
        with closing(connect(renewed)) as copy:
            copy.execute(_RENEW, {"epoch": new_opaque_id()})
            copy.execute(_END_SESSIONS, {"now": machine_ms()})
        _copy(renewed, sqlite_path(url))
    except sqlite3.DatabaseError as error:
        raise NotABackup(f"{path} is not a backup that can be restored: {error}.") from error
    finally:
        renewed.unlink()


def renew(connection: Connection) -> str:
    """Make this another log, and end all sessions; the new epoch. Clients read it all anew."""
    epoch = new_opaque_id()
    connection.execute(text(_RENEW), {"epoch": epoch})
    connection.execute(text(_END_SESSIONS), {"now": now_ms(connection)})
    return epoch


def _copy(source: Path, target: Path) -> None:
    with closing(connect(source)) as reading, closing(connect(target)) as writing:
        reading.backup(writing)
