"""After a drop-in, over HTTP: how it was for those who came, and for the one who hosted it."""

import msgspec
from starlette.requests import Request

from persistence.dropins import debriefs, feedback
from persistence.dropins.debriefs import Debrief
from persistence.dropins.feedback import Again, Feedback, Heard, Released
from rooms.refusals import Code, Refusal
from server.api.answering import answers, body_of, path_of
from server.api.drop_ins import OfDropIn, Words
from server.api.endpoint import Access, Endpoint
from server.people.auth import parts_of, signed_in


class GivenFeedback(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Did you feel heard, and would you come again?"""

    heard: Heard
    again: Again
    words: Words = ""


class GivenDebrief(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How was that for you? `wants_talk` calls a moderator."""

    how: debriefs.How
    words: Words = ""
    wants_talk: bool = False


class OwnDebrief(msgspec.Struct, frozen=True, kw_only=True):
    """What one has written down; null while it is nothing."""

    debrief: Debrief | None


_feedback = msgspec.json.Decoder(GivenFeedback)
_debrief = msgspec.json.Decoder(GivenDebrief)


@answers()
async def give_feedback(request: Request) -> Refusal | None:
    """Say how a session was, if one was there.

    It is kept under a keyed hash. Hosts see it once there are five, and then in whole fives; until
    then it can be changed.
    """
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    given = await body_of(request, _feedback)
    said = Feedback(heard=given.heard, again=given.again, words=given.words)
    return await parts.database.write(feedback.give, parts.secret, actor, asked.drop_in, said)


@answers()
async def read_feedback(request: Request) -> Released | Refusal:
    """Read what the first whole fives said, as its hosts and moderators see it."""
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    return await parts.database.read(feedback.read, parts.secret, actor, asked.drop_in)


@answers()
async def write_debrief(request: Request) -> Refusal | None:
    """Write down how it was to host a session; nobody else reads it.

    With `wants_talk` a moderator is called, and sees the words.
    """
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    given = await body_of(request, _debrief)
    said = Debrief(how=given.how, words=given.words, wants_talk=given.wants_talk)
    called = await parts.database.write(debriefs.write, parts.secret, actor, asked.drop_in, said)
    if called is True:
        parts.attention.attention_moved()
    return called if isinstance(called, Refusal) else None


@answers()
async def read_debrief(request: Request) -> OwnDebrief:
    """Read what one has written down oneself."""
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    found = await parts.database.read(debriefs.own, asked.drop_in, actor.account)
    return OwnDebrief(debrief=found)


_STANDING = (*(Code.ACCOUNT_CLOSED, Code.NOT_ALLOWED, Code.STEPPED_OUT, Code.UNKNOWN_DROP_IN),)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="POST",
        path="/api/drop-ins/{drop_in}/feedback",
        handler=give_feedback,
        access=Access.SIGNED_IN,
        path_fields=OfDropIn,
        body=GivenFeedback,
        refusals=(*_STANDING, Code.BAD_TEXT, Code.TOO_EARLY, Code.TOO_LATE, Code.TOO_LONG),
    ),
    Endpoint(
        method="GET",
        path="/api/drop-ins/{drop_in}/feedback",
        handler=read_feedback,
        access=Access.SIGNED_IN,
        path_fields=OfDropIn,
        result=Released,
        refusals=_STANDING,
    ),
    Endpoint(
        method="POST",
        path="/api/drop-ins/{drop_in}/debrief",
        handler=write_debrief,
        access=Access.SIGNED_IN,
        path_fields=OfDropIn,
        body=GivenDebrief,
        refusals=(*_STANDING, Code.BAD_TEXT, Code.TOO_EARLY, Code.TOO_LONG),
    ),
    Endpoint(
        method="GET",
        path="/api/drop-ins/{drop_in}/debrief",
        handler=read_debrief,
        access=Access.SIGNED_IN,
        path_fields=OfDropIn,
        result=OwnDebrief,
        refusals=(Code.UNKNOWN_DROP_IN,),
    ),
)
