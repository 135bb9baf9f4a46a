"""Has sessions live by themselves: opens, closes and passes them on, keeps their lines up to date,
says what was held in a circle, and calls moderators. Every process does it all; the room's lock, or
a call's key, makes one of what several see.
"""

import asyncio
from collections.abc import Iterable

import structlog

from persistence.database import Database
from persistence.dropins import calls, due, held_replies, line
from persistence.dropins.due import Looked
from persistence.dropins.held_replies import Due
from persistence.journal import Accepted
from rooms.actor import HOUSE, Actor
from rooms.commands import Hosting, PostMessage
from rooms.dropins.clockwork import Calling, Watched, calls_due, commands_due, offer_lapsed
from rooms.dropins.views import CallKind
from rooms.ids import DropInId, RoomId, new_public_id
from rooms.refusals import Code
from server.jobs.outbox import Told
from server.node.attention import Attention
from server.node.lines import Lines
from server.talk.desk import Desk

AGAIN_MS = 5_000
"""What was refused is asked again after so long: the host may have come, the room be open again."""
SELDOM_MS = 15_000
"""For what nobody notices to the second."""

log = structlog.get_logger()

_WAITS = frozenset(
    {
        Code.BUSY,
        Code.RETRY,
        Code.RATE_LIMITED,
        Code.SLOW,
        Code.NOT_YOUR_TURN,
        Code.SHORT_PAUSE,
    }
)
"""A held reply that is refused for one of these is said later."""


class DropIns:
    """What this process does about the sessions of all rooms. `look` is called about once a
    second; what it remembers only spares it work."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        lines: Lines,
        attention: Attention,
        told: Told,
    ) -> None:
        self._database = database
        self._desk = desk
        self._lines = lines
        self._attention = attention
        self._told = told
        self._refused: dict[tuple[DropInId, type[Hosting]], int] = {}
        self._called: set[str] = set()
        self._seldom_at = 0

    async def look(self) -> None:
        """Do what the clock asks for now."""
        looked = await self._database.read(due.look)
        await self._submit(looked)
        await self._call(looked)
        await self._end_offers(looked)
        await self._say_held()
        seldom = looked.now >= self._seldom_at
        await self._settle_lines(looked.now, seldom=seldom)
        if seldom:
            self._seldom_at = looked.now + SELDOM_MS
            await self._look_around(looked)

    async def _submit(self, looked: Looked) -> None:
        wanted = [
            command
            for session in looked.sessions
            for command in commands_due(session, looked.now, new_public_id)
            if self._refused.get((command.drop_in, type(command)), 0) <= looked.now
        ]
        self._refused = {key: at for key, at in self._refused.items() if at > looked.now}
        # All at once, so that the desk makes batches of them.
        outcomes = await asyncio.gather(*(self._desk.carry_out(HOUSE, each) for each in wanted))
        for command, outcome in zip(wanted, outcomes, strict=True):
            if not isinstance(outcome, Accepted):
                self._refused[(command.drop_in, type(command))] = looked.now + AGAIN_MS

    async def _call(self, looked: Looked) -> None:
        wanted = [
            (session, calling)
            for session in looked.sessions
            for calling in calls_due(session, looked.now)
            if calling.key not in self._called
        ]
        if not wanted:
            return
        made = [await self._made(session, calling) for session, calling in wanted]
        self._called = {
            calling.key for session in looked.sessions for calling in calls_due(session, looked.now)
        }
        self._tell({session.room for (session, _), new in zip(wanted, made, strict=True) if new})

    async def _made(self, session: Watched, calling: Calling) -> bool:
        return await self._database.write(
            calls.call,
            calling.kind,
            session.room,
            key=calling.key,
            drop_in=session.drop_in,
            account=calling.about,
        )

    async def _end_offers(self, looked: Looked) -> None:
        for session in looked.sessions:
            if offer_lapsed(session, looked.now) and await self._database.write(
                due.end_offer, session.drop_in, session.room
            ):
                self._lines.moved(session.room)

    async def _settle_lines(self, now: int, *, seldom: bool) -> None:
        wanted = await self._database.read(due.lines_to_settle, now)
        if seldom:
            wanted += await self._database.read(due.lines_with_places)
        for each in wanted:
            # A line that cannot be brought up to date keeps no other one waiting.
            try:
                moved = await self._database.write(line.tick, each.drop_in)
            except Exception as error:
                log.warning("line_not_settled", room=each.room, error=type(error).__name__)
                continue
            if moved:
                self._lines.moved(each.room)

    async def _say_held(self) -> None:
        """In the order in which they were held; a room whose next one has to wait waits."""
        waits: set[RoomId] = set()
        for reply in await self._database.read(held_replies.due):
            if reply.room not in waits and not await self._say(reply):
                waits.add(reply.room)

    async def _say(self, reply: Due) -> bool:
        """Exactly once, since the message's id is the reply's; False when it has to wait."""
        post = PostMessage(room=reply.room, command_id=reply.reply, body=reply.body)
        outcome = await self._desk.carry_out(Actor(reply.account), post)
        if isinstance(outcome, Accepted):
            await self._database.write(held_replies.released, reply.reply, outcome.at)
        elif outcome.code in _WAITS:
            return False
        else:
            await self._database.write(held_replies.refused, reply.reply, outcome)
        self._lines.moved(reply.room)
        return True

    async def _look_around(self, looked: Looked) -> None:
        ahead = await self._database.read(due.uncovered, looked.now)
        for each in ahead:
            await self._database.write(
                calls.call,
                CallKind.UNCOVERED,
                each.room,
                key=f"uncovered:{each.drop_in}",
                drop_in=each.drop_in,
                account=each.host,
            )
        led = [session.room for session in looked.sessions if session.is_led(looked.now)]
        over = await self._database.read(calls.overtaken, led)
        if over:
            await self._database.write(calls.close_overtaken, led)
        self._tell({each.room for each in ahead} | set(over))
        told = await self._database.write(calls.tell_unanswered)
        if told:
            self._told(told)

    def _tell(self, rooms: Iterable[RoomId]) -> None:
        called = set(rooms)
        if called:
            self._attention.attention_moved()
        for room in called:
            self._lines.moved(room)
