"""Puts the invented community into a database, through the same doors as everybody else.

In development only, which is the caller's to see to. Doing it twice is the same as doing it once.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from persistence import rooms as stored_rooms
from persistence.journal import Accepted
from persistence.people import accounts
from persistence.safety import reports
from persistence.safety.reports import Teller, Telling
from rooms.actor import Actor, Role
from rooms.ids import AccountId, PublicId, RoomId
from rooms.refusals import Code, Refusal
from server.background import background
from server.demo import acts, community, hours, past, planning, sessions
from server.demo.acts import Act, Cast
from server.demo.community import Community, DemoPerson, Report, command_id, message_id, minutes
from server.demo.hours import Step
from server.demo.past import Past
from server.directory import importing, rooms_file
from server.failure import Failure
from server.jobs.supervised import Job
from server.parts import Parts
from server.passwords import new_password
from server.people.granting import grant

JOINED_MINUTES_AGO = 30 * 24 * 60
ROLES_MINUTES_AGO = 3 * 24 * 60
PLANNED_MINUTES_AGO = 2 * 24 * 60 + 60
"""Before anything is said."""

_LASTING = (
    *(Code.GONE, Code.MUTED, Code.NOTHING_TO_CHANGE, Code.STEPPED_OUT, Code.TOO_LATE),
    *(Code.ROOM_LOCKED, Code.NOT_ALLOWED, Code.ACCOUNT_CLOSED, Code.IDEMPOTENCY_CONFLICT),
)
"""Refusals once people were here: whoever moderated the demonstration has the last word."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account made just now, with the password that is kept nowhere."""

    name: str
    password: str
    role: Role


def in_peace(parts: Parts) -> dict[str, Job]:
    """What a process may do while it seeds: nothing by today's clock, which would close at once
    what is to have begun yesterday."""
    return {name: job for name, job in background(parts).items() if name != "timekeeper"}


async def seed(parts: Parts) -> list[NewAccount]:
    """Rooms, people, roles, drop-ins and two days of talk; returns the accounts that were not there
    yet. `parts` are of a process that has only the jobs of `in_peace`."""
    invented = community.read()
    await parts.database.write(importing.store, rooms_file.read(rooms_file.SHIPPED))
    rooms = {room.key: room.id for room in await parts.database.read(stored_rooms.everything)}
    await _only_where_nobody_lives(parts)
    async with past.opened(parts) as then:
        made, people = await _everybody(then, invented.person)
        then.be(ROLES_MINUTES_AGO)
        for person in invented.person:
            await _give_role(then.parts, person, people[person.name], rooms)
        cast = Cast(people=people, rooms=rooms, secret=parts.secret)
        happened = await _schedule(then, cast)
        due: list[Act | Step] = [*acts.in_order(invented, cast), *happened]
        due.sort(key=lambda each: -each.minutes_ago)
        new = await _act(then, due, fresh=bool(made))
        await _tell(then, invented, cast, new)
    return made


async def _schedule(then: Past, cast: Cast) -> list[Step]:
    """Puts the sessions on the calendar that are not there yet; what happens in them."""
    now = await then.today.database.now_ms()
    then.be(PLANNED_MINUTES_AGO)
    steps: list[Step] = []
    for session in sessions.read():
        known = await then.today.database.read(planning.on_calendar, session, cast, now)
        if known is not None:
            continue
        planned = await planning.plan(then.parts, session, cast, planning.begins(session, now))
        if isinstance(planned, Refusal):
            raise Failure(f"The demonstration could not plan {session.key} ({planned.code}).")
        steps += hours.in_order(planned, cast)
    return steps


async def _only_where_nobody_lives(parts: Parts) -> None:
    """A person who is real may have a name of the cast, and must not get its role."""
    if await parts.database.read(accounts.count, demo=False):
        raise Failure("The demonstration is for a community of its own: people live in this one.")


