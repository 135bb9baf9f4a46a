"""The limits of a new account: no links, a pace of its own, a few rooms a day. Helpers have none,
and neither have the invented people of the demonstration."""

from rooms.actor import Role
from rooms.facts import Person, RoomFacts
from rooms.links import has_link
from rooms.refusals import Code, Refusal, refuse

DAY_MS = 24 * 3600 * 1000
NEW_FOR_MS = DAY_MS
NEW_UNTIL_MESSAGES = 5
"""Messages in all rooms together; an account is new until it has both the age and these."""
PACE_MS = 10_000
"""The least time between two messages of a new account."""
MOST_ROOMS_A_DAY = 3


def is_new(person: Person, now: int) -> bool:
    if person.demo or person.given_role is not Role.MEMBER:
        return False
    if now - person.created_at < NEW_FOR_MS:
        return True
    elsewhere = person.written.messages if person.written else 0
    return person.posts < NEW_UNTIL_MESSAGES and elsewhere < NEW_UNTIL_MESSAGES


def link_refused(person: Person, body: str, now: int) -> Refusal | None:
    if is_new(person, now) and has_link(body):
        return refuse(Code.NEW_ACCOUNT_LINK)
    return None


def room_refused(person: Person, now: int) -> Refusal | None:
    """Whether this would be one room too many in which they begin to write within 24 hours."""
    if person.posts or person.written is None or not is_new(person, now):
        return None
    began = sorted(at for at in person.written.began.values() if at > now - DAY_MS)
    if len(began) < MOST_ROOMS_A_DAY:
        return None
    wait = began[-MOST_ROOMS_A_DAY] + DAY_MS - now
    return refuse(Code.NEW_ACCOUNT_ROOMS, retry_after=wait, limit=MOST_ROOMS_A_DAY)


def calm_refused(facts: RoomFacts, person: Person, now: int) -> Refusal | None:
    """While the room is calm, new accounts only read."""
    if now < facts.calm_until and is_new(person, now):
        return refuse(Code.CALM, until=facts.calm_until)
    return None
