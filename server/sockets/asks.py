"""Requests that change nothing in the transcript: history, read markers, typing, being listed, and
opening a sealed text. Each checks standing for itself, against the same table as everything else.
"""

from msgspec.structs import replace
from sqlalchemy import Connection as Database

from persistence.people import memberships
from persistence.reading.recent_messages import count_recent as read_count
from persistence.safety.sealed import sealed_texts
from persistence.standing import helpers
from rooms import commands
from rooms.actor import Actor
from rooms.ids import MemberId, RoomId
from rooms.permissions import Action, allowed
from rooms.refusals import Code, Refusal, refuse
from rooms.text import clean_body
from server.node.attention import Watcher
from server.parts import Parts
from server.reading import admitted, read_page
from server.sockets.caller import Caller
from server.sockets.listening import Listening
from server.talk import frames, publications
from server.talk.frames import SealedText


async def read_history(caller: Caller, command: commands.ReadHistory) -> None:
    """A page of older messages, folded as of now."""
    parts = caller.parts
    page = await parts.database.read(
        read_page,
        parts.secret,
        caller.actor,
        command.room,
        before=command.before,
        limit=command.limit,
    )
    if isinstance(page, Refusal):
        caller.refuse(command.ref, page, command.room)
        return
    caller.send(frames.History(ref=command.ref, room=command.room, page=page))


def mark_read(caller: Caller, listening: Listening, command: commands.MarkRead) -> None:
    """Remember how far a person has read; a guest's is not remembered."""
    if caller.actor is None:
        caller.refuse(command.ref, refuse(Code.NOT_SIGNED_IN), command.room)
        return
    if listening.subscription(command.room) is None:
        caller.refuse(command.ref, refuse(Code.NOT_JOINED), command.room)
        return
    caller.parts.markers.advance(caller.actor, command.room, command.seq)
    caller.send(frames.Done(ref=command.ref))


async def open_sealed(caller: Caller, command: commands.OpenSealed) -> None:
    """What members no longer see, for staff who say why; the asking is logged with the reading."""
    if caller.actor is None:
        caller.refuse(command.ref, refuse(Code.NOT_SIGNED_IN), command.room)
        return
    reason = clean_body(command.reason)
    if isinstance(reason, Refusal):
        caller.refuse(command.ref, reason, command.room)
        return
    parts, asked = caller.parts, replace(command, reason=reason)
    found = await parts.database.write(_read_sealed, asked, caller.actor, parts.secret)
    if isinstance(found, Refusal):
        caller.refuse(command.ref, found, command.room)
        return
    caller.send(
        frames.Sealed(ref=command.ref, room=command.room, message=command.message, texts=found)
    )


def _read_sealed(
    database: Database, command: commands.OpenSealed, actor: Actor, secret: bytes
) -> tuple[SealedText, ...] | Refusal:
    here = admitted(database, secret, actor, command.room)
    if isinstance(here, Refusal):
        return here
    if here.person is None or not allowed(here.person.role, Action.MODERATE, here.facts.state):
        return refuse(Code.NOT_ALLOWED)
    texts = sealed_texts(
        database, command.room, command.message, actor.account, command.reason, here.now
    )
    if not texts:
        return refuse(Code.GONE)
    return tuple(SealedText(seq=text.seq, at=text.at, body=text.body) for text in texts)


async def count_recent(caller: Caller, command: commands.CountRecent) -> None:
    """How many messages `RemoveRecent` would take down, for those who may act on that member."""
    if caller.actor is None:
        caller.refuse(command.ref, refuse(Code.NOT_SIGNED_IN), command.room)
        return
    parts = caller.parts
    found = await parts.database.read(read_count, parts.secret, caller.actor, command)
    if isinstance(found, Refusal):
        caller.refuse(command.ref, found, command.room)
        return
    caller.send(
        frames.Counted(ref=command.ref, room=command.room, member=command.member, count=found)
    )


async def watch_attention(
    caller: Caller, watcher: Watcher, command: commands.WatchAttention
) -> None:
    """Be told when what waits has changed: for staff and mentors of any room."""
    if caller.actor is None:
        caller.refuse(command.ref, refuse(Code.NOT_SIGNED_IN))
        return
    account = caller.actor.account
    if account not in await caller.parts.database.read(helpers, {account}):
        caller.refuse(command.ref, refuse(Code.NOT_ALLOWED))
        return
    if not caller.line.closed:
        caller.parts.attention.watch(watcher)
    caller.send(frames.Done(ref=command.ref))


def typing(caller: Caller, listening: Listening, command: commands.Typing) -> None:
    """Somebody who may be seen writing is writing. Never stored; a mute silences it too."""
    subscription = listening.subscription(command.room)
    if subscription is None or subscription.standing is None:
        caller.refuse(command.ref, refuse(Code.NOT_JOINED), command.room)
        return
    now = caller.parts.clock()
    if refusal := subscription.muted(now):
        caller.refuse(command.ref, refusal, command.room)
        return
    who = subscription.standing
    if who.member is None or not allowed(who.role, Action.TYPING, who.state):
        caller.refuse(command.ref, refuse(Code.NOT_ALLOWED), command.room)
        return
    caller.send(frames.Done(ref=command.ref))
    if caller.parts.typing.seen(command.room, who.member, now):
        name = caller.parts.tracker.name_of(command.room, who.member) or who.name
        _tell_typing(caller, command.room, who.member, name)


def _tell_typing(caller: Caller, room: RoomId, member: str, name: str) -> None:
    parts = caller.parts
    parts.hub.tell(room, frames.TypingNotice(room=room, member=member, name=name))
    seen = publications.TypingSeen(room=room, member=member, name=name)
    parts.broker.publish(room, publications.encode(seen))


def _hide(parts: Parts, room: RoomId, member: MemberId) -> None:
    parts.tracker.hide(room, member)
    hidden = publications.PersonHidden(room=room, member=member)
    parts.broker.publish(room, publications.encode(hidden))


async def be_listed(caller: Caller, listening: Listening, command: commands.BeListed) -> None:
    """Be shown among the people here, or not, for as long as this visit lasts.

    Who is shown can be spoken of by a moderator, and so belongs to the room from now on."""
    parts = caller.parts
    subscription = listening.subscription(command.room)
    if caller.actor is None or subscription is None or subscription.member is None:
        caller.refuse(command.ref, refuse(Code.NOT_JOINED), command.room)
        return
    if not command.listed:
        _hide(parts, command.room, subscription.member)
    else:
        refusal = await parts.database.write(_belong, command, caller.actor, parts.secret)
        if refusal is not None:
            caller.refuse(command.ref, refusal, command.room)
            return
        parts.tracker.show(command.room, subscription.member)
    caller.send(frames.Done(ref=command.ref))


def _belong(
    database: Database, command: commands.BeListed, actor: Actor, secret: bytes
) -> Refusal | None:
    here = admitted(database, secret, actor, command.room)
    if isinstance(here, Refusal):
        return here
    memberships.ensure(database, secret, command.room, actor.account, here.now)
    return None
