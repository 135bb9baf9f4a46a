"""What calendars say of sessions: "Online meeting" and a link, whatever the room is for; the host
and the room only to somebody who asked for plain titles.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from persistence.dropins.dated import Dated
from server.calendar import ics
from server.calendar.ics import Shown
from server.texts import LANGUAGES, Texts

TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one person's calendar is written. `address`: where the pages of this house are."""

    catalogue: Texts
    address: str
    lang: str
    plain_titles: bool = False

    def file(self, session: Dated) -> bytes:
        """One session, which says that a file does not change by itself."""
        return ics.single(self._shown(session, "calendar-event-file"))

    def feed(self, sessions: Sequence[Dated]) -> bytes:
        """All of them, as a calendar program asks for them."""
        shown = [self._shown(session, "calendar-event-text") for session in sessions]
        return ics.feed(self.catalogue.t(self.lang, "calendar-name"), shown)

    def _shown(self, session: Dated, text: str) -> Shown:
        link = f"{self.address}/d/{session.drop_in}"
        return Shown(
            session=session,
            summary=self._title(session),
            description=self.catalogue.t(self.lang, text, link=link),
            url=link,
        )

    def _title(self, session: Dated) -> str:
        if not self.plain_titles:
            return self.catalogue.t(self.lang, "calendar-event")
        room = session.room_names.get(self.lang) or session.room_names.get(LANGUAGES[0], "")
        return self.catalogue.t(self.lang, "calendar-event-plain", host=session.host, room=room)


def new_token() -> str:
    """The secret part of an address: 192 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is stored. A plain hash is enough for so many random bits."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def entity_tag(body: bytes) -> str:
    """The same for the same bytes (RFC 9110, 8.8.3)."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def is_known(asked: str | None, tag: str) -> bool:
    """Whether `If-None-Match` names it: the asker has these bytes (RFC 9110, 13.1.2)."""
    known = [each.strip().removeprefix("W/") for each in (asked or "").split(",")]
    return tag in known or "*" in known
