"""The rooms one connection listens to: how it comes in, catches up and goes.

One mechanism for a first join, a return after the line was lost, and a listener that fell behind:
the listener is registered first and the transcript is read second; then it is given whatever the
hub wrote meanwhile. So history and live talk meet without a hole and without a repeat.
"""

import asyncio

from presence.presence import Person as Listed
from rooms.commands import JoinRoom, LeaveRoom
from rooms.ids import RoomId
from rooms.refusals import Code, Refusal, refuse
from server import frames
from server.caller import Caller
from server.close_codes import CloseCode
from server.opening import Opening, read_opening, standing_of, you
from server.relay import UnknownRoom
from server.subscription import State, Subscription


class Listening:
    """The subscriptions of one connection, and what their hub tells them."""

    def __init__(self, caller: Caller, tasks: asyncio.TaskGroup) -> None:
        self._caller = caller
        self._parts = caller.parts
        self._tasks = tasks
        self._subscriptions: dict[RoomId, Subscription] = {}

    def rooms(self) -> tuple[RoomId, ...]:
        return tuple(self._subscriptions)

    def subscription(self, room: RoomId) -> Subscription | None:
        """The subscription to a room, once its listener was let in."""
        found = self._subscriptions.get(room)
        return found if found is not None and found.standing is not None else None

    async def join(self, command: JoinRoom) -> None:
        """Register, read, answer, catch up. Joining again starts over at the cursor given."""
        if previous := self._subscriptions.get(command.room):
            self._end(previous)
        subscription = Subscription(command.room, self._caller.line, self)
        self._subscriptions[command.room] = subscription
        self._parts.hub.enter(subscription)
        try:
            opening = await self._open(command)
        except BaseException:
            self._end(subscription)
            raise
        if not self._holds(subscription):
            return
        if isinstance(opening, Refusal):
            self._end(subscription)
            self._caller.refuse(command.ref, opening, command.room)
            return
        self._come_in(command, subscription, opening)
        await self._catch_up(subscription)

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
        subscription = self.subscription(room)
        if subscription is not None and subscription.member is not None:
            self._parts.tracker.show(room, subscription.member)

    def end_all(self) -> None:
        for subscription in tuple(self._subscriptions.values()):
            self._end(subscription)

    def lost(self) -> None:
        """The line is gone: the person is given a moment to come back before they are."""
        for subscription in self._subscriptions.values():
            self._parts.hub.leave(subscription)
        self._subscriptions.clear()
        self._parts.tracker.drop(self._caller.id)

    # What a subscription tells its owner.

    def lagging(self, subscription: Subscription) -> None:
        if not self._caller.line.closed:
            self._tasks.create_task(self._catch_up(subscription))

    def ended(self, subscription: Subscription, refusal: Refusal) -> None:
        self._end(subscription)
        self._caller.send(
            frames.Ended(room=subscription.room, code=refusal.code, params=refusal.params)
        )

    def banned(self) -> None:
        self.end_all()
        self._caller.line.close(CloseCode.BANNED)

    def _holds(self, subscription: Subscription) -> bool:
        return self._subscriptions.get(subscription.room) is subscription

    async def _open(self, command: JoinRoom) -> Opening | Refusal:
        try:
            await self._parts.relay.listen(command.room)
        except UnknownRoom:
            return refuse(Code.UNKNOWN_ROOM)
        return await self._parts.database.read(
            read_opening, command, self._caller.actor, self._parts.secret
        )

    def _come_in(self, command: JoinRoom, subscription: Subscription, opening: Opening) -> None:
        self._caller.send(self._joined(command, opening))
        self._track(command.room, opening)
        resumed = opening.page is None
        subscription.written = (command.after or 0) if resumed else opening.here.facts.head
        subscription.stand(standing_of(opening))
        subscription.write(opening.missed)
        subscription.written = max(subscription.written, opening.here.facts.head)

    def _joined(self, command: JoinRoom, opening: Opening) -> frames.Joined:
        facts = opening.here.facts
        return frames.Joined(
            ref=command.ref,
            room=command.room,
            epoch=opening.epoch,
            as_of=facts.head,
            floor=opening.here.floor,
            readers=facts.readers,
            state=facts.state,
            here=frames.here(self._parts.tracker.here(command.room)),
            you=you(opening),
            page=opening.page,
        )

    def _track(self, room: RoomId, opening: Opening) -> None:
        person = opening.here.person
        if person is None:
            self._parts.tracker.enter(room, self._caller.id, self._caller.id, None)
            return
        listed = Listed(member=person.member, name=person.name, role=person.role)
        self._parts.tracker.enter(room, self._caller.id, person.member, listed)

    async def _catch_up(self, subscription: Subscription) -> None:
        """Bring a listener up to the live stream: first from what the hub keeps, else by pages.

        Between the last look at the hub and `LIVE` nothing is awaited, so nothing falls between.
        """
        while self._holds(subscription):
            await self._caller.line.drained()
            if self._caller.line.closed or not self._holds(subscription):
                return
            recent = self._parts.hub.recent_since(subscription.room, subscription.written)
            if recent is not None:
                subscription.write(recent)
                subscription.state = State.LIVE
                return
            entries = await self._parts.reads.entries(subscription.room, subscription.written)
            if not entries:
                self._caller.send(frames.Reset(room=subscription.room))
                return
            subscription.write(entries)

    def _end(self, subscription: Subscription) -> None:
        if self._holds(subscription):
            del self._subscriptions[subscription.room]
        self._parts.hub.leave(subscription)
        self._parts.tracker.leave(subscription.room, self._caller.id)
