"""Codes that get a person back in without the password. Shown once, stored by their hash alone.

The code of a joining form follows from the form: sent twice, it shows the same code.
"""

import hashlib
import secrets

from rooms.ids import AccountId

GROUPS, IN_A_GROUP = 5, 4
# Without those that look alike; 20 of them are 99 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """A random code, as it is shown."""
    return _written(secrets.randbits(256))


def code_of_form(secret: bytes, form: str, account: AccountId) -> str:
    """The code that belongs to this form and this account: without the secret nobody knows it."""
    digest = hashlib.blake2b(f"{form} {account}".encode(), key=secret[:64], person=b"code of form")
    return _written(int.from_bytes(digest.digest(), "big"))


def account_of_form(secret: bytes, form: str) -> AccountId:
    """The id of the account that this form makes: sent twice, it makes one."""
    digest = hashlib.blake2b(
        form.encode(errors="replace"), key=secret[:64], person=b"account of form", digest_size=16
    )
    return AccountId(digest.hexdigest())


def code_hash(code: str) -> str:
    """What is stored. Case, spaces and hyphens are how it is written, not what it is."""
    plain = "".join(letter for letter in code.lower() if letter in _LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


def _written(number: int) -> str:
    letters = []
    for _ in range(GROUPS * IN_A_GROUP):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    text = "".join(letters)
    return "-".join(text[at : at + IN_A_GROUP] for at in range(0, len(text), IN_A_GROUP))
