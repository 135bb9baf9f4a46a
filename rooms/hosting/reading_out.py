"""A question read out in the room by a host: only as its asker has ticked, and once."""

from rooms import commands, events
from rooms.dropins.forms import Shown
from rooms.events import Event
from rooms.facts import AskedFacts, Person, RoomFacts, SanctionKind
from rooms.hosting.hosts import led
from rooms.ids import MemberId
from rooms.moderation import silenced_by
from rooms.refusals import Code, Refusal, refuse
from rooms.text import clean_body

Decision = list[Event] | Refusal


def read_out(facts: RoomFacts, command: commands.ReadOut, person: Person, now: int) -> Decision:
    """The asker's words as the host's message, with the asker's name where they ticked so and are
    still here."""
    hosted = led(facts, command.drop_in, person)
    if isinstance(hosted, Refusal):
        return hosted
    if refusal := silenced_by(person, SanctionKind.MUTE, now):
        return refusal
    if command.command_id in facts.messages:
        return refuse(Code.IDEMPOTENCY_CONFLICT)
    asked = facts.drop_ins[command.drop_in].questions.get(command.question)
    if asked is None:
        return refuse(Code.UNKNOWN_MESSAGE)
    if asked.shown is Shown.NO:
        return refuse(Code.NOT_ALLOWED)
    if asked.answered:
        return refuse(Code.NOTHING_TO_CHANGE)
    body = clean_body(asked.body)
    if isinstance(body, Refusal):
        return body
    return [_message(facts, command, person, asked, body)]


def _message(
    facts: RoomFacts, command: commands.ReadOut, person: Person, asked: AskedFacts, body: str
) -> events.MessagePosted:
    asker, name = _asker(facts, asked)
    return events.MessagePosted(
        message=command.command_id,
        author=person.member,
        name=person.name,
        role=person.role,
        body=body,
        played=person.demo,
        read_out=True,
        asked_by=asker,
        asked_name=name,
    )


def _asker(facts: RoomFacts, asked: AskedFacts) -> tuple[MemberId | None, str]:
    asker = facts.people.get(asked.asker)
    if asked.shown is not Shown.NAMED or asker is None or asker.left:
        return None, ""
    return asker.member, asker.name
