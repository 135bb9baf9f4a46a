"""Who may write at this moment of a live drop-in. Asked by posting and by editing, in the append.

So what was in flight when the floor moved is accepted exactly when its place in the room's order is
before that move. Taking back one's words and reactions are never asked about.
"""

from rooms.actor import Role
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.facts import Person, RoomFacts
from rooms.refusals import Code, Refusal, refuse


def out_of_turn(facts: RoomFacts, person: Person) -> Refusal | None:
    """`short_pause` or `not_your_turn` for whom the live session's form does not let write now."""
    hosted = facts.hosted
    if hosted is None or leads(hosted, person):
        return None
    if hosted.frozen:
        return refuse(Code.SHORT_PAUSE)
    return None if _has_a_say(hosted, person) else refuse(Code.NOT_YOUR_TURN, form=hosted.form)


def leads(hosted: Hosted, person: Person) -> bool:
    """Whether this is one of the hosts, with their role still in force, or staff."""
    is_host = person.account in hosted.hosts and person.role is not Role.MEMBER
    return person.role.is_staff or is_host


def _has_a_say(hosted: Hosted, person: Person) -> bool:
    match hosted.form:
        case Form.OPEN_HOUR:
            return True
        case Form.LINE:
            return hosted.speaker == person.account
        case Form.CIRCLE:
            return hosted.speaker in (None, person.account)
        case Form.QUESTIONS:
            return False
