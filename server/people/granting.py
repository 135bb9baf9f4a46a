"""Roles given by the operator: through the same append as a moderator's acts, so that they are
entries in the rooms' order and in the audit, and reach open sockets.
"""

from persistence import rooms as stored_rooms
from persistence.journal import Outcome
from persistence.people import memberships
from rooms.actor import HOUSE, Role
from rooms.commands import ChangeRole
from rooms.ids import AccountId, RoomId, new_public_id
from rooms.refusals import Code, refuse
from server.parts import Parts


async def grant(parts: Parts, account: AccountId, role: Role, room: RoomId | None) -> Outcome:
    """Give a role in one room, or everywhere; `unknown_room` while there are no rooms at all."""
    place = room or await _any_room(parts)
    if place is None:
        return refuse(Code.UNKNOWN_ROOM)
    now = await parts.database.now_ms()
    member = await parts.database.write(memberships.ensure, parts.secret, place, account, now)
    command = ChangeRole(
        command_id=new_public_id(), room=place, member=member, role=role, everywhere=room is None
    )
    return await parts.desk.carry_out(HOUSE, command)


async def _any_room(parts: Parts) -> RoomId | None:
    rooms = await parts.database.read(stored_rooms.everything)
    return rooms[0].id if rooms else None
