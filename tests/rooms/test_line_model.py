"""The line beside a list of names on paper: whatever people, hosts and the clock do, in any order,
both say the same, one person is called at most, and nobody is lost.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rooms.dropins import acts
from rooms.dropins.line import LATE_READY_MS
from rooms.dropins.stages import State
from rooms.dropins.views import HELD, PlaceState
from rooms.refusals import Code
from tests.rooms.line_scene import PEOPLE, Hour, drop_in
from tests.rooms.scene import account, member

names = st.sampled_from(PEOPLE)
WAITING, LISTED, ASIDE = PlaceState.WAITING, PlaceState.LISTED, PlaceState.ASIDE
CALLED, TALKING = PlaceState.CALLED, PlaceState.TALKING


class Paper:
    """What a careful person with a pencil would do. `line`: names, the first first."""

    def __init__(self, capacity: int, newest_first: bool) -> None:
        self.capacity = capacity
        self.newest_first = newest_first
        self.line: list[str] = []
        self.stands: dict[str, PlaceState] = {}
        self.first: set[str] = set()
        self.urgent: set[str] = set()
        self.until = 0.0

    def in_line(self) -> int:
        return sum(self.stands[name] is not LISTED for name in self.line)

    def one(self, state: PlaceState) -> str | None:
        return next((name for name in self.line if self.stands[name] is state), None)

    def take(self, name: str, first_time: bool) -> None:
        self.stands[name] = LISTED if self.in_line() >= self.capacity else WAITING
        place = len(self.line)
        if first_time:
            self.first.add(name)
        if first_time and self.newest_first:
            before_me = [n for n, other in enumerate(self.line) if self._goes_before(other)]
            place = max(before_me, default=-1) + 1
        self.line.insert(place, name)

    def _goes_before(self, other: str) -> bool:
        up = self.stands[other] in (CALLED, TALKING)
        return up or other in self.first or other in self.urgent

    def forget(self, name: str) -> None:
        self.line.remove(name)
        self.first.discard(name)
        self.urgent.discard(name)

    def out(self, name: str) -> None:
        self.forget(name)
        self.let_in()

    def let_in(self) -> None:
        while (name := self.one(LISTED)) and self.in_line() < self.capacity:
            self.stands[name] = WAITING

    def down(self, name: str) -> None:
        self.stands[name] = WAITING
        behind = self.line[self.line.index(name) + 1 :]
        swap = next((other for other in behind if self.stands[other] is WAITING), None)
        if swap is not None:
            self.line.remove(name)
            self.line.insert(self.line.index(swap) + 1, name)

    def up(self, name: str) -> None:
        self.stands[name] = WAITING
        self.urgent.add(name)
        self.line.remove(name)
        place = 0
        while place < len(self.line) and self.stands[self.line[place]] in (CALLED, TALKING):
            place += 1
        self.line.insert(place, name)


class LineMachine(RuleBasedStateMachine):
    """Both are asked the same; `outcomes` counts how each place that was taken came to an end."""

    @initialize(capacity=st.integers(1, 5), newest_first=st.booleans())
    def opens(self, capacity: int, newest_first: bool) -> None:
        self.hour = Hour(drop_in(capacity=capacity, first_timers_first=newest_first))
        self.paper = Paper(capacity, newest_first)
        self.taken = 0

    @rule(name=names)
    def somebody_takes_a_place(self, name: str) -> None:
        if name not in self.paper.line:
            self.taken += 1
            self.paper.take(name, name not in self.hour.heard)
        self.hour.take(name, question=f"{name} asks")

    @rule(name=names)
    def somebody_steps_aside(self, name: str) -> None:
        able = self.paper.stands.get(name) in (WAITING, CALLED) and name in self.paper.line
        assert (self.hour.does(name, acts.StepAside()) is None) is able
        if able:
            self.paper.stands[name] = ASIDE

    @rule(name=names)
    def somebody_comes_back(self, name: str) -> None:
        able = name in self.paper.line and self.paper.stands[name] is ASIDE
        assert (self.hour.does(name, acts.ComeBack()) is None) is able
        if able:
            self.paper.stands[name] = WAITING

    @rule(name=names)
    def somebody_leaves(self, name: str) -> None:
        able = name in self.paper.line and self.paper.stands[name] is not TALKING
        assert (self.hour.does(name, acts.LeaveLine()) is None) is able
        if able:
            self.paper.out(name)

    @rule()
    def hosts_call_the_next(self) -> None:
        paper = self.paper
        expected = None
        if paper.one(TALKING):
            expected = Code.FLOOR_TAKEN
        elif paper.one(CALLED):
            expected = Code.ALREADY_CALLED
        elif (name := paper.one(WAITING)) is None:
            expected = Code.NOBODY_WAITS
        else:
            paper.stands[name], paper.until = CALLED, self.hour.now + 120_000
        assert self.hour.call() is expected

    @rule(name=names)
    def hosts_put_somebody_off(self, name: str) -> None:
        able = name in self.paper.line and self.paper.stands[name] in (WAITING, CALLED)
        assert (self.hour.does("ben", acts.PutOff(member=member(name))) is None) is able
        if able:
            self.paper.down(name)

    @rule(name=names)
    def hosts_find_somebody_urgent(self, name: str) -> None:
        able = name in self.paper.line and self.paper.stands[name] in (WAITING, LISTED)
        act = acts.MoveUp(member=member(name), reason="Results today")
        assert (self.hour.does("rosa", act) is None) is able
        if able:
            self.paper.up(name)

    @rule(name=names)
    def hosts_answer_in_writing(self, name: str) -> None:
        able = name in self.paper.line and self.paper.stands[name] is not TALKING
        act = acts.AnswerInWriting(member=member(name), body="It gets better.")
        assert (self.hour.does("rosa", act) is None) is able
        if able:
            self.hour.heard.add(name)
            self.paper.out(name)

    @precondition(lambda self: self.paper.one(CALLED))
    @rule()
    def the_called_one_is_ready(self) -> None:
        name = self.paper.one(CALLED)
        assert name is not None
        self.paper.stands[name] = TALKING
        self.hour.takes_floor(name)

    @precondition(lambda self: self.paper.one(CALLED))
    @rule(passes=st.booleans())
    def the_called_one_is_not_ready(self, passes: bool) -> None:
        name = self.paper.one(CALLED)
        assert name is not None
        assert self.hour.does(name, acts.PassTurn() if passes else acts.MoreTime()) is None
        if passes:
            self.paper.down(name)
        else:
            self.paper.until += 120_000

    @precondition(lambda self: self.paper.one(TALKING))
    @rule()
    def the_turn_is_over(self) -> None:
        name = self.paper.one(TALKING)
        assert name is not None
        self.hour.frees_floor()
        self.paper.out(name)

    @rule(minutes=st.sampled_from([0.5, 1.0, 2.0]))
    def time_passes(self, minutes: float) -> None:
        self.hour.goes_on(minutes)
        name = self.paper.one(CALLED)
        if name is not None and self.paper.until + LATE_READY_MS < self.hour.now:
            self.paper.down(name)

    @rule(name=names)
    def somebody_is_asked_to_leave_the_room(self, name: str) -> None:
        if self.paper.stands.get(name) is TALKING and name in self.paper.line:
            return
        self.hour.barred = {account(name)}
        self.hour.settle()
        self.hour.barred = set()
        if name in self.paper.line:
            self.paper.out(name)

    @rule()
    def the_host_ends_it_and_thinks_better_of_it(self) -> None:
        paper = self.paper
        talked = paper.one(TALKING)
        if talked:
            self.hour.frees_floor()
            paper.forget(talked)
        self.hour.becomes(state=State.ENDED, ended_at=self.hour.now)
        self.hour.settle()
        assert self.hour.order() == []
        self.hour.becomes(state=State.LIVE, ended_at=None)
        for name in paper.line:
            paper.stands[name] = LISTED
        paper.let_in()

    @invariant()
    def both_say_the_same(self) -> None:
        self.hour.settle()
        assert self.hour.order() == self.paper.line
        assert self.hour.states() == {name: self.paper.stands[name] for name in self.paper.line}

    @invariant()
    def settling_twice_is_settling_once(self) -> None:
        once = self.hour.line
        self.hour.settle()
        assert self.hour.line == once

    @invariant()
    def one_is_called_or_talks_at_most(self) -> None:
        up = [place for place in self.hour.line.held if place.state in (CALLED, TALKING)]
        assert len(up) <= 1

    @invariant()
    def nobody_is_lost(self) -> None:
        line = self.hour.line
        assert len({place.id for place in line.places}) == len(line.places) == self.taken
        assert len({place.turn for place in line.held}) == len(line.held)
        for place in line.places:
            assert (place.ended_at is None) is (place.state in HELD)
            assert place.held or not place.note

    @invariant()
    def positions_are_those_of_the_paper(self) -> None:
        for number, name in enumerate(self.paper.line):
            state = self.paper.stands[name]
            if state not in (WAITING, LISTED):
                assert self.hour.line.position(account(name)) is None
                continue
            group = (LISTED,) if state is LISTED else (WAITING, ASIDE, CALLED)
            before = [n for n in self.paper.line[:number] if self.paper.stands[n] in group]
            assert self.hour.line.position(account(name)) == 1 + len(before)


TestLine = LineMachine.TestCase
TestLine.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
