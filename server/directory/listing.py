"""The directory as one reader sees it: themes in the operator's order, each with its rooms.

Values only: what a reader may read was asked elsewhere. No key of a room leaves this module.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from persistence.rooms import Room, Whom, Words
from persistence.themes import ThemeSpec
from rooms.commands import Reason
from rooms.ids import RoomId
from rooms.permissions import Readers, RoomState
from server.directory.search import Findable, search

BEGINNING = "beginning"
"""The key of the theme that is offered to somebody who found nothing, or cannot look for long."""


class RoomSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A room in the directory. `names`, `purposes` and `rules` are by language; without `rules`
    those of the house hold. `languages` are those people write in, the room's own first.
    `caregivers` is the room of those who care for its people, `moved_to` where it has gone.
    `pace_ms` is the pace in force; `calm_until` (ms since the Unix epoch) is null when there is no
    calm. `unread` counts messages and is null for who does not read here as a member."""

    room: RoomId
    theme: str
    tree: str
    names: Mapping[str, str]
    purposes: Mapping[str, str]
    rules: Words
    languages: tuple[str, ...]
    whom: Whom
    readers: Readers
    sensitive: bool
    state: RoomState
    lock_reason: Reason | None = None
    pace_ms: int = 0
    calm_until: int | None = None
    caregivers: RoomId | None = None
    moved_to: RoomId | None = None
    readable: bool
    unread: int | None = None


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """A branch of the directory; `parent` is null for a root. `names` are by language."""

    theme: str
    parent: str | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SubTheme:
    """A branch inside a root theme, never without rooms."""

    theme: Theme
    rooms: tuple[RoomSummary, ...]


@dataclass(frozen=True, slots=True)
class RootTheme:
    """A root theme: `rooms` hang on it directly, others on its `themes`. Never without rooms."""

    theme: Theme
    rooms: tuple[RoomSummary, ...]
    themes: tuple[SubTheme, ...] = ()

    @property
    def all_rooms(self) -> tuple[RoomSummary, ...]:
        """Its own rooms, then those of its branches."""
        return (*self.rooms, *(room for sub in self.themes for room in sub.rooms))


@dataclass(frozen=True, slots=True)
class Directory:
    """All rooms, also those that this reader may not read; each is under exactly one theme."""

    themes: tuple[RootTheme, ...]
    findable: tuple[Findable, ...]

    @property
    def branches(self) -> tuple[Theme, ...]:
        """All themes in order, each root before those that hang on it."""
        roots = ((root.theme, *(sub.theme for sub in root.themes)) for root in self.themes)
        return tuple(theme for together in roots for theme in together)

    @property
    def rooms(self) -> tuple[RoomSummary, ...]:
        """All rooms in the directory's order."""
        return tuple(room for root in self.themes for room in root.all_rooms)

    @property
    def beginning(self) -> tuple[RoomSummary, ...]:
        """The rooms of the theme `BEGINNING`; none where the operator's file has no such theme."""
        first = (root.all_rooms for root in self.themes if root.theme.theme == BEGINNING)
        return next(first, ())

    def find(self, query: str) -> tuple[RoomSummary, ...]:
        """The rooms that answer a search, best first; the new room in the place of a moved one.
        None where nothing is alike: the caller shows them all then."""
        rooms = {room.room: room for room in self.rooms}
        found = (_arrived(rooms, rooms[one]) for one in search(query, self.findable))
        return tuple({room.room: room for room in found}.values())


def summary(
    room: Room, ids: Mapping[str, RoomId], *, now: int, readable: bool, unread: int | None
) -> RoomSummary:
    """The room for one reader. `ids`: the rooms that `caregivers` and `moved_to` may name."""
    return RoomSummary(
        room=room.id,
        theme=room.theme,
        tree=room.tree,
        names=room.names,
        purposes=room.purposes,
        rules=room.rules,
        languages=room.languages,
        whom=room.whom,
        readers=room.readers,
        sensitive=room.sensitive,
        state=room.state,
        lock_reason=room.lock_reason,
        pace_ms=room.pace_ms if room.live_pace_ms is None else room.live_pace_ms,
        calm_until=room.calm_until if room.calm_until > now else None,
        caregivers=ids.get(room.caregivers or ""),
        moved_to=ids.get(room.moved_to or ""),
        readable=readable,
        unread=unread,
    )


def listed(
    specs: Sequence[ThemeSpec], rooms: Sequence[Room], summaries: Mapping[RoomId, RoomSummary]
) -> Directory:
    """The rooms under their themes. Rooms of a theme that no file has named yet come last, under
    one of their tree without names."""
    known = {
        spec.key: Theme(theme=spec.key, parent=spec.parent, names=spec.names) for spec in specs
    }
    for room in rooms:
        if room.theme not in known:
            known.setdefault(room.tree, Theme(theme=room.tree, parent=None, names={}))
    hanging: dict[str, list[RoomSummary]] = {key: [] for key in known}
    ordered = sorted(rooms, key=lambda room: room.position)
    for room in ordered:
        place = room.theme if room.theme in known else room.tree
        hanging[place].append(summaries[room.id])
    roots = {key: _root(known, key) for key in known}
    themes = tuple(
        RootTheme(
            theme=known[key],
            rooms=tuple(hanging[key]),
            themes=tuple(
                SubTheme(known[sub], tuple(hanging[sub]))
                for sub, root in roots.items()
                if root == key and sub != key and hanging[sub]
            ),
        )
        for key in known
        if roots[key] == key and any(hanging[sub] for sub, root in roots.items() if root == key)
    )
    return Directory(themes, tuple(_findable(room, known, roots) for room in ordered))


def _findable(room: Room, known: Mapping[str, Theme], roots: Mapping[str, str]) -> Findable:
    place = room.theme if room.theme in known else room.tree
    themes = {place, roots[place]}
    return Findable(
        room=room.id,
        names=tuple(room.names.values()),
        synonyms=tuple(word for words in room.synonyms.values() for word in words),
        themes=tuple(name for theme in sorted(themes) for name in known[theme].names.values()),
        purposes=tuple(room.purposes.values()),
    )


def _root(known: Mapping[str, Theme], key: str) -> str:
    """The theme that this one finally hangs on; the walk ends even where rows make a circle."""
    for _ in known:
        parent = known[key].parent
        if parent is None or parent not in known:
            break
        key = parent
    return key


def _arrived(rooms: Mapping[RoomId, RoomSummary], room: RoomSummary) -> RoomSummary:
    for _ in rooms:
        if room.moved_to is None or room.moved_to not in rooms:
            break
        room = rooms[room.moved_to]
    return room
