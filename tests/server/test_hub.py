"""The fan-out of one node: when frames are written, to whom, and in which order."""

import asyncio

from rooms import events
from rooms.actor import Role
from rooms.ids import RoomId
from rooms.transcript import Entry
from server.talk import frames
from server.talk.flush_pace import SHORTEST_WAIT_SECONDS
from server.talk.hub import SLICE, Hub
from server.talk.recent import Recent
from server.talk.subscription import State, Subscription
from tests.fakes import FakeClock, unframe
from tests.server.memory_transcript import (
    GARDEN,
    PORCH,
    entries_of,
    member_of,
    muted,
    role_changed,
    said,
)
from tests.server.node import Line
from tests.server.test_subscription import Listener, Owner, standing
from tests.server.virtual_time import in_virtual_time, ticks


class CountedLine(Listener):
    """Counts the writes of one listener."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.writes: list[int] = []
        write = self.line.write

        def counting(prepared: bytes) -> None:
            self.writes.append(len(unframe(prepared)))
            write(prepared)

        self.line.write = counting  # type: ignore[method-assign]


def entered(hub: Hub, *listeners: Listener) -> None:
    for listener in listeners:
        hub.enter(listener.subscription)


@in_virtual_time
async def test_what_comes_in_one_tick_is_one_write() -> None:
    hub, listener = Hub(emptied=lambda room: None), CountedLine()
    entered(hub, listener)
    for entry in entries_of(GARDEN, said(), said(), said()):
        hub.deliver(GARDEN, [entry])
    assert listener.writes == []
    await ticks(1)
    assert listener.writes == [3]


@in_virtual_time
async def test_a_quiet_room_is_written_at_once_and_a_busy_one_at_most_each_3_ms() -> None:
    hub, listener = Hub(emptied=lambda room: None), CountedLine()
    entered(hub, listener)
    log = entries_of(GARDEN, *(said() for _ in range(5)))
    await asyncio.sleep(1)
    hub.deliver(GARDEN, log[:1])
    await ticks(1)
    assert listener.writes == [1]
    for entry in log[1:]:
        hub.deliver(GARDEN, [entry])
        await ticks(2)
    assert listener.writes == [1]
    await asyncio.sleep(SHORTEST_WAIT_SECONDS)
    assert listener.writes == [1, 4]


@in_virtual_time
async def test_a_room_that_takes_long_to_write_to_rests_twice_as_long() -> None:
    clock, listener, other = FakeClock(100.0), CountedLine(), CountedLine()

    def takes_its_time(deliveries: int) -> None:
        clock.advance(deliveries * 0.002)

    hub = Hub(emptied=lambda room: None, delivered=takes_its_time, clock=clock)
    entered(hub, listener, other)
    log = entries_of(GARDEN, said(), said())
    hub.deliver(GARDEN, log[:1])
    await ticks(1)
    hub.deliver(GARDEN, log[1:])
    await asyncio.sleep(0.007)
    assert listener.writes == other.writes == [1]
    await asyncio.sleep(0.002)
    assert listener.writes == other.writes == [1, 1]


@in_virtual_time
async def test_a_room_that_cannot_be_flushed_silences_no_other() -> None:
    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    flushed: list[int] = []

    def delivered(count: int) -> None:
        flushed.append(count)
        if len(flushed) == 1:
            raise ValueError

    hub, listener, line = Hub(emptied=lambda room: None, delivered=delivered), Listener(), Line()
    other = Subscription(PORCH, line, Owner())
    other.state = State.LIVE
    entered(hub, listener)
    hub.enter(other)
    hub.deliver(GARDEN, entries_of(GARDEN, said()))
    hub.deliver(PORCH, entries_of(PORCH, said()))
    await ticks(2)
    assert (listener.line.places(), line.places()) == ([], [1])
    assert isinstance(told[0]["exception"], ValueError)
    hub.deliver(GARDEN, entries_of(GARDEN, said(), after=1))
    await ticks(2)
    assert listener.line.places() == [2]


@in_virtual_time
async def test_a_long_backlog_goes_in_writes_that_a_line_can_hold() -> None:
    hub, listener = Hub(emptied=lambda room: None), CountedLine()
    entered(hub, listener)
    hub.deliver(GARDEN, entries_of(GARDEN, *(said() for _ in range(500))))
    await asyncio.sleep(1)
    assert max(listener.writes) <= 64
    assert listener.line.places() == list(range(1, 501))


@in_virtual_time
async def test_a_change_of_class_is_in_force_exactly_from_its_place_on() -> None:
    hub = Hub(emptied=lambda room: None)
    rising = Listener()
    entered(hub, rising)
    hub.deliver(
        GARDEN,
        entries_of(
            GARDEN,
            muted("Ben"),
            role_changed("Ana", Role.MODERATOR),
            muted("Ben"),
            role_changed("Ana", Role.MEMBER),
            muted("Ben"),
            said(),
        ),
    )
    await asyncio.sleep(1)
    assert rising.kinds() == ["void", "entry", "reset", "entry", "entry", "void", "entry"]


@in_virtual_time
async def test_other_rooms_breathe_during_a_large_fan_out() -> None:
    hub = Hub(emptied=lambda room: None)
    crowd = [Listener() for _ in range(2 * SLICE + 1)]
    entered(hub, *crowd)
    hub.deliver(GARDEN, entries_of(GARDEN, said()))
    reached = []
    for _ in range(4):
        await ticks(1)
        reached.append(sum(bool(each.line.written) for each in crowd))
    assert reached == [SLICE, 2 * SLICE, 2 * SLICE + 1, 2 * SLICE + 1]


def room_of(hub: Hub, name: str, people: int, state: State = State.LIVE) -> list[Line]:
    """The lines of so many people in a room of that name; something has just been said there."""
    room, lines = RoomId(name * 32), [Line() for _ in range(people)]
    for line in lines:
        subscription = Subscription(room, line, Owner())
        subscription.stand(standing(Role.MEMBER, 0, member_of("Ana")))
        subscription.state = state
        hub.enter(subscription)
    hub.deliver(room, entries_of(room, said()))
    return lines


@in_virtual_time
async def test_others_breathe_while_many_rooms_are_written_to_small_and_large() -> None:
    hub = Hub(emptied=lambda room: None, slice_size=3)
    lines = [
        line
        for name, people in (("a", 2), ("b", 5), ("c", 1))
        for line in room_of(hub, name, people)
    ]
    reached = []
    for _ in range(4):
        await ticks(1)
        reached.append(sum(bool(line.written) for line in lines))
    assert reached == [3, 6, 8, 8]


@in_virtual_time
async def test_others_breathe_while_rooms_are_kept_in_which_nobody_is_up_to_date() -> None:
    hub = Hub(emptied=lambda room: None, slice_size=2)
    for name in "abcde":
        room_of(hub, name, 1, State.CATCHING_UP)
    kept = []
    for _ in range(4):
        await ticks(1)
        kept.append(sum(bool(hub.recent_since(RoomId(name * 32), 0)) for name in "abcde"))
    assert kept == [2, 4, 5, 5]


@in_virtual_time
async def test_a_large_room_that_fails_at_its_end_is_not_mute() -> None:
    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))

    def fails() -> None:
        raise ValueError

    hub, ana, ben = Hub(emptied=lambda room: None, slice_size=1), Listener(), Listener()
    ana.owner.signed_out = fails  # type: ignore[method-assign]
    ben.subscription.stand(standing(Role.MEMBER, 0, member_of("Ben")))
    entered(hub, ana, ben)
    left = events.MemberLeft(member=member_of("Ana"))
    hub.deliver(GARDEN, entries_of(GARDEN, left))
    await ticks(4)
    assert isinstance(told[0]["exception"], ValueError)
    hub.deliver(GARDEN, entries_of(GARDEN, said(), after=1))
    await ticks(4)
    assert ben.line.places() == [1, 2]


@in_virtual_time
async def test_who_comes_up_to_date_during_a_fan_out_misses_nothing_and_gets_nothing_twice() -> (
    None
):
    hub = Hub(emptied=lambda room: None, slice_size=1)
    crowd, late = [Listener() for _ in range(4)], Listener()
    late.subscription.state = State.CATCHING_UP
    entered(hub, *crowd, late)
    log = entries_of(GARDEN, said(), muted("Ana"), said())
    hub.deliver(GARDEN, log)
    await ticks(2)
    late.subscription.write(hub.recent_since(GARDEN, 0) or [])
    late.subscription.state = State.LIVE
    await asyncio.sleep(1)
    assert all(each.line.places() == [1, 2, 3] for each in (*crowd, late))
    assert len(late.subscription.standing.mutes) == 1  # type: ignore[union-attr]


@in_virtual_time
async def test_who_leaves_during_a_fan_out_is_not_written_to_any_more() -> None:
    hub = Hub(emptied=lambda room: None, slice_size=1)
    crowd = [Listener() for _ in range(4)]
    entered(hub, *crowd)
    hub.deliver(GARDEN, entries_of(GARDEN, said()))
    await ticks(1)
    for listener in crowd:
        listener.subscription.end()
        hub.leave(listener.subscription)
    await asyncio.sleep(1)
    assert sum(bool(each.line.written) for each in crowd) == 1


@in_virtual_time
async def test_the_last_to_leave_empties_the_room_once() -> None:
    emptied: list[RoomId] = []
    hub = Hub(emptied=emptied.append)
    ana, ben = Listener(), Listener()
    entered(hub, ana, ben)
    hub.leave(ana.subscription)
    assert emptied == []
    hub.leave(ben.subscription)
    hub.leave(ben.subscription)
    assert emptied == [GARDEN]
    assert hub.listening(GARDEN) == ()


@in_virtual_time
async def test_a_room_listened_to_anew_knows_nothing_of_its_former_stream() -> None:
    hub = Hub(emptied=lambda room: None)
    first, second = Listener(), Listener(as_of=2)
    entered(hub, first)
    hub.deliver(GARDEN, entries_of(GARDEN, said(), said()))
    hub.leave(first.subscription)
    entered(hub, second)
    assert hub.recent_since(GARDEN, 0) == []
    hub.deliver(GARDEN, entries_of(GARDEN, said(), after=2))
    await asyncio.sleep(1)
    assert first.line.places() == []
    assert second.line.places() == [3]


@in_virtual_time
async def test_what_is_true_for_the_moment_reaches_those_who_are_up_to_date() -> None:
    hub = Hub(emptied=lambda room: None)
    live, behind = Listener(), Listener()
    behind.subscription.state = State.LAGGING
    entered(hub, live, behind)
    hub.tell(GARDEN, frames.TypingNotice(room=GARDEN, member=member_of("Ben"), name="Ben"))
    assert (live.kinds(), behind.kinds()) == (["typing_notice"], [])


def bodies(kept: list[Entry] | None) -> list[str | None]:
    return [getattr(entry.event, "body", None) for entry in kept or []]


def test_recent_entries_are_given_from_a_place_on_while_they_are_kept() -> None:
    recent = Recent(3)
    assert recent.since(0) == []
    log = entries_of(GARDEN, *(said(str(n)) for n in range(1, 6)))
    recent.keep(log[:2])
    recent.keep(log[2:])
    assert recent.since(5) == []
    assert recent.since(3) == log[3:]
    assert recent.since(2) == log[2:]
    assert recent.since(1) is None


def test_a_text_that_was_removed_retracted_or_replaced_is_kept_no_longer() -> None:
    recent = Recent(20)
    one, two, three = said("one"), said("two"), said("three")
    recent.keep(entries_of(GARDEN, one, two, three))
    ana = member_of("Ana")
    recent.keep(
        entries_of(
            GARDEN,
            events.MessageRemoved(message=one.message, reason="unkind"),  # type: ignore[arg-type]
            events.MessageEdited(message=two.message, author=ana, body="two, better"),
            events.MessageRestored(message=one.message, body="one"),
            events.MessageRetracted(message=one.message, author=ana),
            after=3,
        )
    )
    assert bodies(recent.since(0)) == [None, None, "three", None, "two, better", None, None]
