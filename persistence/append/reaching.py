"""Where an account-wide act is told besides its own room, and what it changes for the person there.

Pure. What is written of it is not known here.
"""

from persistence.append.assembly import Batch
from persistence.append.needs import is_account_wide
from persistence.journal import Submission
from rooms import commands, events
from rooms.commands import Writing
from rooms.events import Event
from rooms.facts import Person, RoomFacts


def reached(batch: Batch, facts: RoomFacts, submission: Submission) -> list[RoomFacts]:
    """The other rooms to which the command would speak: those the person it is about belongs to."""
    command = submission.command
    if not is_account_wide(command):
        return []
    member = getattr(command, "member", None)
    target = facts.person_by_member(member) if member else None
    account = target.account if target else submission.actor.account
    others = other_rooms(batch, facts, command)
    return [room for room in others if account in room.people and room.people[account].joined]


def other_rooms(batch: Batch, facts: RoomFacts, command: Writing) -> list[RoomFacts]:
    """Ascending, so that the same act leaves its entries in the same order everywhere."""
    others = [batch.rooms[room] for room in sorted(batch.rooms) if room != facts.room]
    if isinstance(command, commands.ChangeName):
        return [other for other in others if other.tree == facts.tree]
    return others


def stand(person: Person, event: Event, here: Person) -> None:
    """What an account-wide event changes for somebody in any room, one they never joined too.

    `here` is the same person in the room of the act.
    """
    match event:
        case events.AccountClosed():
            person.closed, person.closed_by = True, here.closed_by
            person.live_sessions = frozenset()
        case events.AccountOpened():
            person.closed, person.closed_by = False, None
        case events.PowersSuspended():
            person.suspend(event.until)
        case events.MemberLeft():
            person.leave()
        case events.RoleChanged():
            person.give(event.role)
            if person.grants is not None:
                person.grants.everywhere = event.role
                person.grants.in_rooms.clear()
        case events.NameChanged():
            person.name, person.named = event.name, True
