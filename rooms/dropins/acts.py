"""What people do with a line that leaves no entry: taking a place, stepping out, being called.

They change rows under the room's lock. Who gets the floor is an entry, and so a command
(`rooms.commands`).
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from rooms.dropins.forms import Shown
from rooms.ids import MemberId, PublicId, wire_name

MOST_QUESTION = 600
MOST_NOTE = 600
MOST_TOLD = 300

# With room for a clear `too_long`: beyond this it is a bad request.
_Words = Annotated[str, Meta(max_length=6_000)]
# `$` also matches before a final newline, which a bound on the length does not keep out here.
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(?!\n)$", max_length=3)]


class _Act(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="type",
    tag=wire_name,
):
    pass


class TakePlace(_Act, frozen=True, kw_only=True):
    """Take a place in the line, or change what was said with it. `question` is for the hosts, and
    shown in the room only as `shown` says; `note` is for the host alone and erased when the turn
    ends. `in_writing`: the host may answer in writing if the time is over before."""

    question: _Words = ""
    note: _Words = ""
    shown: Shown = Shown.NO
    language: Language = "en"
    in_writing: bool = False


class StepAside(_Act, frozen=True):
    """Keep my place, I will be right back."""


class ComeBack(_Act, frozen=True):
    """I am back."""


class LeaveLine(_Act, frozen=True):
    """Give the place up. Taking one again is a new place at the end."""


class MoreTime(_Act, frozen=True):
    """Called, and asks for two more minutes: as often as needed."""


class PassTurn(_Act, frozen=True):
    """Called, and lets the next one go first."""


class HidePosition(_Act, frozen=True, kw_only=True):
    """Whether I would rather not see which place I have."""

    hidden: bool


class HoldReply(_Act, frozen=True, kw_only=True):
    """A circle: say this when the share has ended. `reply` becomes the message's id."""

    reply: PublicId
    body: _Words


class TakeBackReply(_Act, frozen=True, kw_only=True):
    """Do not say it after all."""

    reply: PublicId


class CallNext(_Act, frozen=True, kw_only=True):
    """Hosts: invite the next person, or `member` out of turn."""

    member: MemberId | None = None


class PutOff(_Act, frozen=True, kw_only=True):
    """Hosts: later. The person moves down by one, and keeps the place."""

    member: MemberId


class MoveUp(_Act, frozen=True, kw_only=True):
    """Hosts: this one is next, because it is urgent. The reason is logged and shown to nobody."""

    member: MemberId
    reason: Annotated[str, Meta(min_length=1, max_length=MOST_TOLD)]


class AnswerInWriting(_Act, frozen=True, kw_only=True):
    """Hosts: answer what a person in line asked, to that person alone; their turn is over."""

    member: MemberId
    body: _Words


class CloseLine(_Act, frozen=True):
    """Hosts: no new places."""


class OpenLine(_Act, frozen=True):
    """Hosts: places can be taken again."""


class TellWaiting(_Act, frozen=True, kw_only=True):
    """Hosts: a few words to everyone who waits."""

    words: Annotated[str, Meta(max_length=2_000)]


class RunLate(_Act, frozen=True, kw_only=True):
    """The host: I am a few minutes late."""

    minutes: Annotated[int, Meta(ge=1, le=15)]


class OfferHosting(_Act, frozen=True, kw_only=True):
    """The host: hand the session over, with three lines of note that are gone after 24 hours."""

    member: MemberId
    note: _Words = ""


class AllWell(_Act, frozen=True):
    """The host: yes, all is well."""


class AskModerator(_Act, frozen=True, kw_only=True):
    """Hosts: ask a moderator to come, with a private note. `member`: about somebody."""

    note: _Words = ""
    member: MemberId | None = None


LineAct = (
    TakePlace
    | StepAside
    | ComeBack
    | LeaveLine
    | MoreTime
    | PassTurn
    | HidePosition
    | HoldReply
    | TakeBackReply
    | CallNext
    | PutOff
    | MoveUp
    | AnswerInWriting
    | CloseLine
    | OpenLine
    | TellWaiting
    | RunLate
    | OfferHosting
    | AllWell
    | AskModerator
)

OfHosts = (
    CallNext
    | PutOff
    | MoveUp
    | AnswerInWriting
    | CloseLine
    | OpenLine
    | TellWaiting
    | RunLate
    | OfferHosting
    | AllWell
    | AskModerator
)
"""For the host, the co-host and moderators."""
