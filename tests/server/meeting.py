"""Several listeners of one room, doing anything at any time; and the judge of every frame that each
of them was written."""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from rooms import events
from rooms.actor import Actor, Role
from rooms.events import Event
from rooms.permissions import is_standing
from rooms.transcript import Entry
from tests.server.memory_transcript import (
    GARDEN,
    actor,
    joining,
    leaving,
    member_of,
    muted,
    removed,
    role_changed,
    said,
)
from tests.server.node import Frame, Line, Node
from tests.server.virtual_time import ticks

NAMES: tuple[str | None, ...] = ("Ana", "Ana", "Ben", "Cora", None)
"""Ana has two devices, Ben begins as a moderator, and the last one is a guest."""
PEOPLE = ("Ana", "Ben", "Cora")

Action = tuple[Any, ...]
_slots = st.integers(0, len(NAMES) - 1)
_how_it_crosses = st.sampled_from(["now", "now", "now", "lost", "late", "twice"])
_what = st.one_of(
    st.tuples(st.sampled_from(["say", "say", "say", "take down"]), st.just(None)),
    st.tuples(
        st.sampled_from(["mute", "remove", "lift", "promote", "demote"]), st.sampled_from(PEOPLE)
    ),
)
ACTIONS = st.one_of(
    st.tuples(st.just("commit"), st.lists(_what, min_size=1, max_size=6), _how_it_crosses),
    st.tuples(st.just("commit"), st.lists(_what, min_size=1, max_size=3), _how_it_crosses),
    st.tuples(st.just("join"), _slots, st.sampled_from(["fresh", "seen", "back", "ahead"])),
    st.tuples(st.just("join"), _slots, st.sampled_from(["fresh", "seen"])),
    st.tuples(st.just("stream"), st.integers(1, 30)),
    st.tuples(st.just("ticks"), st.integers(1, 20)),
    st.tuples(st.just("pass"), st.sampled_from([0.001, 0.003, 0.05, 0.12, 1.1])),
    st.tuples(st.just("late")),
    st.tuples(st.sampled_from(["leave", "stall", "read on", "cut"]), _slots),
)


