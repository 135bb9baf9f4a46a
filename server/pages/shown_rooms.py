"""Rooms as the pages show them: in one language, with what may be known of who is in them.

Made from values; what a reader may read was asked elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from unicodedata import normalize

from presence.glances import NOBODY, Glance
from rooms.ids import RoomId
from server.directory.listing import Directory, RoomSummary
from server.tongues import Tongue, called

DAY_MS = 24 * 3_600_000
MOST_LIVELY = 6


@dataclass(frozen=True, slots=True)
class Link:
    """A room that another one leads to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class NextDropIn:
    """A room's session that is going on, or its next one, in words."""

    id: str
    words: str
    chip: str
    going_on: bool


@dataclass(frozen=True, slots=True)
class ShownRoom:
    """A room in one language; in English where the operator gave no text in that one. `here` and
    `mentor` are of the last minute; `today`: somebody wrote in the last 24 hours."""

    id: str
    name: str
    purpose: str
    rules: tuple[str, ...]
    languages: tuple[str, ...]
    tongues: tuple[Tongue, ...]
    whom: str
    readers: str
    state: str
    lock_reason: str | None
    calm_until: int | None
    pace_ms: int
    sensitive: bool
    readable: bool
    unread: int | None
    caregivers: Link | None = None
    moved_to: Link | None = None
    here: str = "none"
    mentor: bool = False
    today: bool = False
    drop_in: NextDropIn | None = None


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """A root theme with its rooms: its own first, then those of its branches under their names; and
    where those go who care for its people. Its name is empty for rooms that no file has put under
    a theme yet."""

    name: str
    groups: tuple[tuple[str, tuple[ShownRoom, ...]], ...]

    @property
    def rooms(self) -> tuple[ShownRoom, ...]:
        return tuple(room for _, rooms in self.groups for room in rooms)

    @property
    def caregivers(self) -> tuple[Link, ...]:
        """Each once."""
        return tuple(dict.fromkeys(room.caregivers for room in self.rooms if room.caregivers))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the rooms besides the directory: who is there, and when somebody wrote."""

    glances: Mapping[str, Glance]
    written: Mapping[RoomId, int]
    now: int

    def today(self, room: RoomId) -> bool:
        return self.now - self.written.get(room, 0) < DAY_MS


def shown(lang: str, directory: Directory, seen: Seen) -> dict[RoomId, ShownRoom]:
    """All rooms in `lang`, in the directory's order."""
    named = {room.room: room for room in directory.rooms}
    return {room.room: _room(lang, room, named, seen) for room in directory.rooms}


def by_theme(
    lang: str, directory: Directory, rooms: Mapping[RoomId, ShownRoom]
) -> list[ShownTheme]:
    """The themes with those of `rooms` that hang on them; a theme without one is left out."""
    themes = []
    for root in directory.themes:
        branches = [("", root.rooms), *((_in(lang, s.theme.names), s.rooms) for s in root.themes)]
        groups = tuple((name, _kept(hanging, rooms)) for name, hanging in branches)
        groups = tuple((name, kept) for name, kept in groups if kept)
        if groups:
            themes.append(ShownTheme(_in(lang, root.theme.names), groups))
    return themes


def _kept(
    hanging: Iterable[RoomSummary], rooms: Mapping[RoomId, ShownRoom]
) -> tuple[ShownRoom, ...]:
    return tuple(rooms[room.room] for room in hanging if room.room in rooms)


def by_letter(rooms: Iterable[ShownRoom]) -> list[tuple[str, list[ShownRoom]]]:
    """From A to Z by name, an accent making no difference."""
    ordered = sorted(rooms, key=lambda room: (_plain(room.name), room.name))
    return [
        (letter, list(together))
        for letter, together in groupby(ordered, key=lambda room: _plain(room.name)[:1].upper())
    ]


def lively(rooms: Iterable[ShownRoom]) -> list[ShownRoom]:
    """Rooms where somebody is, then rooms where somebody wrote today; a few of them."""
    ranked = {"ten_plus": 0, "few": 1, "none": 2}
    found = [room for room in rooms if room.readable and (room.here != "none" or room.today)]
    found.sort(key=lambda room: (ranked[room.here], not room.mentor))
    return found[:MOST_LIVELY]


def _room(
    lang: str, room: RoomSummary, named: Mapping[RoomId, RoomSummary], seen: Seen
) -> ShownRoom:
    here = seen.glances.get(room.room, NOBODY) if room.readable else NOBODY
    return ShownRoom(
        id=room.room,
        name=_in(lang, room.names),
        purpose=_in(lang, room.purposes),
        rules=room.rules.get(lang, ()),
        languages=room.languages,
        tongues=tuple(called(lang, code) for code in room.languages),
        whom=room.whom.value,
        readers=room.readers.value,
        state=room.state.value,
        lock_reason=room.lock_reason.value if room.lock_reason else None,
        calm_until=room.calm_until,
        pace_ms=room.pace_ms,
        sensitive=room.sensitive,
        readable=room.readable,
        unread=room.unread,
        caregivers=_link(lang, named, room.caregivers),
        moved_to=_link(lang, named, room.moved_to),
        here=here.crowd,
        mentor=here.mentor,
        today=room.readable and seen.today(room.room),
    )


def _link(lang: str, named: Mapping[RoomId, RoomSummary], room: RoomId | None) -> Link | None:
    if room is None or room not in named:
        return None
    return Link(room, _in(lang, named[room].names))


def _in(lang: str, texts: Mapping[str, str]) -> str:
    return texts.get(lang) or texts.get("en", "")


def _plain(text: str) -> str:
    return "".join(c for c in normalize("NFD", text.lower()) if c.isalnum() or c == " ")
