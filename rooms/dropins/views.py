"""What people see of a drop-in: its card for everybody, one's own place, and the hosts' view.

Nobody in line is shown another's name or question. Times in ms since the Unix epoch.
"""

import enum

import msgspec

from rooms.dropins.forms import Form, Shown
from rooms.dropins.stages import Stage
from rooms.ids import DropInId, MemberId, PublicId, RoomId
from rooms.refusals import Code


class PlaceState(enum.StrEnum):
    """Where somebody in line is. The first five hold a place; the others are over."""

    WAITING = "waiting"
    LISTED = "listed"
    """On the waiting list: the line is full."""
    ASIDE = "aside"
    CALLED = "called"
    TALKING = "talking"
    DONE = "done"
    LEFT = "left"
    ANSWERED = "answered"
    """In writing."""
    UNREACHED = "unreached"
    """The session ended before their turn; the question is kept."""


HELD = frozenset(
    {
        PlaceState.WAITING,
        PlaceState.LISTED,
        PlaceState.ASIDE,
        PlaceState.CALLED,
        PlaceState.TALKING,
    }
)
"""The states that hold a place: one such place a person, over all sessions."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A session, as anyone may see it. `ends_at` is the planned end. `late_minutes`: said by the
    host. `in_line`: how many wait; never who. `covered`: a second person is there for the host."""

    drop_in: DropInId
    room: RoomId
    form: Form
    stage: Stage
    host: MemberId
    host_name: str
    second_name: str = ""
    starts_at: int
    ends_at: int
    opened_at: int | None = None
    zone: str
    languages: tuple[str, ...]
    about: str = ""
    expert: bool = False
    """The host's record is verified and holds (`expert_issuer`, `expert_scope`)."""
    expert_issuer: str = ""
    expert_scope: str = ""
    covered: bool = True
    in_line: int = 0
    capacity: int = 0
    line_open: bool = True
    frozen: bool = False
    speaker: MemberId | None = None
    speaker_name: str = ""
    speaker_since: int = 0
    turn_minutes: int = 0
    late_minutes: int | None = None
    next_at: int | None = None
    """The next session of the series, or of this room."""
    stopped: bool = False
    """An admin ended the series: these sessions have stopped."""


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """An honest range, in minutes; `unlikely`: we will not reach you today."""

    from_minutes: int
    to_minutes: int
    unlikely: bool = False


class YourPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One's own place. `position` from 1; None while hidden, aside or called. `until`: a call that
    is not answered by then moves the person down by one. `told`: the hosts' words to all who wait.
    `mismatch`: nobody who hosts speaks your language; `alternatives` are sessions that do, or later
    ones."""

    state: PlaceState
    position: int | None = None
    position_hidden: bool = False
    wait: Wait | None = None
    until: int | None = None
    question: str = ""
    note: str = ""
    shown: Shown = Shown.NO
    language: str = "en"
    in_writing: bool = False
    first_time: bool = False
    told: str = ""
    told_at: int | None = None
    moved_down: bool = False
    answer: str = ""
    mismatch: bool = False
    alternatives: tuple[Card, ...] = ()


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A person in line, as hosts and moderators see them. `here`: they are in the room now."""

    member: MemberId
    name: str
    state: PlaceState
    question: str = ""
    note: str = ""
    shown: Shown = Shown.NO
    language: str = "en"
    in_writing: bool = False
    first_time: bool = False
    since: int = 0
    until: int | None = None
    here: bool = False


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question that waits for an answer, as hosts see it; `name` where its asker ticked so."""

    question: PublicId
    body: str
    shown: Shown
    name: str = ""
    language: str = "en"
    at: int = 0


class CallKind(enum.StrEnum):
    """Why a moderator is called, the gravest first."""

    HELP_NOW = "help_now"
    CARRY = "carry"
    """More than the host can carry."""
    SILENT = "silent"
    """The host did not answer whether all is well."""
    AWAY = "away"
    LATE = "late"
    ASKED = "asked"
    UNCOVERED = "uncovered"


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """A call that is open, as hosts and moderators see it. `unanswered`: for three minutes now."""

    call: str
    kind: CallKind
    at: int
    name: str = ""
    member: MemberId | None = None
    note: str = ""
    taken_by: str = ""
    unanswered: bool = False


class Helper(msgspec.Struct, frozen=True, kw_only=True):
    member: MemberId
    name: str


class HostView(msgspec.Struct, frozen=True, kw_only=True):
    """What hosts and moderators see. `well_due`: since when the host has been asked. `load`: codes
    of what is much (`hours_week`, `long_line`, `no_break`, `two_crises`). `offered_to`: a hand-over
    that waits. `handed_note`: what the host before left. `coming`: a word, from five up."""

    hosts: bool
    line: tuple[Waiting, ...] = ()
    speaker: Waiting | None = None
    questions: tuple[Asked, ...] = ()
    calls: tuple[Called, ...] = ()
    coming: int | None = None
    well_due: int | None = None
    load: tuple[str, ...] = ()
    offered_to: MemberId | None = None
    offered_name: str = ""
    offered_you: bool = False
    handed_note: str = ""
    helpers: tuple[Helper, ...] = ()
    """Mentors and moderators who are in the room now, and could help or take over."""
    may_undo_until: int | None = None


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """A reply of one's own that was held, and that the room did not take: `code` and `params`
    say why. It is there until it is taken back (`take_back_reply`), or the session's words are
    erased."""

    reply: PublicId
    body: str
    code: Code
    params: dict[str, str | int] = {}


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot for one viewer. `version` grows with every change under the room's lock: an older
    one that arrives later is dropped. It is 0, and `at` decides, for who neither hosts nor
    moderates: how often others asked or said something is not theirs to know."""

    room: RoomId
    version: int = 0
    at: int
    card: Card | None = None
    yours: YourPlace | None = None
    hosting: HostView | None = None
    held: int = 0
    """How many of the viewer's replies are held until the share ends."""
    held_back: tuple[HeldBack, ...] = ()
    """The viewer's own, that were not said."""
    coming: bool = False
    remind: bool = False
