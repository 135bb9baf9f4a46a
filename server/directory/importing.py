"""Takes a rooms file over into the database, whole or not at all. Nothing is ever deleted."""

from sqlalchemy import Connection

from persistence import rooms, themes
from server.directory.rooms_file import RoomsFile
from server.failure import Failure


def store(connection: Connection, file: RoomsFile) -> None:
    """Make or change the file's themes and rooms, by key.

    Raises Failure for a room that people have written in and that would come under another root
    theme; the transaction must then end undone.
    """
    themes.upsert(connection, file.themes)
    try:
        rooms.upsert(connection, file.rooms)
    except rooms.TreeInUse as refused:
        raise Failure(
            f"People have written in {refused} and chose their names for its root theme: leave it"
            " under that theme, or make a new room and let `moved_to` lead there."
        ) from None
