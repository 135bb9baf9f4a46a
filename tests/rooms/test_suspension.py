"""Powers suspended by a colleague: who may, of whom, and what is left to the suspended."""

import pytest

from rooms import commands, events
from rooms.actor import Role
from rooms.commands import Reason
from rooms.decide import Decision, decide
from rooms.evolving import evolve
from rooms.facts import Grants, RoomFacts
from rooms.refusals import Code, Refusal
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, by, member, person, room, said, uid

UNTIL = NOW + 60 * MINUTE_MS


def suspend(name: str) -> commands.SuspendPowers:
    return commands.SuspendPowers(
        room=ROOM, command_id=uid(30), member=member(name), reason=Reason.UNKIND
    )


def mute(name: str) -> commands.MuteMember:
    return commands.MuteMember(
        room=ROOM, command_id=uid(31), member=member(name), seconds=60, reason=Reason.UNKIND
    )


def scene() -> RoomFacts:
    return room(
        person("ana"),
        person("mia", Role.MENTOR),
        person("mona", Role.MODERATOR),
        person("here", Role.MODERATOR, grants=Grants(in_rooms={ROOM: Role.MODERATOR})),
        person("there", Role.MEMBER, grants=Grants(in_rooms={"b" * 32: Role.MODERATOR})),
        person("adam", Role.ADMIN),
        messages=[said("mona")],
    )


def code(decision: Decision) -> Code | None:
    return decision.code if isinstance(decision, Refusal) else None


@pytest.mark.parametrize(
    ("actor", "target", "expected"),
    [
        ("mona", "here", None),
        ("here", "mona", None),
        ("here", "mia", None),
        ("here", "there", None),
        ("adam", "mona", None),
        ("mona", "mona", Code.NOT_ALLOWED),
        ("mona", "adam", Code.NOT_ALLOWED),
        ("adam", "adam", Code.NOT_ALLOWED),
        ("mona", "ana", Code.NOTHING_TO_CHANGE),
        ("mona", "nobody", Code.UNKNOWN_MEMBER),
        ("mia", "mona", Code.NOT_ALLOWED),
        ("ana", "mona", Code.NOT_ALLOWED),
        ("there", "mona", Code.NOT_ALLOWED),
    ],
)
def test_moderators_suspend_colleagues_and_nobody_an_admin(
    actor: str, target: str, expected: Code | None
) -> None:
    decided = decide(scene(), suspend(target), by(actor), NOW)
    assert code(decided) is expected
    if expected is None:
        assert decided == [
            events.PowersSuspended(member=member(target), until=UNTIL, reason=Reason.UNKIND)
        ]


def suspended(name: str) -> RoomFacts:
    facts = scene()
    decided = decide(facts, suspend(name), by("adam"), NOW)
    assert isinstance(decided, list), decided
    evolve(facts, decided, account("adam"), NOW)
    return facts


def test_suspended_moderator_acts_as_a_member_everywhere() -> None:
    facts = suspended("mona")
    assert facts.people[account("mona")].role is Role.MEMBER
    close = commands.CloseAccount(
        room=ROOM, command_id=uid(32), member=member("ana"), reason=Reason.OTHER
    )
    for command in (mute("ana"), suspend("here"), close):
        assert code(decide(facts, command, by("mona"), NOW)) is Code.NOT_ALLOWED
    post = commands.PostMessage(room=ROOM, command_id=uid(33), body="hello")
    decision = decide(facts, post, by("mona"), NOW)
    assert isinstance(decision, list)
    [posted] = decision
    assert isinstance(posted, events.MessagePosted)
    assert posted.role is Role.MEMBER


def test_suspension_takes_powers_and_no_protection_from_equals() -> None:
    facts = suspended("mona")
    take_down = commands.RemoveMessage(
        room=ROOM, command_id=uid(34), message=uid(1), reason=Reason.UNKIND
    )
    for command in (mute("mona"), take_down):
        assert code(decide(facts, command, by("here"), NOW)) is Code.NOT_ALLOWED
        assert code(decide(facts, command, by("adam"), NOW)) is None


def test_nobody_is_suspended_twice_at_once() -> None:
    assert code(decide(suspended("mona"), suspend("mona"), by("here"), NOW)) is (
        Code.NOTHING_TO_CHANGE
    )


def test_role_given_meanwhile_counts_when_the_suspension_is_over() -> None:
    facts = suspended("mia")
    promote = commands.ChangeRole(
        room=ROOM, command_id=uid(35), member=member("mia"), role=Role.MODERATOR
    )
    decided = decide(facts, promote, by("adam"), NOW)
    assert isinstance(decided, list)
    evolve(facts, decided, account("adam"), NOW)
    person_now = facts.people[account("mia")]
    assert (person_now.role, person_now.given_role) == (Role.MEMBER, Role.MODERATOR)
