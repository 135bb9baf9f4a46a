"""Where writing commands wait for the append: group commit, and the answer to each sender.

Knows neither sockets nor SQL. An idle desk commits at once; what arrives while a batch is being
committed is the next batch. A receipt is only ever given after the commit.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import msgspec
import structlog

from persistence.journal import (
    Accepted,
    Contended,
    Journal,
    Outcome,
    OutcomeUnknown,
    Submission,
    Unreachable,
)
from rooms.actor import Actor
from rooms.commands import Writing
from rooms.ids import RoomId, command_digest
from rooms.refusals import Code, Refusal, refuse
from rooms.transcript import Entry
from server.talk.waiting import Answer, Waiting, WaitingRooms

LARGEST_BATCH = 128
"""With 2,000 waiting in 100 rooms, by the median of three pairs 6 % (SQLite) and 9 % (PostgreSQL)
more a second than by 64, and 20 to 26 % less at p99. A batch holds its rooms, and the loop, for as
long as it takes."""
MOST_IN_FLIGHT = 2
WORTH_A_BATCH = 64
"""So many start beside the batch that is on its way; fewer wait for it. One commit for ten costs
little more than one for five, and two at once slow each other down."""
SLOW_SECONDS = 0.002
"""Nobody waits longer for a batch that is on its way: it may stand before the lock of one room. A
small one is done in 0.5 to 1.5 ms, and then a second would only have been in its way."""
MOST_WAITING = 4_096
BUSY_RETRY_MS = 1_000
OUTCOME_UNKNOWN_RETRY_MS = 500
FINISH_SECONDS = 5.0
"""At the end of the process: longer than a sound append takes, shorter than a platform's patience
(Heroku ends a process 30 s after it was told to)."""
CUT_OFF_SECONDS = 1.0

log = structlog.get_logger()
_content = msgspec.json.Encoder()


class Desk:
    """The one way for this process to write to a transcript.

    `committed` is called with the entries of each batch, after the senders' answers were given and
    in the order of each room; `attention_moved` when what waits for helpers has changed. At most
    two batches are in flight, a room in only one of them; the second starts when there is a batch's
    worth for it, or the first is slow.
    """

    def __init__(
        self,
        journal: Journal,
        *,
        secret: bytes,
        committed: Callable[[Sequence[Entry]], None],
        attention_moved: Callable[[], None] = lambda: None,
        batch_size_seen: Callable[[int], None] = lambda size: None,
    ) -> None:
        self._journal = journal
        self._secret = secret
        self._committed = committed
        self._attention_moved = attention_moved
        self._batch_size_seen = batch_size_seen
        self._waiting = WaitingRooms()
        self._batches: set[asyncio.Task[None]] = set()
        self._woken = False
        self._slow: set[asyncio.Task[None]] = set()

    def submit(self, actor: Actor, command: Writing, answer: Answer) -> None:
        """Take a command; `answer` is called once, soon after the commit. Never waits.

        A full desk answers `busy` at once.
        """
        if len(self._waiting) >= MOST_WAITING:
            answer(_busy())
            return
        submission = Submission(actor=actor, command=command, digest=self._digest(command))
        self._waiting.put(Waiting(submission, answer))
        self._wake()

    async def carry_out(self, actor: Actor, command: Writing) -> Outcome:
        """`submit` for those who can wait: HTTP handlers, jobs, the command line."""
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def answered(result: Outcome) -> None:
            if not outcome.done():
                outcome.set_result(result)

        self.submit(actor, command, answered)
        return await outcome

    async def finish(self) -> None:
        """Return when everything taken so far has been answered.

        A database that says nothing is not waited for: after `FINISH_SECONDS` what still waits is
        answered `busy`, and what is on its way is cut off and answered `retry`.
        """
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                await self._all_answered()
        except TimeoutError:
            log.warning("desk_unfinished", waiting=len(self._waiting), batches=len(self._batches))
            await self._cut_off()

    async def _all_answered(self) -> None:
        while self._batches or self._waiting:
            if self._batches:
                # Not `gather`: who gives up waiting must not take the commits down.
                await asyncio.wait(self._batches)
            await asyncio.sleep(0)

    async def _cut_off(self) -> None:
        waiting = self._waiting.clear()
        _answer_all(waiting, [_busy()] * len(waiting))
        cut = tuple(self._batches)
        for batch in cut:
            batch.cancel()
        if cut:
            await asyncio.wait(cut, timeout=CUT_OFF_SECONDS)

    def _digest(self, command: Writing) -> str:
        # The ref is the connection's own counter: a resend carries another one.
        content = _content.encode(msgspec.structs.replace(command, ref=0))
        return command_digest(self._secret, content)

    def _wake(self) -> None:
        """Start batches at the end of this tick, so that what one read brought goes together."""
        if not self._woken:
            self._woken = True
            asyncio.get_running_loop().call_soon(self._start)

    def _start(self) -> None:
        self._woken = False
        while self._may_start():
            batch = self._waiting.take(LARGEST_BATCH)
            rooms = {waiting.submission.command.room for waiting in batch}
            task = asyncio.create_task(self._commit(batch))
            self._batches.add(task)
            task.add_done_callback(partial(self._finished, rooms))
            asyncio.get_running_loop().call_later(SLOW_SECONDS, self._is_slow, task)

    def _may_start(self) -> bool:
        ready = self._waiting.ready
        if not ready or len(self._batches) >= MOST_IN_FLIGHT:
            return False
        return not self._batches or ready >= WORTH_A_BATCH or bool(self._slow)

    def _is_slow(self, task: asyncio.Task[None]) -> None:
        if task in self._batches:
            self._slow.add(task)
            self._start()

    def _finished(self, rooms: set[RoomId], task: asyncio.Task[None]) -> None:
        self._batches.discard(task)
        self._slow.discard(task)
        self._waiting.give_back(rooms)
        if self._waiting:
            self._start()

    async def _commit(self, batch: list[Waiting]) -> None:
        self._batch_size_seen(len(batch))
        try:
            outcomes = await self._append(batch)
        except asyncio.CancelledError:
            _answer_all(batch, [_outcome_unknown()] * len(batch))
            raise
        _answer_all(batch, outcomes)
        accepted = [outcome for outcome in outcomes if isinstance(outcome, Accepted)]
        entries = [entry for outcome in accepted for entry in outcome.entries]
        if entries:
            self._committed(entries)
        if any(outcome.attention_moved for outcome in accepted):
            self._attention_moved()

    async def _append(self, batch: list[Waiting]) -> Sequence[Outcome]:
        """The whole batch, once more on contention, then command by command; a database that
        cannot be reached is not asked for each of them."""
        submissions = [waiting.submission for waiting in batch]
        for again in (True, False):
            try:
                return await self._journal.append(submissions)
            except Contended as error:
                if isinstance(error, Unreachable) and not again:
                    return [_busy()] * len(batch)
            except OutcomeUnknown:
                return [_outcome_unknown()] * len(batch)
            except Exception as error:
                log.error("append_failed", error=type(error).__name__, batch=len(batch))
                break
        return await self._append_singly(submissions)

    async def _append_singly(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """Only the culprit of a failed batch is refused. A room that is held is waited for once:
        each wait takes a second or two, in which nobody is answered. Nor is a database asked again
        that went away meanwhile."""
        outcomes: list[Outcome] = []
        held: set[RoomId] = set()
        for submission in submissions:
            room = submission.command.room
            if room in held:
                outcomes.append(_busy())
                continue
            try:
                outcomes.append(await self._append_alone(submission))
            except Unreachable:
                return outcomes + [_busy()] * (len(submissions) - len(outcomes))
            except Contended:
                held.add(room)
                outcomes.append(_busy())
        return outcomes

    async def _append_alone(self, submission: Submission) -> Outcome:
        """Raises `Contended`."""
        try:
            [outcome] = await self._journal.append([submission])
        except Contended:
            raise
        except OutcomeUnknown:
            return _outcome_unknown()
        except Exception as error:
            log.error("command_failed", error=type(error).__name__)
            return _busy()
        return outcome


def _answer_all(batch: Iterable[Waiting], outcomes: Iterable[Outcome]) -> None:
    failed: list[str] = []
    for waiting, outcome in zip(batch, outcomes, strict=True):
        try:
            waiting.answer(outcome)
        except Exception as error:  # one sender's trouble is nobody else's
            failed.append(type(error).__name__)
    if failed:
        log.error("answers_failed", error=failed[0], answers=len(failed))


def _busy() -> Refusal:
    return refuse(Code.BUSY, retry_after=BUSY_RETRY_MS)


def _outcome_unknown() -> Refusal:
    """Not a refusal of the command: it may be committed. The same command_id settles it."""
    return refuse(Code.RETRY, retry_after=OUTCOME_UNKNOWN_RETRY_MS)
