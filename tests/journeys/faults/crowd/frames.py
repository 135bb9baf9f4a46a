"""What a crowd reads of the server's frames: the few fields that its part and the checker's records
need, in the least of objects. The wire's own structs are the journeys' business.
"""

from typing import Any

import msgspec

from tests.checker.records import VOID

MOST_KNOWN = 4_096


class Placed(msgspec.Struct, frozen=True, gc=False):
    """An entry as it was shown; one object for all who were sent it in the same bytes."""

    seq: int
    kind: str
    message: str | None
    member: str | None
    has_body: bool


class Event(msgspec.Struct, gc=False):
    type: str
    message: str | None = None
    member: str | None = None
    author: str | None = None
    body: str | None = None


class OnPage(msgspec.Struct, gc=False):
    message: str
    seq: int
    body: str | None = None


class Page(msgspec.Struct):
    messages: tuple[OnPage, ...] = ()


class You(msgspec.Struct):
    member: str
    role: str


class Heard(msgspec.Struct):
    """Any frame; what it does not have is as here."""

    type: str
    ref: int = 0
    room: str = ""
    seq: int = 0
    at: int = 0
    event: Event | None = None
    command_id: str | None = None
    code: str = ""
    retry_after: int | None = None
    epoch: str = ""
    as_of: int = 0
    you: You | None = None
    page: Page | None = None
    heartbeat_ms: int = 0
    spread_ms: int = 0


class Decoder:
    """Of one room's listeners: ten people are sent the same bytes, which are decoded once."""

    def __init__(self) -> None:
        self._known: dict[bytes, Placed] = {}
        self._decoder: msgspec.json.Decoder[Heard] = msgspec.json.Decoder(Heard)

    def decode(self, text: bytes) -> Placed | Heard:
        """Entries and voids as `Placed`, all else as it is."""
        if known := self._known.get(text):
            return known
        heard = self._decoder.decode(text)
        if heard.type not in ("entry", "void"):
            return heard
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        placed = self._known[text] = _placed(heard)
        return placed


def encode(**fields: Any) -> bytes:
    """A command of any kind; the frequent one is put together by hand."""
    return msgspec.json.encode(fields)


def _placed(heard: Heard) -> Placed:
    event = heard.event
    if event is None:
        return Placed(heard.seq, VOID, message=None, member=None, has_body=False)
    member = event.member or event.author
    has_body = event.body is not None
    return Placed(heard.seq, event.type, event.message, member, has_body=has_body)
