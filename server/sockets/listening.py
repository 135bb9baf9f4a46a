"""The rooms one connection listens to: how it comes in, catches up and goes.

One mechanism for a first join, a return after the line was lost, and a listener that fell behind:
the listener is registered first and the transcript is read second; then it is given whatever the
hub wrote meanwhile. So history and live talk meet without a hole and without a repeat.
"""

import asyncio
from collections.abc import Sequence

import structlog

from persistence.standing import Standing
from presence.presence import Here, diff
from presence.presence import Person as Listed
from rooms import keeping
from rooms.actor import Actor
from rooms.commands import JoinRoom, LeaveRoom
from rooms.decide import admit
from rooms.ids import RoomId
from rooms.refusals import Code, Refusal, refuse
from rooms.transcript import Entry
from server.node.joining import Ask, Opening
from server.sockets.caller import Caller
from server.sockets.opening import standing_of, you
from server.talk import frames
from server.talk.relay import UnknownRoom
from server.talk.subscription import State, Subscription
from server.wires.close_codes import CloseCode
from server.wires.outlet import HIGH_WATER_BYTES

CATCH_UP_STEP = 32
"""Entries written between two looks at how much the line still holds: a listener that catches up
on the longest texts must not be taken for one that does not read."""

log = structlog.get_logger()