async def _everybody(
    then: Past, persons: Sequence[DemoPerson]
) -> tuple[list[NewAccount], dict[str, AccountId]]:
    then.be(JOINED_MINUTES_AGO)
    outcomes = await asyncio.gather(*(_account(then.parts, person) for person in persons))
    made = [
        NewAccount(person.name, password, person.role)
        for person, (_, password) in zip(persons, outcomes, strict=True)
        if password
    ]
    return made, {person.name: who[0] for person, who in zip(persons, outcomes, strict=True)}


async def _account(parts: Parts, person: DemoPerson) -> tuple[AccountId, str | None]:
    """The person's account, with its password when it was made just now."""
    known = await parts.database.read(accounts.by_name, person.name)
    if known is not None:
        return known.account, None
    password = new_password()
    made = await parts.passwords.hash(password)
    if not isinstance(made, Refusal):
        now = await parts.database.now_ms()
        account = await parts.database.write(accounts.create, person.name, made, now, demo=True)
        if not isinstance(account, Refusal):
            return account, password
        made = account
    raise Failure(f"The demonstration could not make {person.name} ({made.code}).")


async def _give_role(
    parts: Parts, person: DemoPerson, account: AccountId, rooms: dict[str, RoomId]
) -> None:
    if person.role is Role.MEMBER:
        return
    places: list[RoomId | None] = [rooms[key] for key in person.rooms]
    for room in places or [None]:
        outcome = await grant(parts, account, person.role, room)
        if isinstance(outcome, Refusal) and outcome.code is not Code.NOTHING_TO_CHANGE:
            raise Failure(f"{person.name} could not be made {person.role} ({outcome.code}).")


async def _act(then: Past, due: Iterable[Act | Step], *, fresh: bool) -> set[PublicId]:
    """Do it all, minute by minute; returns the commands that were not carried out before.

    With `fresh` people nothing may be refused.
    """
    new: set[PublicId] = set()
    for minutes_ago, group in groupby(due, key=lambda each: each.minutes_ago):
        then.be(minutes_ago)
        together = list(group)
        said = (_do(then.parts, act, fresh=fresh) for act in together if isinstance(act, Act))
        new.update(command for command in await asyncio.gather(*said) if command)
        for step in together:
            if isinstance(step, Step):
                await _happens(then.parts, step)
    return new


async def _happens(parts: Parts, step: Step) -> None:
    outcome = await step.do(parts)
    if isinstance(outcome, Refusal):
        raise Failure(f"The demonstration could not hold {step.session} ({outcome.code}).")


async def _do(parts: Parts, act: Act, *, fresh: bool) -> PublicId | None:
    outcome = await parts.desk.carry_out(Actor(account=act.by), act.command)
    if isinstance(outcome, Accepted):
        return None if outcome.repeated else act.command.command_id
    if fresh or outcome.code not in _LASTING:
        raise Failure(f"The demonstration could not be written ({outcome.code}).")
    return None


async def _tell(then: Past, invented: Community, cast: Cast, new: set[PublicId]) -> None:
    """The moderators are told of what was written just now; what they have settled stays so."""
    for talk in invented.talk:
        for message in talk.message:
            posted = message_id(talk.room, message.id)
            if message.told and posted in new:
                await _report(then, message.told, cast.rooms[talk.room], posted, cast)


async def _report(then: Past, told: Report, room: RoomId, message: PublicId, cast: Cast) -> None:
    then.be(minutes(told.ago))
    parts = then.parts
    telling = Telling(room=room, message=message, concern=told.concern, note=told.note)
    account = cast.people[told.by] if told.by else None
    key = command_id("teller", told.by or "a guest")
    teller = Teller(account, key, reports.MEMBERS if account else reports.GUESTS)
    now = await parts.database.now_ms()
    refused = await parts.database.write(reports.tell, parts.secret, telling, teller, now)
    if refused is not None:
        raise Failure(f"The demonstration could not tell the moderators ({refused.code}).")
