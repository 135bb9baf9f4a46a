"""Where in line somebody stands: taking a place, moving down by one, being made the next."""

import msgspec

from rooms.dropins.line import Line, Place
from rooms.dropins.views import PlaceState


def entered(line: Line, place: Place) -> Line:
    """A new place at the end; where first-timers go first, behind the last of them and behind whom
    hosts have made the next. Its `turn` must be higher than all others."""
    held = line.held
    index = len(held)
    if line.first_timers_first and place.first_time:
        before = [number for number, other in enumerate(held) if _goes_before(other)]
        index = before[-1] + 1 if before else 0
    return line.in_order((*held[:index], place, *held[index:]))


def moved_down(line: Line, place: Place) -> Line:
    """Down by one: behind the next person who could be called, if there is one. The place itself
    is told so. Nobody else moves but that one."""
    behind = [
        other
        for other in line.held
        if other.turn > place.turn and other.state is PlaceState.WAITING
    ]
    if not behind:
        return line
    down = msgspec.structs.replace(place, moved_down=True)
    others = [other for other in line.held if other.id != place.id]
    index = others.index(behind[0]) + 1
    return line.in_order((*others[:index], down, *others[index:]))


def moved_up(line: Line, place: Place, now: int) -> Line:
    """Before all others who hold a place and are not up already."""
    up = msgspec.structs.replace(place, moved_up_at=now, moved_down=False)
    others = [other for other in line.held if other.id != place.id]
    index = 0
    while index < len(others) and _is_up(others[index]):
        index += 1
    return line.in_order((*others[:index], up, *others[index:]))


def _goes_before(place: Place) -> bool:
    return place.first_time or place.moved_up_at is not None or _is_up(place)


def _is_up(place: Place) -> bool:
    return place.state in (PlaceState.CALLED, PlaceState.TALKING)
