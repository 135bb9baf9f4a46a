"""What a mail carries so that it can be told again: its `Message-ID`, and the link by which no more
mail is sent. Neither holds an account; both are keyed, so that nobody can make one.
"""

import hashlib
import hmac
import re

from sqlalchemy import Connection

from persistence import outbox
from persistence.people import wishes
from rooms.ids import AccountId

_TOKEN = re.compile(r"([0-9]{1,18})-([0-9a-f]{32})")


def message_id(secret: bytes, key: str, domain: str) -> str:
    """The same for every attempt to send one row of the outbox (RFC 5322, 3.6.4)."""
    return f"<{_keyed(secret, b'message id', key)}@{domain}>"


def stop_link(secret: bytes, address: str, number: int, key: str) -> str:
    """The page that asks whether to send no more mail; a POST there is the yes (RFC 8058)."""
    return f"{address}/mail/{number}-{_keyed(secret, b'no more mail', key)}"


def addressee(connection: Connection, secret: bytes, token: str) -> AccountId | None:
    """Who was written to by the mail that had this link; None when it was made by no mail, or by
    one of more than 60 days ago."""
    found = _TOKEN.fullmatch(token)
    mail = outbox.mail(connection, int(found[1])) if found else None
    if found is None or mail is None:
        return None
    key, account = mail
    return account if hmac.compare_digest(_keyed(secret, b"no more mail", key), found[2]) else None


def no_more(connection: Connection, secret: bytes, token: str) -> bool:
    """Send this person no more mail. False for a link that is none."""
    account = addressee(connection, secret, token)
    if account is not None:
        wishes.no_more_mail(connection, account)
    return account is not None


def _keyed(secret: bytes, person: bytes, key: str) -> str:
    return hashlib.blake2b(key.encode(), key=secret[:64], person=person, digest_size=16).hexdigest()
