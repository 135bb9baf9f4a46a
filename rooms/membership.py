"""What belonging to a room decides: the name a person goes by there, and leaving for good."""

from rooms import commands, events
from rooms.events import Event
from rooms.facts import Person, RoomFacts
from rooms.names import clean_name, resembles, skeleton
from rooms.refusals import Code, Refusal, refuse

Decision = list[Event] | Refusal


def asks_name(facts: RoomFacts, person: Person) -> bool:
    """Whether somebody known in other trees has yet to say by which name they go in this one."""
    trees = person.written.trees if person.written else set()
    return not person.named and bool(trees) and facts.tree not in trees


def change_name(
    facts: RoomFacts, command: commands.ChangeName, person: Person, now: int
) -> Decision:
    """Another screen name in this tree, unless it looks like one that is taken, or could be taken
    for that of one of the staff. The name that is
    used elsewhere is taken over once, for who is asked "same name here?"."""
    del now
    name = clean_name(command.name)
    if isinstance(name, Refusal):
        return name
    if name == person.name and person.named:
        return refuse(Code.NOTHING_TO_CHANGE)
    if facts.names.get(skeleton(name), person.account) != person.account:
        return refuse(Code.NAME_TAKEN)
    staff = (theirs for theirs, account in facts.staff_names if account != person.account)
    if name != person.name and resembles(name, staff):
        return refuse(Code.NAME_TAKEN)
    return [events.NameChanged(member=person.member, name=name)]


def leave_community(
    facts: RoomFacts, command: commands.LeaveCommunity, person: Person, now: int
) -> Decision:
    """The account ended by its owner, in any state: from one of the rooms they belong to."""
    del facts, command, now
    if not person.joined:
        return refuse(Code.UNKNOWN_MEMBER)
    return [events.MemberLeft(member=person.member)]