class Listening:
    """The subscriptions of one connection, and what their hub tells them."""

    def __init__(self, caller: Caller, tasks: asyncio.TaskGroup) -> None:
        self._caller = caller
        self._parts = caller.parts
        self._tasks = tasks
        self._subscriptions: dict[RoomId, Subscription] = {}
        self._told: dict[Subscription, Here] = {}

    def rooms(self) -> tuple[RoomId, ...]:
        return tuple(self._subscriptions)

    def subscription(self, room: RoomId) -> Subscription | None:
        """The subscription to a room, once its listener was let in."""
        found = self._subscriptions.get(room)
        return found if found is not None and found.standing is not None else None

    async def join(self, command: JoinRoom) -> None:
        """Register, read, answer, catch up. Joining again starts over at the cursor given."""
        actor = self._caller.actor
        account = actor.account if actor else None
        subscription = Subscription(command.room, self._caller.line, self, account)
        previous = self._subscriptions.get(command.room)
        self._subscriptions[command.room] = subscription
        self._parts.hub.enter(subscription)
        if previous is not None:
            self._end(previous)
        try:
            opening = await self._open(command)
        except BaseException:
            self._end(subscription)
            raise
        if not self._holds(subscription):
            # Left while it was being opened; or joined anew, and the answer to that is the answer.
            if command.room not in self._subscriptions:
                self._caller.refuse(command.ref, refuse(Code.NOT_JOINED), command.room)
            return
        if isinstance(opening, Refusal):
            self._end(subscription)
            self._caller.refuse(command.ref, opening, command.room)
            return
        self._come_in(command, subscription, opening)
        self._write_out(subscription, opening.missed)
        await self._catch_up(subscription, opening.here.facts.head)
        if self._holds(subscription):
            self._parts.lines.joined(subscription)

    def leave(self, command: LeaveRoom) -> None:
        """Stop listening, and be gone from the people here at once."""
        subscription = self._subscriptions.get(command.room)
        if subscription is None:
            self._caller.refuse(command.ref, refuse(Code.NOT_JOINED), command.room)
            return
        self._end(subscription)
        self._caller.send(frames.Left(ref=command.ref, room=command.room))

    def show(self, room: RoomId) -> None:
        """Who writes in a room is listed as being there."""
        subscription = self._subscriptions.get(room)
        if subscription is not None and (member := subscription.member) is not None:
            self._parts.tracker.show(room, member)

    def end_all(self) -> None:
        for subscription in tuple(self._subscriptions.values()):
            self._end(subscription)

    def lost(self) -> None:
        """The line is gone: the person is given a moment to come back before they are."""
        for subscription in self._subscriptions.values():
            self._parts.hub.leave(subscription)
        self._subscriptions.clear()
        self._parts.tracker.drop(self._caller.id)

    def stand_again(self, room: RoomId, here: Standing | None) -> None:
        """What the database says now of the listener's standing: it may have changed without an
        entry in this room (an account closed elsewhere, a room closed to guests)."""
        subscription = self.subscription(room)
        if subscription is None:
            return
        if here is None:
            self.ended(subscription, refuse(Code.UNKNOWN_ROOM))
            return
        actor = self._caller.actor
        # Sessions are swept on their own.
        refusal = admit(here.facts, here.person, actor and Actor(actor.account), here.now)
        if refusal is None:
            subscription.stand_again(standing_of(here, self._parts.clock()))
        elif refusal.code is Code.ACCOUNT_CLOSED:
            self.banned()
        elif refusal.code is Code.SIGNED_OUT:
            self.signed_out()
        else:
            self.ended(subscription, refusal)

    # What a subscription tells its owner.

    def lagging(self, subscription: Subscription) -> None:
        if not self._caller.line.closed:
            self._told[subscription] = self._parts.tracker.here(subscription.room)
            self._tasks.create_task(self._catch_up(subscription))

    def ended(self, subscription: Subscription, refusal: Refusal) -> None:
        self._end(subscription)
        self._caller.send(
            frames.Ended(room=subscription.room, code=refusal.code, params=refusal.params)
        )

    def banned(self) -> None:
        self.end_all()
        self._caller.line.close(CloseCode.BANNED)

    def signed_out(self) -> None:
        self.end_all()
        self._caller.line.close(CloseCode.UNAUTHENTICATED)

    def _holds(self, subscription: Subscription) -> bool:
        return self._subscriptions.get(subscription.room) is subscription

    async def _open(self, command: JoinRoom) -> Opening | Refusal:
        try:
            await self._parts.relay.listen(command.room)
        except UnknownRoom:
            return refuse(Code.UNKNOWN_ROOM)
        return await self._parts.openings.ask(Ask(command, self._caller.actor))

    def _come_in(self, command: JoinRoom, subscription: Subscription, opening: Opening) -> None:
        self._told[subscription] = self._parts.tracker.here(command.room)
        self._caller.send(self._joined(command, opening, self._told[subscription]))
        self._track(command.room, opening)
        resumed = opening.page is None
        subscription.written = (command.after or 0) if resumed else opening.here.facts.head
        subscription.stand(standing_of(opening.here, self._parts.clock()))

    def _joined(self, command: JoinRoom, opening: Opening, here: Here) -> frames.Joined:
        facts = opening.here.facts
        return frames.Joined(
            ref=command.ref,
            room=command.room,
            epoch=opening.epoch,
            as_of=facts.head,
            floor=opening.here.floor,
            readers=facts.readers,
            state=facts.state,
            lock_reason=facts.lock_reason,
            pace_ms=keeping.talk_pace_ms(facts),
            calm_until=facts.calm_until if facts.calm_until > opening.here.now else None,
            here=frames.here(here),
            you=you(opening),
            page=opening.page,
            sanctions=opening.sanctions,
        )

    def _track(self, room: RoomId, opening: Opening) -> None:
        person = opening.here.person
        if person is None:
            self._parts.tracker.enter(room, self._caller.id, self._caller.id, None)
            return
        listed = Listed(member=person.member, name=person.name, role=person.role)
        self._parts.tracker.enter(room, self._caller.id, person.member, listed)

    async def _catch_up(self, subscription: Subscription, head: int = 0) -> None:
        """Bring a listener up to the live stream: up to `head` by pages, then from what the hub
        keeps, and by pages again where that does not reach.

        Between the last look at the hub and `LIVE` nothing is awaited, so nothing falls between.
        """
        while await self._flows(subscription):
            recent = self._parts.hub.recent_since(subscription.room, subscription.written)
            if recent is None or subscription.written < head:
                await self._catch_up_a_page(subscription)
                continue
            subscription.write(recent[:CATCH_UP_STEP])
            if len(recent) <= CATCH_UP_STEP and self._holds(subscription):
                subscription.state = State.LIVE
                self._tell_who_is_here(subscription)
                return

    async def _catch_up_a_page(self, subscription: Subscription) -> None:
        room, written = subscription.room, subscription.written
        try:
            entries = await self._parts.reads.entries(room, written)
        except Exception as error:
            log.warning("catch_up_failed", error=type(error).__name__)
            self._caller.line.close(CloseCode.SLOW_CONSUMER)
            return
        if entries and entries[0].seq == written + 1:
            self._write_out(subscription, entries)
        elif self._holds(subscription):
            self._end(subscription)
            self._caller.send(frames.Reset(room=room))

    def _write_out(self, subscription: Subscription, entries: Sequence[Entry]) -> None:
        """Write what was just read, as far as the line takes it. The rest is read again when it has
        drained: meanwhile a text may have been taken away."""
        for start in range(0, len(entries), CATCH_UP_STEP):
            line = self._caller.line
            if line.closed or line.buffered() > HIGH_WATER_BYTES or not self._holds(subscription):
                return
            subscription.write(entries[start : start + CATCH_UP_STEP])

    def _tell_who_is_here(self, subscription: Subscription) -> None:
        """Who came and went while only the transcript was being caught up with."""
        room = subscription.room
        told, here = self._told.pop(subscription, Here()), self._parts.tracker.here(room)
        change = diff(told, here) if told is not here else None
        if change:
            self._caller.send(frames.presence_changed(room, change))

    async def _flows(self, subscription: Subscription) -> bool:
        """Wait until the line has drained; whether there is still somebody to write to."""
        await self._caller.line.drained()
        return not self._caller.line.closed and self._holds(subscription)

    def _end(self, subscription: Subscription) -> None:
        subscription.end()
        self._told.pop(subscription, None)
        self._parts.hub.leave(subscription)
        # After a repeated join this connection listens by another subscription, and is still here.
        if self._holds(subscription):
            del self._subscriptions[subscription.room]
            self._parts.tracker.leave(subscription.room, self._caller.id)
