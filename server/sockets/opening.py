"""What a join reads, in one snapshot: standing, history or what was missed, the read marker, and
the sanctions that this listener may know of.
"""

import msgspec
from sqlalchemy import Connection as Database

from persistence.safety import sanctions
from persistence.standing import Standing as Here
from rooms.actor import Role
from rooms.facts import Person, SanctionKind
from rooms.ids import RoomId
from rooms.membership import asks_name
from rooms.newcomers import is_new
from rooms.permissions import ListenerClass, listener_class
from server.node.joining import Opening
from server.talk import frames
from server.talk.frames import SanctionInForce
from server.talk.subscription import Standing


def sanctions_shown(database: Database, room: RoomId, here: Here) -> tuple[SanctionInForce, ...]:
    if here.person is None:
        return ()
    if listener_class(here.person.role) is not ListenerClass.STAFF:
        return _own_sanctions(here.person, here.now)
    return tuple(
        SanctionInForce(**msgspec.structs.asdict(each))
        for each in sanctions.in_force(database, room, here.now)
    )


def _own_sanctions(person: Person, now: int) -> tuple[SanctionInForce, ...]:
    return tuple(
        SanctionInForce(
            member=person.member,
            name=person.name,
            sanction=each.id,
            kind=each.kind,
            until=each.until,
            reason=each.reason,
        )
        for each in person.sanctions
        if each.until > now
    )


def you(opening: Opening) -> frames.You | None:
    """Who the listener is here; None for a guest."""
    person = opening.here.person
    if person is None:
        return None
    mute = person.sanction(SanctionKind.MUTE, opening.here.now)
    return frames.You(
        member=person.member,
        name=person.name,
        role=person.role,
        muted_until=mute.until if mute else None,
        is_new=is_new(person, opening.here.now),
        asks_name=asks_name(opening.here.facts, person),
        everywhere=person.role_everywhere.is_staff,
        read=opening.read,
        unread=opening.unread,
    )


def standing_of(here: Here, clock_ms: int) -> Standing:
    """As whom the listener listens, as of the snapshot's head. `clock_ms`: this machine's."""
    facts, person = here.facts, here.person
    if person is None:
        return Standing(facts.head, Role.GUEST, facts.state, facts.readers)
    return Standing(
        facts.head,
        person.role,
        facts.state,
        facts.readers,
        member=person.member,
        name=person.name,
        mutes=tuple(s for s in person.sanctions if s.kind is SanctionKind.MUTE),
        suspended_until=person.suspended_until,
        ahead_ms=here.now - clock_ms,
    )
