"""Commands about drop-ins: what somebody hosts, whether a record of theirs was checked, and the end
of all their sessions. Each change is in the audit.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from persistence.dropins import experts, hosting_of, stopping
from persistence.dropins.experts import Record
from persistence.dropins.hosting_of import Hour
from persistence.people import accounts, screen_names
from rooms.actor import HOUSE
from rooms.ids import AccountId
from rooms.refusals import Refusal
from server.calendar import zones
from server.command_line.options import migrated_database, own_process, settings_of
from server.failure import Failure
from server.parts import Parts
from server.settings import Settings

LONGEST_ISSUER = 120
LONGEST_SCOPE = 200
LISTED = 12
"""More of one person's sessions are counted only."""


def expert(asked: argparse.Namespace) -> None:
    """Keep that somebody's record was checked, or end that."""
    settings = settings_of(asked)
    if asked.end:
        if asked.issuer or asked.scope or asked.until:
            raise Failure("--end stands alone: leave --issuer, --scope and --until out.")
        print(asyncio.run(_end(settings, asked.name)))
        return
    print(asyncio.run(_keep(settings, asked.name, _record(asked))))


def sessions(asked: argparse.Namespace) -> None:
    """Print what somebody hosts from now on."""
    for line in asyncio.run(_sessions(settings_of(asked), asked.name)):
        print(line)


def stop_sessions(asked: argparse.Namespace) -> None:
    """End all series of somebody, for good: who said they would come is told that these sessions
    have stopped."""
    if not asked.reason.strip():
        raise Failure("Say why with --reason: it is kept in the audit, and told to nobody else.")
    for line in asyncio.run(_stop(settings_of(asked), asked.name, asked.reason.strip())):
        print(line)


async def _keep(settings: Settings, named: str, record: Record) -> str:
    async with own_process(settings) as parts:
        if record.expires_at <= await parts.database.now_ms():
            raise Failure("--until is past: give the last day on which the record holds.")
        account, name = await _person(parts, named)
        await parts.database.write(experts.keep, account, HOUSE.account, record)
        ahead = await _tell(parts, account)
    shorter = sum(ends_at > record.expires_at for ends_at in ahead)
    until = datetime.fromtimestamp(record.expires_at / 1000 - 1, UTC).date()
    said = f"{name} is verified for {record.scope} by {record.issuer} until {until} (UTC)."
    return f"{said} {_count(shorter)} ahead are after that." if shorter else said


async def _end(settings: Settings, named: str) -> str:
    async with own_process(settings) as parts:
        account, name = await _person(parts, named)
        if not await parts.database.write(experts.end, account, HOUSE.account):
            raise Failure(f"{name} has no record that could be ended.")
        ahead = await _tell(parts, account)
    said = f"{name} has no verified record any more."
    if not ahead:
        return said
    return f"{said} {_count(len(ahead))} ahead were announced with it, and open as a line instead."


async def _tell(parts: Parts, account: AccountId) -> list[int]:
    """Whoever sees a session announced with the record; when these end."""
    ahead = await parts.database.read(experts.announced, account)
    for room in {each.room for each in ahead}:
        parts.lines.moved(room)
    return [each.ends_at for each in ahead]


async def _sessions(settings: Settings, named: str) -> list[str]:
    async with migrated_database(settings) as database:
        known = await database.read(accounts.by_name, named)
        if known is None:
            raise Failure(_nobody(named))
        record = await database.read(experts.of_account, known.account)
        hours = await database.read(hosting_of.hours, known.account)
        now = await database.now_ms()
    lines = [_hour(each) for each in hours[:LISTED]]
    if len(hours) > LISTED:
        lines.append(f"and {len(hours) - LISTED} later ones")
    return [*_of_record(record, now), *(lines or ["no drop-ins ahead"])]


async def _stop(settings: Settings, named: str, reason: str) -> list[str]:
    async with own_process(settings) as parts:
        account, name = await _person(parts, named)
        stopped = await parts.database.write(stopping.stop_all_by_house, account, reason)
        if isinstance(stopped, Refusal):
            raise Failure(f"{name} has no sessions of their own that could be stopped.")
        for room in stopped.rooms:
            parts.lines.moved(room)
        left = await parts.database.read(hosting_of.hours, account)
    return [_stopped(name, stopped.series, stopped.cancelled), *_left(left)]


def _stopped(name: str, series: int, sessions_ahead: int) -> str:
    kinds = "1 series" if series == 1 else f"{series} series"
    return (
        f"{name}: {kinds} stopped, with {_count(sessions_ahead)} ahead. Who said they would come is"
        " told once. What is live closes within seconds. The role stays: `people role` takes it."
    )


def _left(hours: Sequence[Hour]) -> list[str]:
    guest = Counter(each.room for each in hours if each.guest and not each.live)
    return [
        f"As a guest they still host {_count(count)} of somebody else in {room}: change the host"
        " on the page for schedules."
        for room, count in sorted(guest.items())
    ]


async def _person(parts: Parts, named: str) -> tuple[AccountId, str]:
    """Their account, and the name as they write it."""
    known = await parts.database.read(accounts.by_name, named)
    if known is None:
        raise Failure(_nobody(named))
    return known.account, await parts.database.read(screen_names.at_joining, known.account)


def _record(asked: argparse.Namespace) -> Record:
    issuer, scope = (asked.issuer or "").strip(), (asked.scope or "").strip()
    if not (issuer and scope and asked.until):
        raise Failure(
            "A record needs --issuer, --scope and --until YYYY-MM-DD; --end takes it back."
        )
    if len(issuer) > LONGEST_ISSUER or len(scope) > LONGEST_SCOPE:
        raise Failure(
            f"Keep it short: {LONGEST_ISSUER} characters for --issuer, {LONGEST_SCOPE} for --scope."
        )
    return Record(issuer=issuer, scope=scope, expires_at=_end_of(asked.until))


def _end_of(day: str) -> int:
    """The first moment (ms) after that day, in UTC."""
    try:
        last = date.fromisoformat(day)
        after = datetime.combine(last + timedelta(days=1), time(), UTC)
    except (ValueError, OverflowError):
        raise Failure(f"--until {day} is no day: write it as in 2027-06-30.") from None
    return zones.milliseconds(after)


def _of_record(record: Record | None, now: int) -> list[str]:
    if record is None:
        return []
    last = datetime.fromtimestamp(record.expires_at / 1000 - 1, UTC).date()
    word = "until" if record.expires_at > now else "ran out on"
    return [f"verified for {record.scope} by {record.issuer}, {word} {last} (UTC)"]


def _hour(each: Hour) -> str:
    beside = f"with {each.second}" if each.second else "alone"
    marks = [word for word, holds in (("live", each.live), ("guest", each.guest)) if holds]
    marks += ["expert"] if each.expert else []
    more = f" ({', '.join(marks)})" if marks else ""
    when = f"{each.starts.replace('T', ' ')} {each.zone}, {each.minutes} min"
    return f"{when}, {each.room}, {each.form.replace('_', ' ')}, {beside}{more}"


def _count(number: int) -> str:
    return "1 session" if number == 1 else f"{number} sessions"


def _nobody(name: str) -> str:
    return f"Nobody here is called {name}: look at `people list`."
