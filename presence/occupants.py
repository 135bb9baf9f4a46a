"""Who is in one room through this process: people, each with the devices that hold them there.

Refuses to know other processes, and what is announced.
"""

from dataclasses import dataclass, field

from presence.presence import Person, Snapshot


@dataclass(slots=True)
class Occupant:
    """Somebody in one room, a guest without a person, and the connections that hold them there."""

    person: Person | None
    listed: bool = False
    connections: set[str] = field(default_factory=set)


class Occupants:
    """The people of one room, by person key: a member's id, or a guest's connection id.

    What one person does costs the same in a full room as in an empty one; only `snapshot` looks at
    everybody, and only after a change.
    """

    def __init__(self) -> None:
        self._people: dict[str, Occupant] = {}
        self._keys: dict[str, str] = {}
        self._gone_at: dict[str, float] = {}
        self._snapshot: Snapshot | None = Snapshot()

    def __bool__(self) -> bool:
        return bool(self._people)

    def __contains__(self, person_key: str) -> bool:
        return person_key in self._people

    def enter(self, connection_id: str, person_key: str, person: Person | None) -> None:
        """A new person is unlisted; somebody's second device leaves them as they were."""
        if self._keys.get(connection_id, person_key) != person_key:
            self.leave(connection_id)
        occupant = self._people.setdefault(person_key, Occupant(person))
        occupant.person = person
        occupant.connections.add(connection_id)
        self._keys[connection_id] = person_key
        self._gone_at.pop(connection_id, None)
        self._snapshot = None

    def show(self, person_key: str) -> None:
        self._list(person_key, listed=True)

    def hide(self, person_key: str) -> None:
        self._list(person_key, listed=False)

    def rename(self, member: str, name: str) -> None:
        if person := self._member(member):
            self._become(Person(member=member, name=name, role=person.role))

    def name_of(self, member: str) -> str | None:
        person = self._member(member)
        return person.name if person else None

    def change_role(self, member: str, role: str) -> None:
        if person := self._member(member):
            self._become(Person(member=member, name=person.name, role=role))

    def leave(self, connection_id: str) -> None:
        person_key = self._keys.pop(connection_id, None)
        self._gone_at.pop(connection_id, None)
        if person_key is None:
            return
        occupant = self._people[person_key]
        occupant.connections.discard(connection_id)
        if not occupant.connections:
            del self._people[person_key]
            self._snapshot = None

    def fade(self, connection_id: str, *, gone_at: float) -> None:
        """The line dropped: the person stays until then, or for as long as another device holds."""
        if connection_id in self._keys:
            self._gone_at[connection_id] = gone_at

    def expire(self, now: float) -> None:
        for connection_id, gone_at in tuple(self._gone_at.items()):
            if gone_at <= now:
                self.leave(connection_id)

    def snapshot(self) -> Snapshot:
        """The same value, and not only an equal one, until somebody comes, goes or changes."""
        if self._snapshot is None:
            people = ((o.person, o.listed) for o in self._people.values())
            listed = tuple(person for person, shown in people if shown and person is not None)
            self._snapshot = Snapshot(people=listed, others=len(self._people) - len(listed))
        return self._snapshot

    def _list(self, person_key: str, *, listed: bool) -> None:
        occupant = self._people.get(person_key)
        if occupant is not None and occupant.listed != listed:
            occupant.listed = listed
            self._snapshot = None

    def _member(self, member: str) -> Person | None:
        occupant = self._people.get(member)
        return occupant.person if occupant else None

    def _become(self, person: Person) -> None:
        self._people[person.member].person = person
        self._snapshot = None
