"""Who on this node is told that something waits for staff or for mentors. Knows that it changed,
never what it is: those who are told read the list again, by their own standing.
"""

import asyncio
from typing import Protocol

import structlog

from persistence.database import Database
from persistence.standing import helpers
from rooms.actor import Actor
from rooms.ids import AccountId
from server.brokers.broker import Broker
from server.talk import frames, publications
from server.wires.outlet import Outlet, prepare

EVERY_SECONDS = 1.0
"""However much happens, nobody is told more often."""

log = structlog.get_logger()


class Watcher(Protocol):
    """A connection, as far as it matters here."""

    @property
    def actor(self) -> Actor | None:
        """Who is at the other end."""

    @property
    def line(self) -> Outlet:
        """The way out."""


class Attention:
    """The connections of this node that watch, and those of the others by the broker."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self._database = database
        self._broker = broker
        self._watchers: set[Watcher] = set()
        self._told_at = float("-inf")
        self._telling: asyncio.TimerHandle | None = None
        self._publishes = False

    def attention_moved(self) -> None:
        """Something that waits came, was taken or is done, and that is committed: tell everybody
        who watches, on every process. Plain, and cheap to call often."""
        self._publishes = True
        self.moved_elsewhere()

    def moved_elsewhere(self) -> None:
        """Another process said so: tell those who watch here."""
        if self._telling is None:
            loop = asyncio.get_running_loop()
            due = max(loop.time(), self._told_at + EVERY_SECONDS)
            self._telling = loop.call_at(due, self._tell)

    def watch(self, watcher: Watcher) -> None:
        """From now on, until `forget` or until a sweep finds that it is no helper any more."""
        self._watchers.add(watcher)

    def forget(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)

    async def sweep(self) -> None:
        """Let those go who are neither staff nor mentors anywhere any more."""
        accounts = {each.actor.account for each in self._watchers if each.actor is not None}
        if accounts:
            still = await self._database.read(helpers, accounts)
            # Of who has come meanwhile nothing was asked.
            gone = accounts - still
            self._watchers = {each for each in self._watchers if _account(each) not in gone}

    def _tell(self) -> None:
        self._telling = None
        self._told_at = asyncio.get_running_loop().time()
        changed = prepare(frames.encode(frames.AttentionChanged()))
        for watcher in self._watchers:
            watcher.line.write(changed)
        if self._publishes:
            self._publishes = False
            moved = publications.encode(publications.AttentionMoved())
            self._broker.publish(publications.CONTROL, moved)


def _account(watcher: Watcher) -> AccountId | None:
    return watcher.actor.account if watcher.actor else None
