"""What waits for the append, compared with a plain list of it: nothing is lost, a room's commands
keep their order, and what is said to be ready is what can be taken."""

from collections.abc import Sequence
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from persistence.journal import Submission
from rooms.actor import Actor
from rooms.commands import PostMessage
from rooms.ids import AccountId, RoomId
from server.talk.waiting import Waiting, WaitingRooms

ROOMS = [RoomId(f"{number:032x}") for number in range(4)]
rooms = st.sampled_from(ROOMS)


class Waits(RuleBasedStateMachine):
    """`waiting` holds all that was put and not taken, oldest first; `away` the rooms of batches."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = WaitingRooms()
        self.waiting: list[Waiting] = []
        self.away: list[set[RoomId]] = []

    @property
    def busy(self) -> set[RoomId]:
        return set().union(*self.away)

    def ready(self) -> list[Waiting]:
        return [each for each in self.waiting if room_of(each) not in self.busy]

    @rule(room=rooms, count=st.integers(1, 5))
    def put(self, room: RoomId, count: int) -> None:
        for _ in range(count):
            waiting = asked(room)
            self.kept.put(waiting)
            self.waiting.append(waiting)

    @rule(most=st.integers(1, 6))
    def take(self, most: int) -> None:
        ready = self.ready()
        taken = self.kept.take(most)
        assert len(taken) == min(most, len(ready))
        assert {id(each) for each in taken} <= {id(each) for each in ready}
        for room in ROOMS:
            of_room = [each for each in taken if room_of(each) == room]
            first = [each for each in ready if room_of(each) == room][: len(of_room)]
            assert same(of_room, first)
        self.waiting = [each for each in self.waiting if not any(each is one for one in taken)]
        if taken:
            self.away.append({room_of(each) for each in taken})

    @rule(dice=st.randoms(use_true_random=False))
    def give_back(self, dice: Random) -> None:
        if self.away:
            self.kept.give_back(self.away.pop(dice.randrange(len(self.away))))

    @rule()
    def clear(self) -> None:
        left = self.kept.clear()
        assert sorted(map(id, left)) == sorted(map(id, self.waiting))
        self.waiting = []

    @invariant()
    def counts_are_true(self) -> None:
        assert len(self.kept) == len(self.waiting)
        assert self.kept.ready == len(self.ready())


def asked(room: RoomId) -> Waiting:
    command = PostMessage(ref=1, room=room, command_id="0" * 32, body="hello")
    actor = Actor(account=AccountId("1" * 32), session="")
    return Waiting(Submission(actor=actor, command=command, digest=""), lambda outcome: None)


def room_of(waiting: Waiting) -> RoomId:
    return waiting.submission.command.room


def same(some: Sequence[Waiting], others: Sequence[Waiting]) -> bool:
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))


Waits.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestWaits = Waits.TestCase
