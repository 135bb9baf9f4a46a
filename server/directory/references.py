"""Whether the tables of a rooms file fit together: no key twice, nothing refers to what is not
there, no theme above itself, no room moved in a circle, no language that is none. Raises Mistake
for the first that fails.
"""

from collections.abc import Mapping, Sequence

from persistence.rooms import Whom
from rooms.ids import TreeId
from server.directory.declared import DeclaredRoom, DeclaredTheme
from server.directory.mistakes import Mistake, Place
from server.tongues import is_known


def trees(themes: Sequence[DeclaredTheme]) -> dict[str, TreeId]:
    """The root of each theme, by key."""
    _refuse_doubles("theme", [theme.key for theme in themes])
    parents = {theme.key: theme.parent for theme in themes}
    for index, theme in enumerate(themes):
        _refuse_parent(Place("theme", index, "parent"), theme, parents)
    return {key: TreeId(parent or key) for key, parent in parents.items()}


def check_rooms(rooms: Sequence[DeclaredRoom], themes: Mapping[str, TreeId]) -> None:
    """Every room's theme, caregivers' room and new room are in the same file."""
    _refuse_doubles("room", [room.key for room in rooms])
    known = {room.key: room for room in rooms}
    moves = {room.key: room.moved_to for room in rooms}
    for index, room in enumerate(rooms):
        if room.theme not in themes:
            raise _not_there(Place("room", index, "theme"), "theme", room.theme)
        _refuse_languages(Place("room", index, "languages"), room)
        _refuse_caregivers(Place("room", index, "caregivers"), room, known)
        _refuse_move(Place("room", index, "moved_to"), room, moves)


def _refuse_doubles(table: str, keys: Sequence[str]) -> None:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            raise Mistake(Place(table, index, "key"), f"the key `{key}` is there twice.")


def _refuse_parent(place: Place, theme: DeclaredTheme, parents: Mapping[str, str | None]) -> None:
    if theme.parent is None:
        return
    if theme.parent not in parents:
        raise _not_there(place, "theme", theme.parent)
    if circle := _circle(theme.key, parents):
        raise Mistake(place, f"themes hang on each other in a circle: {circle}.")
    if parents[theme.parent] is not None:
        raise Mistake(
            place, f"`{theme.parent}` has a parent of its own: themes have two levels, not three."
        )


def _refuse_languages(place: Place, room: DeclaredRoom) -> None:
    for code in room.languages:
        if not is_known(code):
            raise Mistake(
                place, f"`{code}` is not the code of a language, such as en, es, fr or qu."
            )


def _refuse_caregivers(place: Place, room: DeclaredRoom, known: Mapping[str, DeclaredRoom]) -> None:
    if room.caregivers is None:
        return
    if room.caregivers not in known:
        raise _not_there(place, "room", room.caregivers)
    if known[room.caregivers].whom is not Whom.CARING:
        raise Mistake(
            place, f"the room `{room.caregivers}` is not for those who care for somebody."
        )


def _refuse_move(place: Place, room: DeclaredRoom, moves: Mapping[str, str | None]) -> None:
    if room.moved_to is None:
        return
    if room.moved_to not in moves:
        raise _not_there(place, "room", room.moved_to)
    if circle := _circle(room.key, moves):
        raise Mistake(place, f"rooms have moved in a circle: {circle}.")


def _circle(start: str, steps: Mapping[str, str | None]) -> str:
    """The way from `start` back to it, or nothing when it ends elsewhere."""
    way = [start]
    while (following := steps.get(way[-1])) and following not in way:
        way.append(following)
    return " → ".join([*way, start]) if following == start else ""


def _not_there(place: Place, table: str, key: str) -> Mistake:
    return Mistake(place, f"there is no [[{table}]] with the key `{key}` in this file.")
