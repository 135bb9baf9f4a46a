"""What a room knows of who is in it, as values.

Listed people have a name; everybody else is a part of one number, and only a word about that number
ever leaves. Refuses to know connections, processes and stores.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

Crowd = Literal["none", "few", "ten_plus"]

# Promises to people, shared with the checker.
GONE_AFTER_LEAVE_SECONDS = 5
GONE_AFTER_DROP_SECONDS = 30
GONE_AFTER_CRASH_SECONDS = 12
# So that reading quietly leaves no trace.
OTHERS_CHANGE_SECONDS = 60

TEN = 10


class Person(msgspec.Struct, frozen=True):
    """Somebody who is listed. `member` is the room's opaque id, never an account's."""

    member: str
    name: str
    role: str


class Snapshot(msgspec.Struct, frozen=True):
    """What one process knows of one room; `others` are guests and members who are not listed."""

    people: tuple[Person, ...] = ()
    others: int = 0


class Here(msgspec.Struct, frozen=True):
    """What everybody in a room may know of who is in it; people are in order of their names."""

    people: tuple[Person, ...] = ()
    others: Crowd = "none"


class Change(msgspec.Struct, frozen=True):
    """From one `Here` to the next. A joining member replaces whoever is listed under that id.

    `others` is None when the word stays.
    """

    joins: tuple[Person, ...] = ()
    leaves: tuple[str, ...] = ()
    others: Crowd | None = None

    def __bool__(self) -> bool:
        return bool(self.joins or self.leaves or self.others)


def crowd(number: int) -> Crowd:
    """The only thing that is said about a number of people."""
    if number < 1:
        return "none"
    return "few" if number < TEN else "ten_plus"


def merge(snapshots: Iterable[Snapshot]) -> Here:
    """What several processes know together; the same for every order of the snapshots.

    A member who is listed through one process and unlisted in another counts in both.
    """
    known = tuple(snapshots)
    listed = {person.member: person for person in _by_name(p for s in known for p in s.people)}
    return Here(tuple(_by_name(listed.values())), crowd(sum(s.others for s in known)))


def diff(before: Here, after: Here) -> Change:
    """Empty, and so false, when nothing changed."""
    stayed = {person.member for person in after.people}
    # A set: looked for in the tuple, a room of 5,000 costs 25 million comparisons.
    known = set(before.people)
    return Change(
        joins=tuple(person for person in after.people if person not in known),
        leaves=tuple(p.member for p in before.people if p.member not in stayed),
        others=after.others if after.others != before.others else None,
    )


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: (person.name, person.member, person.role))
