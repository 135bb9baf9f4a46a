"""The operator's mail server: one message handed over at a time. It knows nothing of what is in a
message, and says of a failure only what kind it was: an answer may quote an address.
"""

import asyncio
import enum
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Self
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponseException

TIMEOUT_SECONDS = 15.0
"""For one answer of the mail server."""
PATIENCE_SECONDS = 40.0
"""For a whole message: less than an outbox row's lease, so that nobody else sends it meanwhile."""
_SUBMISSION_PORT = 587
_SUBMISSIONS_PORT = 465
GOODBYE_SECONDS = 2.0
_LASTING = 500
NO_SUCH_MAILBOX = 553
_LOOKS_LIKE = "SMTP_URL is not an address: it looks like smtp://user:password@host:587."
_TROUBLE = (SMTPException, OSError, TimeoutError, ValueError)


class Sent(enum.Enum):
    """What came of a message. `UNSURE`: it may have been taken or not, or can be tried again."""

    TAKEN = "taken"
    UNSURE = "unsure"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`code` is the mail server's reply (RFC 5321, 4.2.3), 0 for none; `why` is for a log."""

    sent: Sent
    code: int = 0
    why: str = ""


class BadAddress(Exception):
    """The mail server's address is none; one sentence for the operator."""


class NotReached(Exception):
    """The mail server does not answer, or not as it has to; one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Where mail is handed in. With `implicit_tls` the line is encrypted from its first byte, else
    it is once the server offers that; a name and password go over an encrypted line alone, or to
    this machine itself."""

    host: str
    port: int
    implicit_tls: bool
    user: str | None
    password: str | None
    patience_seconds: float = PATIENCE_SECONDS
    tls_context: ssl.SSLContext | None = None

    @classmethod
    def at(cls, address: str) -> Self:
        """`smtp://user:password@host:587` or `smtps://...`. Raises BadAddress."""
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            raise BadAddress(_LOOKS_LIKE) from None
        implicit = parts.scheme == "smtps"
        if not parts.hostname or parts.scheme not in ("smtp", "smtps") or port == 0:
            raise BadAddress(_LOOKS_LIKE)
        return cls(
            host=parts.hostname,
            port=port or (_SUBMISSIONS_PORT if implicit else _SUBMISSION_PORT),
            implicit_tls=implicit,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )

    async def hand_in(self, message: EmailMessage, sender: str, to: str) -> Outcome:
        """Hand over one message. Never raises for what the other side does or does not do."""
        client = self._client()
        try:
            async with asyncio.timeout(self.patience_seconds):
                await self._enter(client)
                await client.mail(sender)
                outcome = await self._deliver(client, message, to)
            with suppress(*_TROUBLE):
                await client.quit(timeout=GOODBYE_SECONDS)
            return outcome
        except _TROUBLE as error:
            return Outcome(Sent.UNSURE, getattr(error, "code", 0), type(error).__name__)
        finally:
            client.close()

    async def check(self) -> None:
        """Reach it, and log in. Raises NotReached."""
        client = self._client()
        try:
            async with asyncio.timeout(self.patience_seconds):
                await self._enter(client)
        except _TROUBLE as error:
            raise NotReached(
                f"The mail server at {self.host}:{self.port} is no help"
                f" ({type(error).__name__}): correct SMTP_URL, or start it."
            ) from None
        finally:
            client.close()

    async def _deliver(self, client: SMTP, message: EmailMessage, to: str) -> Outcome:
        """From here on a lasting no is about this message or this address, and stays one."""
        if not to.isascii():
            return Outcome(Sent.REFUSED, NO_SUCH_MAILBOX, "not ASCII")
        try:
            await client.rcpt(to)
            await client.data(message.as_bytes())
        except SMTPResponseException as answer:
            return Outcome(
                Sent.REFUSED if answer.code >= _LASTING else Sent.UNSURE, answer.code, "answer"
            )
        return Outcome(Sent.TAKEN)

    async def _enter(self, client: SMTP) -> None:
        await client.connect()
        if self.user is None:
            return
        if not (self._is_here() or client.get_transport_info("sslcontext")):
            raise SMTPException("a password goes over an encrypted line alone")
        await client.login(self.user, self.password or "")

    def _client(self) -> SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            use_tls=self.implicit_tls,
            timeout=TIMEOUT_SECONDS,
            tls_context=self.tls_context,
        )

    def _is_here(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False
