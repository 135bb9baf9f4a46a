"""A mail as it is sent (RFC 5322, 2369, 8058): plain text, in the person's language and time. It
says that there is an online meeting and when; never a room, a host, a name or a condition.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from persistence.dropins.telling import Letter
from server.mail.when import when
from server.people import mail_links
from server.texts import LANGUAGES, Texts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stationery:
    """What is the same in every mail of this house. `address`: where its pages are; `sender`: as in
    `Meetings <meetings@example.org>`."""

    catalogue: Texts
    secret: bytes
    address: str
    sender: str

    @property
    def mailbox(self) -> str:
        """The bare address, for the envelope."""
        return parseaddr(self.sender)[1]


def written(letter: Letter, house: Stationery, now: int) -> EmailMessage:
    """The whole message. Sent again it has the same `Message-ID`."""
    lang = letter.tongue if letter.tongue in LANGUAGES else LANGUAGES[0]
    subject, body = _words(letter, house, lang)
    stop = mail_links.stop_link(house.secret, house.address, letter.parcel.id, letter.parcel.key)
    message = EmailMessage(policy=SMTP)
    name, mailbox = parseaddr(house.sender)
    user, _, domain = mailbox.rpartition("@")
    message["From"] = Address(name, user, domain)
    message["To"] = letter.address
    message["Subject"] = subject
    message["Date"] = format_datetime(_EPOCH + timedelta(milliseconds=now))
    message["Message-ID"] = mail_links.message_id(house.secret, letter.parcel.key, domain)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{stop}>"
    if stop.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    stopping = house.catalogue.t(lang, "mail-stop", link=stop)
    message.set_content(f"{body}\n\n-- \n{stopping}\n", cte="quoted-printable")
    message["Content-Language"] = lang
    return message


def _words(letter: Letter, house: Stationery, lang: str) -> tuple[str, str]:
    session, kind = letter.session, letter.parcel.kind
    zone = letter.zone or session.zone
    at = when(house.catalogue, lang, zone, session.starts_at)
    subject = house.catalogue.t(lang, f"mail-subject-{kind}", day=at.day, clock=at.clock)
    said = house.catalogue.t(lang, f"mail-{kind}")
    time = house.catalogue.t(lang, "mail-when", day=at.day, clock=at.clock, zone=at.zone)
    page = house.catalogue.t(lang, "mail-page", link=f"{house.address}/d/{session.drop_in}")
    return subject, f"{said}\n\n{time}\n\n{page}"
