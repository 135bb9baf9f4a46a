"""Where somebody stands in a room at this moment, for whatever is asked without an append."""

from sqlalchemy import Connection

from persistence.standing import Standing, standing
from rooms.actor import Actor
from rooms.decide import admit
from rooms.ids import RoomId
from rooms.refusals import Code, Refusal, refuse


def admitted(
    database: Connection, secret: bytes, room: RoomId, actor: Actor | None
) -> Standing | Refusal:
    """The standing of a reader who may come in, or why not: `unknown_room`, `not_signed_in`,
    `signed_out`, `account_closed`, `stepped_out`, `not_allowed`."""
    account = actor.account if actor else None
    sessions = [actor.session] if actor and actor.session else []
    here = standing(database, secret, room, account, sessions)
    if here is None:
        return refuse(Code.UNKNOWN_ROOM)
    return admit(here.facts, here.person, actor, here.now) or here
