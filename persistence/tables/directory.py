"""The rooms as people find them: themes and rooms. The words of a room file, and what
moderators have set on top of it."""

from sqlalchemy import Text
from sqlmodel import Field

from persistence.tables.stored import Moment, Number, Stored, Words


class Theme(Stored, table=True):
    """A branch of the directory. `tree` is its root: names are stored by member and root."""

    key: str = Field(primary_key=True)
    parent: str | None = None
    tree: str
    position: int
    names: Words


class Room(Stored, table=True):
    """`key`, `caregivers` and `moved_to` are the operator's own keys, in the data file; `names`,
    `purposes`, `synonyms` and `rules` are JSON by language. `live_pace_ms`, `state`, `lock_reason`
    and `calm_until` are moderators' and no file's. `hosting`: the drop-in that is live here, a
    `rooms.dropins.hosted.Hosted` as JSON.

    The row is the room's lock: `head` and `last_at` move under it alone.
    """

    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    theme: str
    tree: str
    position: int
    state: str
    lock_reason: str | None = None
    readers: str
    whom: str
    pace_ms: int
    live_pace_ms: int | None = None
    calm_until: Moment
    hosting: str | None = Field(default=None, sa_type=Text)
    sensitive: bool
    names: Words
    purposes: Words
    synonyms: Words
    rules: Words
    languages: Words
    caregivers: str | None = None
    moved_to: str | None = None
    head: Number
    floor: Number
    last_at: Moment
