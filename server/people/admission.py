"""How a person becomes somebody here: joining with a screen name, and coming back.

Used by the JSON endpoints and by the plain form pages alike; it knows neither, nor sessions.
"""

import re

import msgspec

from persistence.people import accounts
from persistence.people.accounts import Credentials, Particulars
from persistence.safety import joining_pauses
from rooms.ids import AccountId, new_public_id
from rooms.names import clean_name
from rooms.refusals import Code, Refusal, refuse
from server.parts import Parts
from server.passwords import SHORTEST_PASSWORD, weakness
from server.people import guesses
from server.people.caller import Caller
from server.people.consent import CONSENT_VERSION
from server.people.recognised import Recognised
from server.people.recovery_codes import account_of_form, code_hash, code_of_form

LONGEST_EMAIL = 254
# No more than what every address has: whether it exists, only a message to it would show.
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f.]+(\.[^@\s\x00-\x1f\x7f.]+)+")


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says who wants to join. Sent twice with one `form`, it makes one account."""

    name: str
    password: str
    adult: bool
    consents: bool
    email: str | None = None
    form: str = msgspec.field(default_factory=new_public_id)


class Joined(msgspec.Struct, frozen=True):
    """Somebody new. `recovery_code` is None once another one has taken its place."""

    person: Recognised
    recovery_code: str | None


async def join(parts: Parts, caller: Caller, asked: Application) -> Joined | Refusal:
    """A new account, durable on return.

    Refused with `too_young`, `no_consent`, `joining_paused`, `name_invalid`, `name_taken`,
    `weak_password`, `bad_email`, `too_many_tries`, or `busy` when too many passwords wait.
    """
    if refused := await _not_open_to(parts, asked) or _misshapen(asked):
        return refused
    made = await _within_limits(parts, caller, asked)
    if isinstance(made, Refusal) and made.code is Code.NAME_TAKEN:
        # Perhaps by this same form, which was sent before, or twice at once.
        return await _by_this_form(parts, caller, asked) or made
    return made


async def add(parts: Parts, name: str, password: str) -> AccountId | Refusal:
    """An account that an operator makes for somebody; refused like `join`.

    What only the person can say, consent above all, they are asked when they come.
    """
    if refused := weak(password, name):
        return refused
    password_hash = await parts.passwords.hash(password)
    if isinstance(password_hash, Refusal):
        return password_hash
    now = await parts.database.now_ms()
    return await parts.database.write(accounts.create, name, password_hash, now)


async def recognise(parts: Parts, caller: Caller, name: str, password: str) -> Recognised | Refusal:
    """Whose this name and password are.

    The answer to a wrong password and to an unknown name is the same, `wrong_login`, and takes as
    long. Else refused with `account_closed`, `too_many_tries` or `busy`.
    """
    guess = guesses.at_login(parts.database, parts.secret, caller, name)
    if refused := await guess.begin():
        return refused
    known = await parts.database.read(accounts.by_name, name)
    matches = await parts.passwords.verify(known.password_hash if known else None, password)
    if isinstance(matches, Refusal):
        await guess.was_none()
        return matches
    if not matches or known is None or not may_come_from(known, caller):
        return refuse(Code.WRONG_LOGIN)
    await guess.was_right()
    if known.closed:
        return refuse(Code.ACCOUNT_CLOSED)
    return Recognised(known.account, known.auth_version)


def may_come_from(known: Credentials, caller: Caller) -> bool:
    """The invented people of the demonstration are for whoever sits at this machine."""
    return caller.here or not known.demo


def weak(password: str, name: str) -> Refusal | None:
    """`weak_password`, with why."""
    why = weakness(password, name)
    if why is None:
        return None
    return refuse(Code.WEAK_PASSWORD, why=why.value, least=SHORTEST_PASSWORD)


def clean_email(written: str | None) -> str | Refusal | None:
    """The address as it is stored: None when nothing is written; or `bad_email`."""
    address = (written or "").strip()
    if not address:
        return None
    if len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        return refuse(Code.BAD_EMAIL)
    return address


async def _not_open_to(parts: Parts, asked: Application) -> Refusal | None:
    if not asked.adult:
        return refuse(Code.TOO_YOUNG, years=parts.settings.minimum_age)
    if not asked.consents:
        return refuse(Code.NO_CONSENT)
    now = await parts.database.now_ms()
    until = await parts.database.read(joining_pauses.in_force, now)
    return None if until is None else refuse(Code.JOINING_PAUSED, until=until)


def _misshapen(asked: Application) -> Refusal | None:
    name, email = clean_name(asked.name), clean_email(asked.email)
    if isinstance(name, Refusal):
        return name
    return email if isinstance(email, Refusal) else weak(asked.password, asked.name)


async def _by_this_form(
    parts: Parts, caller: Caller, asked: Application
) -> Joined | Refusal | None:
    """Who joined by this very form already, shown by the same name and password; else None."""
    account = account_of_form(parts.secret, asked.form)
    if not await parts.database.read(accounts.exists, account):
        return None
    person = await recognise(parts, caller, asked.name, asked.password)
    if isinstance(person, Refusal):
        return None if person.code is Code.WRONG_LOGIN else person
    if person.account != account:
        return None
    code = code_of_form(parts.secret, asked.form, account)
    known = await parts.database.read(accounts.by_id, account)
    still = known is not None and known.recovery_hash == code_hash(code)
    return Joined(person, code if still else None)


async def _within_limits(parts: Parts, caller: Caller, asked: Application) -> Joined | Refusal:
    now = await parts.database.now_ms()
    if await parts.database.read(accounts.is_taken, asked.name, now):
        refused = await guesses.at_taken_name(parts.database, parts.secret, caller).begin()
        return refused or refuse(Code.NAME_TAKEN)
    guess = guesses.at_joining(parts.database, parts.secret, caller)
    if refused := await guess.begin():
        return refused
    made = await _made(parts, asked)
    if isinstance(made, Refusal):
        await guess.was_none()
    return made


async def _made(parts: Parts, asked: Application) -> Joined | Refusal:
    password_hash = await parts.passwords.hash(asked.password)
    if isinstance(password_hash, Refusal):
        return password_hash
    account = account_of_form(parts.secret, asked.form)
    if await parts.database.read(accounts.exists, account):
        # Somebody else has joined by the form that was left open here.
        asked = msgspec.structs.replace(asked, form=new_public_id())
        account = account_of_form(parts.secret, asked.form)
    code = code_of_form(parts.secret, asked.form, account)
    said = _said(asked, account, code)
    now = await parts.database.now_ms()
    made = await parts.database.write(accounts.create, asked.name, password_hash, now, said=said)
    return made if isinstance(made, Refusal) else Joined(Recognised(made, 1), code)


def _said(asked: Application, account: AccountId, code: str) -> Particulars:
    email = clean_email(asked.email)
    return Particulars(
        account=account,
        email=None if isinstance(email, Refusal) else email,
        adult=asked.adult,
        consent_version=CONSENT_VERSION,
        recovery_hash=code_hash(code),
    )
