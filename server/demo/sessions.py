"""The drop-ins of the demonstration as they are told in `sessions.toml`: who hosts, who waits, what
is said and asked. They are data; nothing here schedules them.
"""

import enum
import tomllib
from functools import cache
from typing import Annotated

import msgspec
from msgspec import Meta

from persistence.dropins.feedback import Again, Heard
from rooms.dropins.acts import Language
from rooms.dropins.forms import Form, Shown
from server.demo.community import FOLDER, Ago

SESSIONS = "sessions.toml"


class When(enum.StrEnum):
    """What becomes of a session."""

    LIVE = "live"
    """One is always going on, and the one that ended is followed by the next."""
    OVER = "over"
    TONIGHT = "tonight"
    """One each evening."""
    WEEKLY = "weekly"


class _Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class DemoPlace(_Told, frozen=True, kw_only=True):
    """Somebody in line. `called` and `done`: of a turn that was had before the demonstration
    begins; `words` are for a turn to come."""

    by: str
    ago: Ago
    question: str = ""
    note: str = ""
    shown: Shown = Shown.NO
    language: Language = "en"
    in_writing: bool = False
    called: Ago | None = None
    done: Ago | None = None
    words: str = ""


class Answered(_Told, frozen=True, kw_only=True):
    ago: Ago
    body: str


class DemoQuestion(_Told, frozen=True, kw_only=True):
    """Answered in writing, or read out in the room: `reply_to` of what is said may name it."""

    id: str
    by: str
    ago: Ago
    body: str
    shown: Shown = Shown.NO
    read_out: Ago | None = None
    answered: Answered | None = None


class SaidThere(_Told, frozen=True, kw_only=True):
    id: str
    by: str
    ago: Ago
    body: str
    reply_to: str | None = None


class Felt(_Told, frozen=True, kw_only=True):
    by: str
    heard: Heard
    again: Again
    words: str = ""


class DemoSession(_Told, frozen=True, kw_only=True):
    """`begins` and `ended` of one that is live or over. `here`: who was there besides those in
    line; `told`: the host's words to all who wait; `greeting`: to a visitor who has the floor."""

    key: str
    when: When
    room: str
    form: Form
    host: str
    second: str
    zone: str
    minutes: Annotated[int, Meta(ge=10, le=180)]
    languages: tuple[str, ...]
    about: str
    begins: Ago | None = None
    ended: Ago | None = None
    coming: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    told: str = ""
    greeting: str = ""
    waiting: tuple[DemoPlace, ...] = ()
    asked: tuple[DemoQuestion, ...] = ()
    said: tuple[SaidThere, ...] = ()
    feedback: tuple[Felt, ...] = ()


class _File(_Told, frozen=True, kw_only=True):
    session: tuple[DemoSession, ...]


@cache
def read() -> tuple[DemoSession, ...]:
    """The sessions as shipped."""
    text = (FOLDER / SESSIONS).read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _File).session
