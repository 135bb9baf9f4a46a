"""What somebody wrote in a room within the last hour, counted for who may take it down."""

from sqlalchemy import Connection

from persistence.append.assembly import assemble
from persistence.append.needs import Needs
from persistence.standing import read_facts
from rooms.actor import Actor
from rooms.commands import CountRecent
from rooms.decide import count_recent as decide_count
from rooms.refusals import Code, Refusal, refuse


def count_recent(
    connection: Connection, secret: bytes, actor: Actor, command: CountRecent
) -> int | Refusal:
    """How many messages `RemoveRecent` would take down now, by the same facts and rules."""
    target = (command.room, command.member)
    needs = Needs(
        rooms={command.room},
        people={(command.room, actor.account)},
        members={target},
        recent={target},
        sessions={actor.session} if actor.session is not None else set(),
    )
    rows = read_facts(connection, needs)
    facts = assemble(rows, secret).rooms.get(command.room)
    if facts is None:
        return refuse(Code.UNKNOWN_ROOM)
    return decide_count(facts, command, actor, rows.clock)
