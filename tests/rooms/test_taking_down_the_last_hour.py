"""Everything that somebody wrote in the last hour, taken down at once; and leaving for good."""

from rooms import commands, events
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.decide import Decision, count_recent, decide
from rooms.facts import MessageState, RoomFacts, SanctionKind
from rooms.moderation import MOST_AT_ONCE, RECENT_MS
from rooms.permissions import RoomState
from rooms.refusals import Code, Refusal
from tests.rooms.scene import (
    NOW,
    ROOM,
    account,
    by,
    member,
    person,
    room,
    said,
    sanction,
    uid,
)


def take_down(name: str) -> commands.RemoveRecent:
    return commands.RemoveRecent(
        room=ROOM, command_id=uid(99), member=member(name), reason=Reason.FLOODING
    )


def count(facts: RoomFacts, name: str, actor: Actor) -> object:
    return count_recent(facts, commands.CountRecent(room=ROOM, member=member(name)), actor, NOW)


def scene() -> RoomFacts:
    """Four messages of Ana's, of which two are shown and of the last hour."""
    return room(
        person("ana"),
        person("mia", Role.MENTOR),
        person("mona", Role.MODERATOR),
        person("max", Role.MODERATOR),
        messages=[
            said("ana", uid(1), seq=1, at=NOW - RECENT_MS),
            said("ana", uid(2), seq=2, at=NOW - RECENT_MS + 1),
            said("ana", uid(3), seq=3, state=MessageState.REMOVED),
            said("ana", uid(4), seq=4),
            said("max", uid(5), seq=5),
        ],
    )


def code(decision: Decision) -> Code | None:
    return decision.code if isinstance(decision, Refusal) else None


def test_what_is_shown_of_the_last_hour_goes_by_one_event() -> None:
    assert count(scene(), "ana", by("mona")) == 2
    assert decide(scene(), take_down("ana"), by("mona"), NOW) == [
        events.MessagesRemoved(
            member=member("ana"), messages=(uid(2), uid(4)), reason=Reason.FLOODING
        )
    ]


def test_who_wrote_nothing_lately_loses_nothing() -> None:
    assert count(scene(), "mia", by("mona")) == 0
    assert code(decide(scene(), take_down("mia"), by("mona"), NOW)) is Code.NOTHING_TO_CHANGE


def test_only_who_outranks_the_author_counts_or_takes_down() -> None:
    for name, target, expected in (
        ("ana", "mia", Code.NOT_ALLOWED),
        ("mia", "ana", Code.NOT_ALLOWED),
        ("mona", "max", Code.NOT_ALLOWED),
        ("mona", "mona", Code.NOT_ALLOWED),
        ("mona", "nobody", Code.UNKNOWN_MEMBER),
    ):
        counted = count(scene(), target, by(name))
        assert isinstance(counted, Refusal)
        assert counted.code is expected
        assert code(decide(scene(), take_down(target), by(name), NOW)) is expected


def test_one_event_stays_small_and_takes_the_newest() -> None:
    many = [said("ana", uid(number), seq=number) for number in range(1, MOST_AT_ONCE + 3)]
    facts = room(person("ana"), person("mona", Role.MODERATOR), messages=many)
    decided = decide(facts, take_down("ana"), by("mona"), NOW)
    assert isinstance(decided, list)
    [removed] = decided
    assert isinstance(removed, events.MessagesRemoved)
    assert removed.messages == tuple(uid(number) for number in range(3, MOST_AT_ONCE + 3))


LEAVE = commands.LeaveCommunity(room=ROOM, command_id=uid(40))


def test_anybody_may_leave_in_any_state() -> None:
    held = [sanction(SanctionKind.MUTE), sanction(SanctionKind.REMOVAL)]
    for role in (Role.MEMBER, Role.MENTOR, Role.MODERATOR, Role.ADMIN):
        facts = room(person("ana", role, sanctions=held), state=RoomState.LOCKED)
        assert decide(facts, LEAVE, by("ana"), NOW) == [events.MemberLeft(member=member("ana"))]


def test_nobody_leaves_a_room_they_do_not_belong_to() -> None:
    assert code(decide(room(person("ana", joined=False)), LEAVE, by("ana"), NOW)) is (
        Code.UNKNOWN_MEMBER
    )


def test_nobody_acts_on_who_has_left_but_their_words_can_go() -> None:
    facts = scene()
    facts.people[account("ana")].leave()
    acts: list[commands.Writing] = [
        commands.MuteMember(
            room=ROOM, command_id=uid(1), member=member("ana"), seconds=9, reason=Reason.OTHER
        ),
        commands.CloseAccount(
            room=ROOM, command_id=uid(2), member=member("ana"), reason=Reason.OTHER
        ),
        commands.OpenAccount(room=ROOM, command_id=uid(3), member=member("ana")),
        commands.SuspendPowers(
            room=ROOM, command_id=uid(4), member=member("ana"), reason=Reason.OTHER
        ),
    ]
    for command in acts:
        assert code(decide(facts, command, by("mona"), NOW)) is Code.UNKNOWN_MEMBER
    assert code(decide(facts, take_down("ana"), by("mona"), NOW)) is None
    one = commands.RemoveMessage(room=ROOM, command_id=uid(5), message=uid(4), reason=Reason.OTHER)
    assert code(decide(facts, one, by("mona"), NOW)) is None
