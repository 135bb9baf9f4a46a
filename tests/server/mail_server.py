"""A real mail server on this machine, which takes what it is given, or says what a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

TAKEN = "250 OK"


@dataclass
class MailServer:
    """`taken` are the messages in the order of their 250. `answers` are said to the next messages,
    before the usual one; while `going` is not set, nothing is said at all."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    seen: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    logins: list[str] = field(default_factory=list)
    going: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def subjects(self) -> list[str]:
        return [str(each["Subject"]) for each in self.taken]

    def ids(self) -> list[str]:
        return [str(each["Message-ID"]) for each in self.seen]

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Everybody is let in."""
        del server, session, envelope, mechanism
        self.logins.append(data.login.decode())
        return AuthResult(success=True)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        del server, session, options
        if address in self.unknown:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        del server, session
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=SMTP_POLICY)
        self.seen.append(message)
        self.reached.set()
        await self.going.wait()
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == TAKEN:
            self.taken.append(message)
            self.to += envelope.rcpt_tos
        return answer


@asynccontextmanager
async def mail_server(port: int = 0) -> AsyncIterator[MailServer]:
    """One that runs until the context is left; without a port of its choice on a free one."""
    handler = MailServer()
    handler.going.set()
    loop = asyncio.get_running_loop()

    def serving() -> SMTP:
        return SMTP(
            handler,
            hostname="mail.test",
            auth_require_tls=False,
            authenticator=handler.authenticate,
        )

    listener = await loop.create_server(serving, "127.0.0.1", port)
    handler.port = listener.sockets[0].getsockname()[1]
    try:
        yield handler
    finally:
        handler.going.set()
        listener.close()
        await listener.wait_closed()
