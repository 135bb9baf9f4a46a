"""The limits on what can be guessed at or done in bulk: passwords, codes, links, joining.

Counted before the outcome is known, per account *and* place, so that nobody can lock somebody else
out from afar; a try that was right is taken back. The keys are keyed hashes.
"""

import hashlib

from sqlalchemy import Connection

from persistence.database import Database
from persistence.people import throttles
from persistence.people.throttles import Limit
from rooms.ids import AccountId
from rooms.limits import Rate
from rooms.names import skeleton
from rooms.refusals import Code, Refusal, refuse
from rooms.tries import Tried
from server.people.caller import Caller

QUARTER_HOUR_MS = 15 * 60_000
HOUR_MS = 3_600_000
PER_ACCOUNT = Rate(period_ms=QUARTER_HOUR_MS // 5, burst=5)
PER_PREFIX = Rate(period_ms=HOUR_MS // 20, burst=20)
JOINING = Rate(period_ms=HOUR_MS // 10, burst=10)
"""Not fewer: a prefix may be a hospital."""
ASKING_NAMES = Rate(period_ms=60_000, burst=30)
"""Whether a name is taken is said to whoever asks for it; not for a whole list of names."""

Counted = tuple[tuple[Limit, Tried], ...]
"""The limits at which an attempt was counted, each with what it cost there."""


class Guesses:
    """The limits of one attempt: `own` on account and place together, `shared` by the place."""

    def __init__(self, database: Database, own: Limit | None, shared: Limit | None) -> None:
        self._database = database
        self._own = own
        self._limits = tuple(limit for limit in (own, shared) if limit is not None)
        self._counted: Counted = ()

    async def begin(self) -> Refusal | None:
        """Count the attempt; or `too_many_tries`, and it is not to be made."""
        if not self._limits:
            return None
        now = await self._database.now_ms()
        begun = await self._database.write(throttles.begin, self._limits, now)
        if begun.wait_ms:
            return refuse(Code.TOO_MANY_TRIES, retry_after=begun.wait_ms)
        self._counted = tuple(zip(self._limits, begun.costs, strict=True))
        return None

    async def was_right(self) -> None:
        """It was no guess: the account's count begins anew, the place's is as before it."""
        await self._database.write(_was_right, self._own, self._counted)

    async def was_none(self) -> None:
        """Nothing was tried after all, for a reason of our own."""
        await self._database.write(_was_none, self._counted)


def at_login(database: Database, secret: bytes, caller: Caller, name: str) -> Guesses:
    """Passwords, by name. Names that look the same are one name, as in `accounts.by_name`."""
    return _guesses(database, secret, caller, "password", skeleton(name))


def at_recovery(database: Database, secret: bytes, caller: Caller, name: str) -> Guesses:
    """Recovery codes, counted beside passwords: who has forgotten one has tried it often."""
    return _guesses(database, secret, caller, "recovery", skeleton(name))


def at_own_account(
    database: Database, secret: bytes, caller: Caller, account: AccountId
) -> Guesses:
    """The password once more, asked of somebody who is signed in."""
    return _guesses(database, secret, caller, "own account", account)


def at_link(database: Database, secret: bytes, caller: Caller) -> Guesses:
    """Links from an operator: nobody's until they are right."""
    return Guesses(database, None, _shared(secret, caller))


def at_joining(database: Database, secret: bytes, caller: Caller) -> Guesses:
    """New accounts."""
    if not caller.capped:
        return Guesses(database, None, None)
    key = throttle_key(secret, caller.prefix)
    return Guesses(database, None, Limit("joining", key, JOINING, longest_wait_ms=0))


def at_taken_name(database: Database, secret: bytes, caller: Caller) -> Guesses:
    """Learning that a name is taken."""
    if not caller.capped:
        return Guesses(database, None, None)
    key = throttle_key(secret, caller.prefix)
    return Guesses(database, None, Limit("taken name", key, ASKING_NAMES, longest_wait_ms=0))


def at_changing_name(database: Database, secret: bytes, account: AccountId) -> Guesses:
    """Asking for another name, from wherever."""
    key = throttle_key(secret, account)
    return Guesses(database, None, Limit("taken name", key, ASKING_NAMES, longest_wait_ms=0))


def throttle_key(secret: bytes, *parts: str) -> str:
    """What the tries have in common, as it may be stored: BLAKE2b keyed with the secret."""
    digest = hashlib.blake2b(key=secret[:64], person=b"throttle", digest_size=16)
    for part in parts:
        encoded = part.encode(errors="replace")
        digest.update(len(encoded).to_bytes(4, "big") + encoded)
    return digest.hexdigest()


def _guesses(database: Database, secret: bytes, caller: Caller, scope: str, whose: str) -> Guesses:
    own = Limit(scope, throttle_key(secret, whose, caller.prefix), PER_ACCOUNT)
    return Guesses(database, own, _shared(secret, caller))


def _shared(secret: bytes, caller: Caller) -> Limit | None:
    if not caller.capped:
        return None
    return Limit("place", throttle_key(secret, caller.prefix), PER_PREFIX)


def _was_right(connection: Connection, own: Limit | None, counted: Counted) -> None:
    if own is not None:
        throttles.forget(connection, own)
    _was_none(connection, tuple((limit, cost) for limit, cost in counted if limit is not own))


def _was_none(connection: Connection, counted: Counted) -> None:
    for limit, cost in counted:
        throttles.take_back(connection, limit, cost)
