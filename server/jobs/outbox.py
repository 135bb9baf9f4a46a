"""Empties the outbox: what is for the page becomes notices, and open pages are told at once; mail
is handed to the operator's mail server, and tried again while that is of use. Every process does.
"""

import asyncio
from collections.abc import Callable, Collection, Iterator

import structlog

from persistence import outbox
from persistence.database import Database
from persistence.dropins import telling
from persistence.dropins.telling import Letter
from persistence.outbox import Channel
from rooms.ids import AccountId
from server.mail.letter import Stationery, written
from server.mail.post_office import NO_SUCH_MAILBOX, Outcome, PostOffice, Sent

LOOK_EVERY_SECONDS = 1.0
MOST_AT_ONCE = 50
AT_THE_SAME_TIME = 4
"""Mails on their way: a mail server that hangs keeps one of them, and not the others."""
FIRST_PAUSE_MS = 15_000
LONGEST_PAUSE_MS = 15 * 60_000
KEEP_EVERY_SECONDS = 0.5
KEEP_SECONDS = 600.0
"""So long it is tried to keep what came of a mail: one that was taken, and that the database does
not know of, is sent again when its lease is over."""
FINISH_SECONDS = 5.0
"""For the mails on their way when the process ends; of one that is cut off nobody knows."""

Told = Callable[[Collection[AccountId]], None]

log = structlog.get_logger()


async def tell_pages(database: Database, told: Told, *, mails: bool) -> None:
    """Look once a second, for as long as the process lives."""
    while True:
        try:
            await tell_now(database, told, mails=mails)
        except Exception as error:
            log.warning("outbox_failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def tell_now(database: Database, told: Told, *, mails: bool) -> None:
    """Tell what is due for the page."""
    now = await database.now_ms()
    for subject in await database.read(outbox.subjects_due, now, MOST_AT_ONCE):
        # What cannot be told, of a newer release perhaps, keeps nobody else waiting.
        try:
            accounts = await database.write(telling.tell, subject, mails=mails)
        except Exception as error:
            log.warning("outbox_failed", error=type(error).__name__)
            continue
        if accounts:
            told(accounts)


class Postman:
    """Carries this process's share of the mail."""

    def __init__(self, database: Database, office: PostOffice, house: Stationery) -> None:
        self._database = database
        self._office = office
        self._house = house
        self._on_their_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Look once a second, for as long as the process lives; what is on its way then arrives."""
        try:
            while True:
                try:
                    await self.carry()
                except Exception as error:
                    log.warning("mail_failed", error=type(error).__name__)
                await asyncio.sleep(LOOK_EVERY_SECONDS)
        finally:
            if self._on_their_way:
                await asyncio.wait(self._on_their_way, timeout=FINISH_SECONDS)

    async def carry(self) -> None:
        """Send what is due now, and come back when each has been tried once."""
        now = await self._database.now_ms()
        due = await self._database.read(outbox.due, Channel.MAIL, now, MOST_AT_ONCE)
        waiting = iter(due)
        async with asyncio.TaskGroup() as rounds:
            for _ in range(AT_THE_SAME_TIME):
                rounds.create_task(self._round(waiting))

    async def _round(self, waiting: Iterator[int]) -> None:
        for number in waiting:
            try:
                letter = await self._database.write(telling.claim_letter, number)
                if letter is not None:
                    await asyncio.shield(self._sending(letter))
            except Exception as error:
                log.warning("mail_failed", outbox=number, error=type(error).__name__)

    def _sending(self, letter: Letter) -> asyncio.Task[None]:
        """A task of its own: who ends this process does not cut a mail off."""
        sending = asyncio.create_task(self._send(letter))
        self._on_their_way.add(sending)
        sending.add_done_callback(self._on_their_way.discard)
        return sending

    async def _send(self, letter: Letter) -> None:
        outcome = await self._handed_in(letter)
        await self._keep(letter, outcome)
        self._say(letter, outcome)

    async def _keep(self, letter: Letter, outcome: Outcome) -> None:
        """However long the database is away meanwhile. What is not sure is tried again by whoever
        has it after the lease, and must not be taken from them late."""
        loop = asyncio.get_running_loop()
        gives_up_at = loop.time() + KEEP_SECONDS
        told = False
        while True:
            try:
                return await self._settle(letter, outcome)
            except Exception as error:
                if outcome.sent is Sent.UNSURE or loop.time() >= gives_up_at:
                    raise
                if not told:
                    told = True
                    name = type(error).__name__
                    log.warning("mail_not_noted_yet", outbox=letter.parcel.id, error=name)
                await asyncio.sleep(KEEP_EVERY_SECONDS)

    async def _settle(self, letter: Letter, outcome: Outcome) -> None:
        now = await self._database.now_ms()
        number = letter.parcel.id
        match outcome.sent:
            case Sent.TAKEN:
                await self._database.write(outbox.done, [number], now)
            case Sent.REFUSED:
                await self._database.write(outbox.refused, number, outcome.code, now)
            case Sent.UNSURE:
                await self._database.write(outbox.later, number, now + pause_ms(letter, now))

    async def _handed_in(self, letter: Letter) -> Outcome:
        try:
            message = written(letter, self._house, await self._database.now_ms())
        except ValueError:
            return Outcome(Sent.REFUSED, NO_SUCH_MAILBOX, "no address")
        return await self._office.hand_in(message, self._house.mailbox, letter.address)

    def _say(self, letter: Letter, outcome: Outcome) -> None:
        if outcome.sent is not Sent.TAKEN:
            log.warning(
                "mail_not_sent",
                outbox=letter.parcel.id,
                attempt=letter.parcel.claims,
                code=outcome.code,
                lasting=outcome.sent is Sent.REFUSED,
                error=outcome.why,
            )


def pause_ms(letter: Letter, now: int) -> int:
    """Until the next attempt: twice as long each time, but never more than half of what is left
    until the session begins. What is of no use by then is dropped when it is claimed."""
    doubled: int = FIRST_PAUSE_MS * 2 ** min(letter.parcel.claims - 1, 16)
    half = max((letter.session.starts_at - now) // 2, FIRST_PAUSE_MS)
    return min(doubled, half, LONGEST_PAUSE_MS)
