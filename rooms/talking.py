"""What writing a message, changing it and reacting to it decide."""

from rooms import commands, events, keeping, limits, newcomers
from rooms.actor import Role
from rooms.events import Event
from rooms.facts import MessageState, Person, Posted, RoomFacts
from rooms.ids import PublicId
from rooms.refusals import Code, Refusal, refuse
from rooms.speaking import out_of_turn
from rooms.text import clean_body

EDIT_WINDOW_MINUTES = 15

Decision = list[Event] | Refusal


def post(facts: RoomFacts, command: commands.PostMessage, person: Person, now: int) -> Decision:
    """A message in the room, unless it is not the person's turn, the room goes slowly or the text
    cannot be taken."""
    if refusal := out_of_turn(facts, person):
        return refusal
    body = clean_body(command.body)
    if isinstance(body, Refusal):
        return body
    if command.command_id in facts.messages:
        return refuse(Code.IDEMPOTENCY_CONFLICT)
    if command.reply_to is not None and command.reply_to not in facts.messages:
        return refuse(Code.UNKNOWN_MESSAGE)
    own_pace_ms = 0
    if newcomers.is_new(person, now):
        own_pace_ms = newcomers.PACE_MS
        refused = newcomers.link_refused(person, body, now) or newcomers.room_refused(person, now)
        if refused:
            return refused
    if refusal := too_soon(facts, person, own_pace_ms, now):
        return refusal
    return [
        events.MessagePosted(
            message=command.command_id,
            author=person.member,
            name=person.name,
            role=person.role,
            body=body,
            reply_to=command.reply_to,
            played=person.demo,
        )
    ]


def edit(facts: RoomFacts, command: commands.EditMessage, person: Person, now: int) -> Decision:
    """New words for one's own message, within 15 minutes of writing it; not for somebody's question
    that one has read out."""
    posted = own_message(facts, command.message, person)
    if isinstance(posted, Refusal):
        return posted
    if posted.read_out:
        return refuse(Code.NOT_ALLOWED)
    if refusal := out_of_turn(facts, person):
        return refusal
    if now - posted.at > EDIT_WINDOW_MINUTES * 60_000:
        return refuse(Code.TOO_LATE, minutes=EDIT_WINDOW_MINUTES)
    body = clean_body(command.body)
    if isinstance(body, Refusal):
        return body
    if body == posted.body:
        return refuse(Code.NOTHING_TO_CHANGE)
    if refusal := newcomers.link_refused(person, body, now):
        return refusal
    return [events.MessageEdited(message=posted.message, author=person.member, body=body)]


def retract(
    facts: RoomFacts, command: commands.RetractMessage, person: Person, now: int
) -> Decision:
    """One's own message, taken back: at any time, and also while paused."""
    del now
    posted = own_message(facts, command.message, person)
    if isinstance(posted, Refusal):
        return posted
    return [events.MessageRetracted(message=posted.message, author=person.member)]


def react(facts: RoomFacts, command: commands.React, person: Person, now: int) -> Decision:
    """A reaction to a message that is still shown."""
    del now
    posted = shown_message(facts, command.message)
    if isinstance(posted, Refusal):
        return posted
    held = (person.account, command.reaction) in posted.reactions
    if held is command.on:
        return refuse(Code.NOTHING_TO_CHANGE)
    kind = events.ReactionAdded if command.on else events.ReactionRemoved
    return [kind(message=posted.message, member=person.member, reaction=command.reaction)]


def shown_message(facts: RoomFacts, message: PublicId) -> Posted | Refusal:
    posted = facts.messages.get(message)
    if posted is None:
        return refuse(Code.UNKNOWN_MESSAGE)
    if posted.state is not MessageState.SHOWN:
        return refuse(Code.GONE)
    return posted


def own_message(facts: RoomFacts, message: PublicId, person: Person) -> Posted | Refusal:
    posted = shown_message(facts, message)
    if isinstance(posted, Posted) and posted.author != person.account:
        return refuse(Code.NOT_ALLOWED)
    return posted


def too_soon(facts: RoomFacts, person: Person, own_pace_ms: int, now: int) -> Refusal | None:
    """The room's pace or the account's own, whichever is slower; helpers are exempt."""
    if person.role is not Role.MEMBER:
        return None
    wait = person.last_post + max(keeping.pace_ms(facts, now), own_pace_ms) - now
    if wait <= 0:
        return None
    return refuse(Code.SLOW, retry_after=wait, seconds=-(-wait // 1000))


def too_often(person: Person, now: int) -> Refusal | None:
    """The rate limit on all talk in a room, over a person's devices."""
    wait = limits.wait_ms(limits.WRITING, person.arrival, now)
    return refuse(Code.RATE_LIMITED, retry_after=wait) if wait else None
