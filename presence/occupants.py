"""Who is in one room through this process: people, each with the devices that hold them there.

Refuses to know other processes, and what is announced.
"""

from dataclasses import dataclass, field

from presence.presence import Person, Snapshot


@dataclass(slots=True)
class Occupant:
    """Somebody in one room, a guest without a person; by connection when it is gone, None while
    its line stands."""

    person: Person | None
    listed: bool = False
    connections: dict[str, float | None] = field(default_factory=dict)


class Occupants:
    """The people of one room, by person key: a member's id, or a guest's connection id."""

    def __init__(self) -> None:
        self._people: dict[str, Occupant] = {}

    def __bool__(self) -> bool:
        return bool(self._people)

    def __contains__(self, person_key: str) -> bool:
        return person_key in self._people

    def enter(self, connection_id: str, person_key: str, person: Person | None) -> None:
        """A new person is unlisted; somebody's second device leaves them as they were."""
        occupant = self._people.setdefault(person_key, Occupant(person))
        occupant.person = person
        occupant.connections[connection_id] = None

    def show(self, person_key: str) -> None:
        if person_key in self._people:
            self._people[person_key].listed = True

    def hide(self, person_key: str) -> None:
        if person_key in self._people:
            self._people[person_key].listed = False

    def rename(self, member: str, name: str) -> None:
        for occupant in self._people.values():
            person = occupant.person
            if person is not None and person.member == member:
                occupant.person = Person(member=member, name=name, role=person.role)

    def name_of(self, member: str) -> str | None:
        occupant = self._people.get(member)
        return occupant.person.name if occupant and occupant.person else None

    def change_role(self, member: str, role: str) -> None:
        for occupant in self._people.values():
            person = occupant.person
            if person is not None and person.member == member:
                occupant.person = Person(member=member, name=person.name, role=role)

    def leave(self, connection_id: str) -> None:
        for occupant in self._people.values():
            occupant.connections.pop(connection_id, None)
        self._forget_empty()

    def fade(self, connection_id: str, *, gone_at: float) -> None:
        """The line dropped: the person stays until then, or for as long as another device holds."""
        for occupant in self._people.values():
            if connection_id in occupant.connections:
                occupant.connections[connection_id] = gone_at

    def expire(self, now: float) -> None:
        for occupant in self._people.values():
            for connection_id, gone_at in tuple(occupant.connections.items()):
                if gone_at is not None and gone_at <= now:
                    del occupant.connections[connection_id]
        self._forget_empty()

    def snapshot(self) -> Snapshot:
        people = ((o.person, o.listed) for o in self._people.values())
        listed = tuple(person for person, shown in people if shown and person is not None)
        return Snapshot(people=listed, others=len(self._people) - len(listed))

    def _forget_empty(self) -> None:
        self._people = {key: o for key, o in self._people.items() if o.connections}
