"""I need help now: in every room, form, pace and pause. Only hosts of the live session and staff
learn of it; who called is told how it stands.
"""

import unicodedata

import msgspec
from starlette.requests import Request

from persistence.dropins import help_now
from persistence.dropins.help_now import Caller, Help
from rooms.actor import Actor
from rooms.ids import RoomId
from rooms.refusals import Code, Refusal
from server.api.answering import answers, body_of, path_of
from server.api.endpoint import Access, Endpoint
from server.api.rooms import InRoom
from server.people.auth import parts_of, signed_in
from server.people.guesses import throttle_key


class HelpNow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`note`: a few words, if there are any; 2,000 code points are kept of it."""

    note: str = ""


# Embeddings, overrides and isolates (UAX 9): left open, they reach into the words of the desk.
_TURNS_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_help_now = msgspec.json.Decoder(HelpNow)


@answers()
async def call_for_help(request: Request) -> Help | Refusal:
    """Say that one needs help now.

    Hosts of the live session and moderators are called at once; nobody else learns of it. It is
    accepted while paused, after stepping out, in a closed room and out of turn, and no place in
    line is lost by it. Said again it is the same call. Without an account: `not_signed_in`, and
    the help lines are the way.
    """
    room = path_of(request, InRoom, Code.UNKNOWN_ROOM).room
    actor, asked = await signed_in(request), await body_of(request, _help_now)
    return await help_wanted(request, actor, room, asked.note)


@answers()
async def read_own_call(request: Request) -> Help | Refusal:
    """Tell how one's own call for help stands: taken, or unanswered for three minutes."""
    room = path_of(request, InRoom, Code.UNKNOWN_ROOM).room
    actor, parts = await signed_in(request), parts_of(request)
    now = await parts.database.now_ms()
    return await parts.database.read(help_now.own, actor.account, room, now)


async def help_wanted(request: Request, actor: Actor, room: RoomId, note: str) -> Help | Refusal:
    """The same for a plain form; durable on return."""
    parts = parts_of(request)
    now = await parts.database.now_ms()
    caller = Caller(actor.account, throttle_key(parts.secret, actor.account))
    called = await parts.database.write(
        help_now.call_for_help, parts.secret, caller, room, kept(note), now
    )
    if isinstance(called, Help):
        parts.attention.attention_moved()
        parts.lines.moved(room)
    return called


def kept(raw: str) -> str:
    """The note as it is kept. No note is a reason to refuse a call: what no database stores is left
    out, and so is what turns the words beside it around; what is longer is cut."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    shown = "".join(each for each in text if each in "\n\t" or _is_stored(each))
    if all(_draws_nothing(each) for each in shown):
        return ""
    return shown.strip()[: help_now.LONGEST_NOTE]


def _is_stored(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _TURNS_AROUND


def _draws_nothing(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Mn", "Zs")


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="POST",
        path="/api/rooms/{room}/help-now",
        handler=call_for_help,
        access=Access.SIGNED_IN,
        path_fields=InRoom,
        body=HelpNow,
        result=Help,
        refusals=(Code.RATE_LIMITED, Code.UNKNOWN_ROOM),
    ),
    Endpoint(
        method="GET",
        path="/api/rooms/{room}/help-now",
        handler=read_own_call,
        access=Access.SIGNED_IN,
        path_fields=InRoom,
        result=Help,
        refusals=(Code.UNKNOWN_ROOM,),
    ),
)
