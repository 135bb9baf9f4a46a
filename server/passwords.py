"""Passwords hashed with argon2id, a few at a time and never on the event loop.

Knows nothing of accounts. A flood of log-ins finds a full queue and is answered `busy`.
"""

import asyncio
import enum
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Meta

from rooms.refusals import Code, Refusal, refuse

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256

Password = Annotated[str, Meta(max_length=LONGEST_PASSWORD)]
# Longer than any that is taken: what is too short or too long is refused as a weak one, with why.
NewPassword = Annotated[str, Meta(max_length=4_000)]

# OWASP's least: 19 MiB, two passes, one lane; 17 ms a hash, where argon2-cffi's default takes 165.
_MEMORY_KIB, _PASSES, _LANES = 19 * 1024, 2, 1
_BUSY_FOR_MS = 2_000

# The most used of at least ten characters, after what leaked elsewhere; compared without case.
_COMMON = frozenset(
    {"1234567890", "0123456789", "12345678910", "0987654321", "1111111111", "0000000000"}
    | {"qwertyuiop", "qwerty12345", "qwerty123456", "1q2w3e4r5t", "1qaz2wsx3edc", "asdfghjkl1"}
    | {"password12", "password123", "password1234", "passw0rd123", "contraseña", "contraseña1"}
    | {"contrasena", "contrasena1", "contrasena123", "contraseña123", "administrator"}
    | {"iloveyou12", "iloveyou123", "welcome123", "hearthside", "hearthside1", "abcdefghij"}
    | {"abcd123456", "abc1234567", "letmein123", "football123", "princess123", "tequieromucho"}
)

# Without those that look alike.
_PLAIN_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

Answer = TypeVar("Answer")


class Weakness(enum.StrEnum):
    """Why a new password is not taken; each has its sentence, `password-<weakness>`."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    TOO_COMMON = "too-common"


def weakness(password: str, name: str) -> Weakness | None:
    """What is wrong with a new password, if anything. No rules about kinds of characters."""
    if len(password) < SHORTEST_PASSWORD:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return Weakness.TOO_LONG
    if password.casefold() in _COMMON | {name.casefold()} or len(set(password)) < 3:
        return Weakness.TOO_COMMON
    return None


def new_password() -> str:
    """A random one that is easy to type: three groups of four, 59 bits."""
    groups = ("".join(secrets.choice(_PLAIN_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


class Passwords:
    """Hashes and verifies, in this process, on `threads` threads with `waiting` more in line."""

    def __init__(self, *, threads: int = 2, waiting: int = 32) -> None:
        self._hasher = PasswordHasher(_PASSES, _MEMORY_KIB, _LANES)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="password")
        self._room_left = threads + waiting
        # What an unknown account is checked against, so that its answer takes as long.
        self._nobody = self._hasher.hash("nobody")

    async def hash(self, password: str) -> str | Refusal:
        """The hash to store, or `busy`."""
        return await self._in_turn(lambda: self._hasher.hash(_as_typed_anywhere(password)))

    async def verify(self, stored: str | None, password: str) -> bool | Refusal:
        """Whether the password is the one; `stored` is None for an account that does not exist,
        which takes as long to say no to. Or `busy`."""
        return await self._in_turn(lambda: self._matches(stored, password))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in_turn(self, work: Callable[[], Answer]) -> Answer | Refusal:
        if self._room_left == 0:
            return refuse(Code.BUSY, retry_after=_BUSY_FOR_MS)
        self._room_left -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._room_left += 1

    def _matches(self, stored: str | None, password: str) -> bool:
        try:
            self._hasher.verify(stored or self._nobody, _as_typed_anywhere(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


def _as_typed_anywhere(password: str) -> str:
    """Keyboards write one letter in different ways (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
