"""A line with people in it, for tests that decide something about it."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import msgspec

from rooms.dropins import acts
from rooms.dropins.acts import LineAct
from rooms.dropins.deciding import decide_act
from rooms.dropins.forms import Form
from rooms.dropins.line import Line, Place, ended, moved_to
from rooms.dropins.settling import settled
from rooms.dropins.stages import State
from rooms.dropins.views import PlaceState
from rooms.dropins.who import Target, Who
from rooms.ids import AccountId, DropInId
from rooms.refusals import Code, Refusal
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, member, uid

HOSTS = ("rosa", "ben")
PEOPLE = ("ana", "bo", "cleo", "dora", "eli", "fay", "gus", "hana")


def drop_in(**more: Any) -> Line:
    """Rosa's line, beside her Ben, live for ten minutes of its hour; room for four."""
    given: dict[str, Any] = {
        "drop_in": "d" * 32,
        "room": ROOM,
        "form": Form.LINE,
        "state": State.LIVE,
        "host": account("rosa"),
        "co_host": account("ben"),
        "starts_at": NOW - 10 * MINUTE_MS,
        "ends_at": NOW + 50 * MINUTE_MS,
        "capacity": 4,
        "turn_minutes": 8,
        **more,
    }
    return Line(**given)


@dataclass
class Hour:
    """The line as it goes, and the clock of it."""

    line: Line
    now: int = NOW
    heard: set[str] = field(default_factory=set)
    barred: set[AccountId] = field(default_factory=set)
    elsewhere: dict[str, DropInId] = field(default_factory=dict)
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def who(self, name: str) -> Who:
        return Who(
            account=account(name),
            first_time=name not in self.heard,
            elsewhere=self.elsewhere.get(name),
            new_id=uid(next(self._ids)),
            known={
                member(other): Target(
                    account=account(other), name=other.title(), helps=other in (*HOSTS, "ines")
                )
                for other in (*HOSTS, *PEOPLE, "ines")
            },
        )

    def settle(self) -> None:
        elsewhere = {account(name) for name in self.elsewhere}
        self.line = settled(self.line, self.now, self.barred, elsewhere)

    def does(self, name: str, act: LineAct) -> Code | None:
        """The refusal's code, or None for what was done."""
        answer = self.asks(name, act)
        return answer.code if isinstance(answer, Refusal) else None

    def asks(self, name: str, act: LineAct) -> Line | Refusal:
        self.settle()
        answer = decide_act(self.line, act, self.who(name), self.now)
        if isinstance(answer, Line):
            self.line = answer
        return answer

    def take(self, *names: str, **more: Any) -> None:
        for name in names:
            assert self.does(name, acts.TakePlace(**more)) is None

    def call(self, name: str | None = None) -> Code | None:
        return self.does("rosa", acts.CallNext(member=member(name) if name else None))

    def goes_on(self, minutes: float) -> None:
        self.now += int(minutes * MINUTE_MS)
        self.settle()

    def takes_floor(self, name: str) -> None:
        """As the entry does it."""
        place = self.place(name)
        assert place.state is PlaceState.CALLED
        talking = moved_to(place, PlaceState.TALKING, self.now)
        talking = msgspec.structs.replace(talking, began_at=self.now)
        line = self.line.with_place(talking)
        self.line = msgspec.structs.replace(line, speaker=place.account)

    def frees_floor(self) -> None:
        place = next(p for p in self.line.held if p.state is PlaceState.TALKING)
        self.heard.add(str(place.account))
        line = self.line.with_place(ended(place, PlaceState.DONE, self.now))
        self.line = msgspec.structs.replace(line, speaker=None)

    def becomes(self, **more: Any) -> None:
        """What entries and the clock change of the session itself."""
        self.line = msgspec.structs.replace(self.line, **more)

    def place(self, name: str) -> Place:
        """The one that is held, else the last one."""
        mine = [p for p in self.line.places if p.account == account(name)]
        return max(mine, key=lambda place: (place.held, place.number))

    def order(self) -> list[str]:
        """Everybody who holds a place, the first first."""
        return [str(place.account) for place in self.line.held]

    def states(self) -> dict[str, PlaceState]:
        return {str(place.account): place.state for place in self.line.held}
