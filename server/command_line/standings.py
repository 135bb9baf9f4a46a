"""What the operator reads of roles and hosts: who has which, what a change has come to, who is
missing.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection

from persistence.dropins import hosting_of
from persistence.people import roster
from persistence.people.roster import Holding, Listed
from rooms.actor import Role

NO_ADMIN = "Nobody is admin now: `python3 -m server people role NAME admin` makes one."
NO_MODERATOR = (
    "Nobody is moderator everywhere: `python3 -m server people role NAME moderator` makes one."
)


def line(person: Listed) -> str:
    """One person, as in `people list`."""
    held = "; ".join(_held(each) for each in person.holdings) or Role.MEMBER.value
    return f"{person.name:<24} {held}{' (closed)' if person.closed else ''}"


def effect(name: str, key: str | None, before: Sequence[Holding], now: Sequence[Holding]) -> str:
    """What somebody is after a change in the room of this key, or everywhere; and what they are
    besides, or are no longer."""
    if key is None:
        ended = [held for held in before if held.key is not None]
        besides = f"; ended: {_together(ended)}" if ended else ""
        return f"{name} is {_a(_role(now, None))} everywhere{besides}."
    elsewhere = _role(now, None)
    besides = f"; elsewhere still {elsewhere}" if elsewhere is not Role.MEMBER else ""
    return f"{name} is {_a(_role(now, key))} in {key}{besides}."


def missing(connection: Connection) -> list[str]:
    """What a house needs and nobody is."""
    needed = {Role.ADMIN: NO_ADMIN, Role.MODERATOR: NO_MODERATOR}
    return [
        note for role, note in needed.items() if not roster.is_held_everywhere(connection, role)
    ]


def alone(connection: Connection) -> list[str]:
    """Drop-ins that would be held with nobody beside the host."""
    count = hosting_of.alone(connection)
    if not count:
        return []
    ahead = "1 drop-in ahead has" if count == 1 else f"{count} drop-ins ahead have"
    return [f"{ahead} nobody beside the host: such ones open as a line or circle of 8 at most."]


def by_rank(people: Iterable[Listed]) -> Iterator[str]:
    """The lines of `people list`: who has most to say first."""
    yield from map(line, sorted(people, key=_rank, reverse=True))


def _rank(person: Listed) -> tuple[int, bool]:
    highest = max((held.role.rank for held in person.holdings), default=Role.MEMBER.rank)
    return highest, any(held.key is None for held in person.holdings)


def _role(holdings: Sequence[Holding], key: str | None) -> Role:
    return next((held.role for held in holdings if held.key == key), Role.MEMBER)


def _a(role: Role) -> str:
    return f"{'an' if role is Role.ADMIN else 'a'} {role}"


def _together(holdings: Iterable[Holding]) -> str:
    return ", ".join(_held(each) for each in holdings)


def _held(held: Holding) -> str:
    return f"{held.role} {'everywhere' if held.key is None else 'in ' + held.key}"
