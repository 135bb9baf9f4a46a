"""Reading rooms for a request: the directory, and pages of messages as one reader may see them.

Every read asks standing first, in the snapshot it reads from. Knows nothing of HTTP or templates.
"""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from persistence import read_markers, standing, transcripts
from persistence import rooms as stored_rooms
from persistence.standing import Standing
from rooms.actor import Actor, Role
from rooms.decide import admit
from rooms.facts import Person
from rooms.ids import AccountId, MemberId, PublicId, RoomId
from rooms.permissions import Readers, RoomState, may_read
from rooms.refusals import Code, Refusal, refuse
from rooms.transcript import Page

PAGE = 50


class RoomSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A room in the directory. `names` and `purposes` by language; `languages` are those people
    write in. `unread` counts messages and is null for who does not read here as a member."""

    room: RoomId
    tree: str
    names: Mapping[str, str]
    purposes: Mapping[str, str]
    languages: tuple[str, ...]
    readers: Readers
    state: RoomState
    readable: bool
    unread: int | None = None


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
    """The standing of a reader who may come in, or why not: `unknown_room`, `not_signed_in`,
    `signed_out`, `account_closed`, `stepped_out`, `not_allowed`."""
    sessions = (actor.session,) if actor is not None and actor.session is not None else ()
    here = standing.standing(connection, secret, room, _account(actor), sessions)
    if here is None:
        return refuse(Code.UNKNOWN_ROOM)
    return admit(here.facts, here.person, actor, here.now) or here


def directory(
    connection: Connection, secret: bytes, actor: Actor | None
) -> tuple[RoomSummary, ...]:
    """All rooms, as the rooms file has them, those of one tree together where its first one is;
    also those that this reader may not read."""
    rooms = stored_rooms.everything(connection)
    first: dict[str, int] = {}
    for room in rooms:
        first[room.tree] = min(room.position, first.get(room.tree, room.position))
    rooms.sort(key=lambda room: (first[room.tree], room.tree, room.position))
    return tuple(_summary(connection, secret, room, actor) for room in rooms)


def open_room(
    connection: Connection, secret: bytes, actor: Actor | None, room: RoomId
) -> OpenedRoom | Refusal:
    """The room, if this reader may read it."""
    here = admitted(connection, secret, actor, room)
    stored = stored_rooms.by_id(connection, room)
    if isinstance(here, Refusal) or stored is None:
        return here if isinstance(here, Refusal) else refuse(Code.UNKNOWN_ROOM)
    return OpenedRoom(summary=_summary(connection, secret, stored, actor), you=_you(here.person))


def read_page(
    connection: Connection,
    secret: bytes,
    actor: Actor | None,
    room: RoomId,
    *,
    before: int | None = None,
    limit: int = PAGE,
) -> Page | Refusal:
    """The newest messages, or those whose seq is below `before`."""
    here = admitted(connection, secret, actor, room)
    if isinstance(here, Refusal):
        return here
    return transcripts.read_page(connection, room, before, limit, _account(actor))


def read_around(
    connection: Connection,
    secret: bytes,
    actor: Actor | None,
    room: RoomId,
    message: PublicId,
    *,
    limit: int = PAGE,
) -> Page | Refusal:
    """A message among its neighbours: what a permalink shows."""
    here = admitted(connection, secret, actor, room)
    if isinstance(here, Refusal):
        return here
    seq = transcripts.message_seq(connection, room, message)
    if seq is None or seq < here.floor:
        return refuse(Code.UNKNOWN_MESSAGE)
    return transcripts.page_around(connection, room, seq, limit, _account(actor))


def names(connection: Connection, secret: bytes, account: AccountId) -> dict[str, str]:
    """The screen name this person goes by in each tree of rooms."""
    rooms = {room.tree: room.id for room in stored_rooms.everything(connection)}
    found = {
        tree: standing.standing(connection, secret, room, account) for tree, room in rooms.items()
    }
    return {tree: here.person.name for tree, here in found.items() if here and here.person}


def _summary(
    connection: Connection, secret: bytes, room: stored_rooms.Room, actor: Actor | None
) -> RoomSummary:
    if actor is None:
        readable, unread = may_read(Role.GUEST, room.readers, room.state), None
    else:
        readable = isinstance(admitted(connection, secret, actor, room.id), Standing)
        unread = read_markers.unread(connection, actor.account, room.id) if readable else None
    return RoomSummary(
        room=room.id,
        tree=room.tree,
        names=room.names,
        purposes=room.purposes,
        languages=room.languages,
        readers=room.readers,
        state=room.state,
        readable=readable,
        unread=unread,
    )


def _you(person: Person | None) -> Reader | None:
    if person is None:
        return None
    return Reader(member=person.member, name=person.name, role=person.role)


def _account(actor: Actor | None) -> AccountId | None:
    return actor.account if actor else None
