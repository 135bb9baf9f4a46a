"""Reading rooms for a request: the directory, and pages of messages as one reader may see them.

Every read asks standing first, in the snapshot it reads from. Knows nothing of HTTP or templates.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from persistence import clock, standing, themes
from persistence import rooms as stored_rooms
from persistence.reading import guest_window, read_markers, transcripts
from persistence.rooms import Room
from persistence.standing import Standing
from rooms.actor import Actor, Role
from rooms.decide import admit
from rooms.facts import Person
from rooms.ids import AccountId, MemberId, PublicId, RoomId
from rooms.permissions import may_read
from rooms.refusals import Code, Refusal, refuse
from rooms.transcript import Page
from server.directory.listing import Directory, RoomSummary, listed, summary

PAGE = 50


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who a signed-in person is in one room."""

    member: MemberId
    name: str
    role: Role


class OpenedRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room, and who the reader is there; null for a guest."""

    summary: RoomSummary
    you: Reader | None = None


def admitted(
    connection: Connection, secret: bytes, actor: Actor | None, room: RoomId
) -> Standing | Refusal:
    """The standing of a reader who may come in, with the floor of what this one may read, or why
    not: `unknown_room`, `not_signed_in`, `signed_out`, `account_closed`, `stepped_out`,
    `not_allowed`."""
    (here,) = admitted_all(connection, secret, [(actor, room)])
    return here


def admitted_all(
    connection: Connection, secret: bytes, asked: Sequence[tuple[Actor | None, RoomId]]
) -> list[Standing | Refusal]:
    """`admitted` for many readers at once, in their order."""
    pairs = [(room, _account(actor)) for actor, room in asked]
    sessions = {session for actor, _ in asked for session in _sessions(actor)}
    found = standing.standings(connection, secret, pairs, sessions, whole=True)
    answers = [
        _admitted(found.get(pair), actor) for pair, (actor, _) in zip(pairs, asked, strict=True)
    ]
    floors = {
        room: guest_window.guest_floor(connection, room, here.now)
        for (room, account), here in found.items()
        if account is None
    }
    return [
        here if isinstance(here, Refusal) or actor is not None else _from(here, floors[room])
        for here, (actor, room) in zip(answers, asked, strict=True)
    ]


def _admitted(here: Standing | None, actor: Actor | None) -> Standing | Refusal:
    if here is None:
        return refuse(Code.UNKNOWN_ROOM)
    return admit(here.facts, here.person, actor, here.now) or here


def _from(here: Standing, floor: int) -> Standing:
    return msgspec.structs.replace(here, floor=max(here.floor, floor))


def directory(connection: Connection, secret: bytes, actor: Actor | None) -> Directory:
    """All rooms under their themes, as the rooms file has them; also those that this reader may
    not read."""
    rooms = stored_rooms.everything(connection)
    ids = {room.key: room.id for room in rooms}
    open_to = readable(connection, secret, actor, rooms)
    unread = read_markers.unread_anywhere(connection, actor.account) if actor else {}
    now = clock.now_ms(connection)
    summaries = {
        room.id: summary(
            room,
            ids,
            now=now,
            readable=room.id in open_to,
            unread=unread.get(room.id, 0) if actor and room.id in open_to else None,
        )
        for room in rooms
    }
    return listed(themes.everything(connection), rooms, summaries)


def open_room(
    connection: Connection, secret: bytes, actor: Actor | None, room: RoomId
) -> OpenedRoom | Refusal:
    """The room, if this reader may read it."""
    here = admitted(connection, secret, actor, room)
    stored = stored_rooms.by_id(connection, room)
    if isinstance(here, Refusal) or stored is None:
        return here if isinstance(here, Refusal) else refuse(Code.UNKNOWN_ROOM)
    return OpenedRoom(summary=_summary(connection, stored, here, actor), you=_you(here.person))


def read_page(
    connection: Connection,
    secret: bytes,
    actor: Actor | None,
    room: RoomId,
    *,
    before: int | None = None,
    limit: int = PAGE,
) -> Page | Refusal:
    """The newest messages, or those whose seq is below `before`; a guest's end at their floor."""
    here = admitted(connection, secret, actor, room)
    if isinstance(here, Refusal):
        return here
    return transcripts.read_page(connection, room, before, limit, _account(actor), floor=here.floor)


def read_around(
    connection: Connection,
    secret: bytes,
    actor: Actor | None,
    room: RoomId,
    message: PublicId,
    *,
    limit: int = PAGE,
) -> Page | Refusal:
    """A message among its neighbours: what a permalink shows. One that is too far back for a guest
    is refused with `not_signed_in`."""
    here = admitted(connection, secret, actor, room)
    if isinstance(here, Refusal):
        return here
    seq = transcripts.message_seq(connection, room, message)
    if seq is None or (seq < here.floor and actor is not None):
        return refuse(Code.UNKNOWN_MESSAGE)
    if seq < here.floor:
        return refuse(Code.NOT_SIGNED_IN)
    return transcripts.page_around(connection, room, seq, limit, _account(actor), floor=here.floor)


def names(connection: Connection, secret: bytes, account: AccountId) -> dict[str, str]:
    """The screen name this person goes by in each tree of rooms."""
    rooms = {room.tree: room.id for room in stored_rooms.everything(connection)}
    found = {
        tree: standing.standing(connection, secret, room, account) for tree, room in rooms.items()
    }
    return {tree: here.person.name for tree, here in found.items() if here and here.person}


def readable(
    connection: Connection, secret: bytes, actor: Actor | None, rooms: Sequence[Room]
) -> set[RoomId]:
    """The rooms this reader may read, asked of all at once."""
    if actor is None:
        return {room.id for room in rooms if may_read(Role.GUEST, room.readers, room.state)}
    asked = [(room.id, actor.account) for room in rooms]
    found = standing.standings(connection, secret, asked, _sessions(actor))
    return {
        room
        for (room, _), here in found.items()
        if admit(here.facts, here.person, actor, here.now) is None
    }


def _summary(
    connection: Connection, room: Room, here: Standing, actor: Actor | None
) -> RoomSummary:
    """A room that this reader may read."""
    named = {key for key in (room.caregivers, room.moved_to) if key}
    return summary(
        room,
        stored_rooms.ids_by_key(connection, named),
        now=here.now,
        readable=True,
        unread=read_markers.unread(connection, actor.account, room.id) if actor else None,
    )


def _you(person: Person | None) -> Reader | None:
    if person is None:
        return None
    return Reader(member=person.member, name=person.name, role=person.role)


def _account(actor: Actor | None) -> AccountId | None:
    return actor.account if actor else None


def _sessions(actor: Actor | None) -> tuple[str, ...]:
    return (actor.session,) if actor is not None and actor.session is not None else ()
