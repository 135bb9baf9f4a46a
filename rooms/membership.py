"""What belonging to a room decides: the name a person goes by there."""

from rooms import commands, events
from rooms.events import Event
from rooms.facts import Person, RoomFacts
from rooms.names import clean_name, skeleton
from rooms.refusals import Code, Refusal, refuse

Decision = list[Event] | Refusal


def change_name(
    facts: RoomFacts, command: commands.ChangeName, person: Person, now: int
) -> Decision:
    """Another screen name in this tree, unless it looks like one that is taken."""
    del now
    name = clean_name(command.name)
    if isinstance(name, Refusal):
        return name
    if name == person.name:
        return refuse(Code.NOTHING_TO_CHANGE)
    if facts.names.get(skeleton(name), person.account) != person.account:
        return refuse(Code.NAME_TAKEN)
    return [events.NameChanged(member=person.member, name=name)]