@dataclass
class Meeting:
    """Plays the actions on one node, and remembers enough to judge every frame."""

    garden: Node
    lines: list[tuple[str | None, Line]] = field(default_factory=list)
    all_lines: list[tuple[str | None, Line]] = field(default_factory=list)
    cursors: dict[tuple[int, int], int] = field(default_factory=dict)
    held_back: list[list[Entry]] = field(default_factory=list)
    refs: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def log(self) -> list[Entry]:
        return self.garden.transcript.rooms[GARDEN]

    def begin(self) -> None:
        for slot in range(len(NAMES)):
            self.lines.append((None, Line()))
            self.cut(slot)

    def cut(self, slot: int) -> None:
        """The line is lost, and the same person is back on another."""
        name = NAMES[slot]
        self.lines[slot][1].lose()
        who: Actor | None = actor(name) if name else None
        self.lines[slot] = (name, self.garden.connect(who))
        self.all_lines.append(self.lines[slot])

    async def play(self, action: Action) -> None:
        match action:
            case ("commit", what, crossing):
                self.commit([self.event(*each) for each in what], crossing)
            case ("join", slot, cursor):
                self.join(slot, cursor)
            case ("leave", slot):
                self.lines[slot][1].receive(leaving(next(self.refs)))
            case ("stall", slot):
                self.lines[slot][1].stall()
            case ("read on", slot):
                self.lines[slot][1].read_on()
            case ("cut", slot):
                self.cut(slot)
            case ("late",):
                for entries in reversed(self.held_back):
                    self.garden.parts.relay.accept(GARDEN, entries)
                self.held_back.clear()
            case ("stream", count):
                for _ in range(count):
                    self.commit([said()], "now")
                    await ticks(1)
            case ("ticks", count):
                await ticks(count)
            case ("pass", seconds):
                await asyncio.sleep(seconds)

    def event(self, kind: str, who: str | None) -> Event:
        posted = [e.event for e in self.log if isinstance(e.event, events.MessagePosted)]
        held = [
            e.event
            for e in self.log
            if isinstance(e.event, events.MemberRemoved) and e.event.member == member_of(who or "")
        ]
        match kind:
            case "mute" if who:
                return muted(who)
            case "remove" if who:
                return removed(who)
            case "lift" if who and held:
                return events.SanctionLifted(member=member_of(who), sanction=held[-1].sanction)
            case "promote" if who:
                return role_changed(who, Role.MODERATOR)
            case "demote" if who:
                return role_changed(who, Role.MEMBER)
            case "take down" if posted:
                return events.MessageRetracted(message=posted[-1].message, author=posted[-1].author)
        return said()

    def commit(self, happened: Sequence[Event], crossing: str) -> None:
        new = self.garden.transcript.commit(GARDEN, *happened)
        relay = self.garden.parts.relay
        match crossing:
            case "now":
                relay.accept(GARDEN, new)
            case "twice":
                relay.accept(GARDEN, new[::-1])
                relay.accept(GARDEN, new)
            case "late":
                self.held_back.append(new)

    def join(self, slot: int, cursor: str) -> None:
        line = self.lines[slot][1]
        if line.closed:
            return
        seen = max(line.places(), default=0)
        after = {"fresh": None, "seen": seen, "back": max(seen - 3, 0), "ahead": seen + 4}[cursor]
        ref = next(self.refs)
        self.cursors[id(line), ref] = after or 0
        line.receive(joining(ref, epoch="first", after=after))

    async def settle(self) -> None:
        for _, line in self.lines:
            line.read_on()
        await asyncio.sleep(5)

    # What each listener must have seen

    def judge(self) -> None:
        for name, line in self.all_lines:
            reached = self._judge_line(name, line)
            if reached is not None and not line.closed:
                assert reached == len(self.log)

    def _judge_line(self, name: str | None, line: Line) -> int | None:
        """How far an attached listener was brought; None for one that does not listen."""
        reached: int | None = None
        as_of, stepped_out = 0, False
        for head, frame in line.written:
            match frame["type"]:
                case "joined":
                    as_of, stepped_out = frame["as_of"], False
                    cursor = self.cursors[id(line), frame["ref"]]
                    reached = cursor if frame["page"] is None else as_of
                case "entry" | "void":
                    assert reached is not None
                    assert not stepped_out
                    assert frame["seq"] == reached + 1
                    reached += 1
                    self._judge_sight(name, head, frame)
                    stepped_out = reached > as_of and self._puts_out(name, reached)
                case "left" | "ended":
                    reached = None
                case "refused" if frame["code"] != "not_joined" and self._asked(frame):
                    reached = None
        return reached

    def _asked(self, frame: Frame) -> bool:
        return frame["ref"] in [ref for _, ref in self.cursors]

    def _puts_out(self, name: str | None, seq: int) -> bool:
        event = self.log[seq - 1].event
        return isinstance(event, events.MemberRemoved) and event.member == member_of(name or "")

    def _judge_sight(self, name: str | None, head: int, frame: Frame) -> None:
        event = self.log[frame["seq"] - 1].event
        shown = frame["type"] == "entry"
        if not is_standing(event) or getattr(event, "member", None) == member_of(name or ""):
            assert shown
            return
        staff = self._staff_at(name)
        # Live it is the place alone; who catches up may already be what they became since.
        allowed = {staff[place] for place in range(frame["seq"], head + 2)}
        assert shown in allowed

    def _staff_at(self, name: str | None) -> list[bool]:
        """Whether the person is staff for the entry at each place."""
        role = self.garden.transcript.roles.get(name or "", Role.MEMBER)
        staff = [False]
        for entry in self.log:
            staff.append(bool(name) and role.is_staff)
            if isinstance(entry.event, events.RoleChanged):
                role = entry.event.role if entry.event.member == member_of(name or "") else role
        return [*staff, bool(name) and role.is_staff]
