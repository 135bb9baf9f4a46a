"""How a person becomes somebody here: joining with a screen name, and coming back.

Used by the JSON endpoints and by the plain form pages alike; it knows neither, nor sessions.
"""

from persistence import accounts
from persistence.database import Database
from rooms.ids import AccountId
from rooms.names import clean_name
from rooms.refusals import Code, Refusal, refuse
from server.passwords import Passwords, weakness


async def join(
    database: Database, passwords: Passwords, name: str, password: str
) -> AccountId | Refusal:
    """A new account under this screen name, durable on return.

    Refused with `name_invalid` or `name_taken`, `bad_request` for a weak password, or `busy` when
    too many passwords wait.
    """
    if weakness(password, name) is not None:
        return refuse(Code.BAD_REQUEST)
    cleaned = clean_name(name)
    if isinstance(cleaned, Refusal):
        return cleaned
    password_hash = await passwords.hash(password)
    if isinstance(password_hash, Refusal):
        return password_hash
    return await database.write(accounts.create, cleaned, password_hash, await database.now_ms())


async def recognise(
    database: Database, passwords: Passwords, name: str, password: str
) -> AccountId | Refusal:
    """The account of this name and password.

    The answer to a wrong password and to an unknown name is the same, and takes as long.
    """
    known = await database.read(accounts.by_name, name)
    matches = await passwords.verify(known.password_hash if known else None, password)
    if isinstance(matches, Refusal):
        return matches
    if not matches or known is None:
        return refuse(Code.NOT_SIGNED_IN)
    return refuse(Code.ACCOUNT_CLOSED) if known.closed else known.account
