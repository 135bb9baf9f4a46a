"""Rank, sanctions, messages taken down and put back, accounts and roles."""

import pytest

from rooms import commands, events
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Reason, Writing
from rooms.decide import Decision, decide
from rooms.facts import Grants, MessageState, Person, SanctionKind
from rooms.refusals import Code, Refusal
from tests.rooms.scene import NOW, ROOM, by, member, person, room, said, sanction, uid

BEN = member("ben")
REFUSED = Refusal(code=Code.NOT_ALLOWED)
NOTHING = Refusal(code=Code.NOTHING_TO_CHANGE)

MUTE = commands.MuteMember(
    room=ROOM, command_id=uid(20), member=BEN, seconds=60, reason=Reason.UNKIND
)
REMOVE = commands.RemoveMember(
    room=ROOM, command_id=uid(21), member=BEN, seconds=60, reason=Reason.SELLING
)
LIFT = commands.LiftSanction(room=ROOM, command_id=uid(22), member=BEN, sanction=uid(90))
CLOSE = commands.CloseAccount(room=ROOM, command_id=uid(23), member=BEN, reason=Reason.OTHER)
OPEN = commands.OpenAccount(room=ROOM, command_id=uid(24), member=BEN)
END = commands.EndSanction(room=ROOM, command_id=uid(25), member=BEN, sanction=uid(90))
TAKE_DOWN = commands.RemoveMessage(
    room=ROOM, command_id=uid(26), message=uid(1), reason=Reason.UNKIND
)
PUT_BACK = commands.RestoreMessage(room=ROOM, command_id=uid(27), message=uid(1))
ON_A_PERSON: list[Writing] = [MUTE, REMOVE, LIFT, CLOSE, OPEN]
ON_A_MESSAGE: list[Writing] = [TAKE_DOWN, PUT_BACK]


def change_role(role: Role, *, everywhere: bool = False) -> commands.ChangeRole:
    return commands.ChangeRole(
        room=ROOM, command_id=uid(28), member=BEN, role=role, everywhere=everywhere
    )


def ready(command: Writing, role: Role) -> Person:
    """Ben, in a state in which the command would change something."""
    mute = sanction(SanctionKind.MUTE)
    return person("ben", role, closed=isinstance(command, commands.OpenAccount), sanctions=[mute])


def act(command: Writing, actor_role: Role, target: Person) -> Decision:
    """Mona acts on ben or on the message he wrote."""
    state = MessageState.REMOVED if command is PUT_BACK else MessageState.SHOWN
    facts = room(person("mona", actor_role), target, messages=[said("ben", state=state)])
    return decide(facts, command, by("mona"), NOW)


def name(value: object) -> str:
    return value.value if isinstance(value, Role) else type(value).__name__


@pytest.mark.parametrize("command", [*ON_A_PERSON, *ON_A_MESSAGE], ids=name)
@pytest.mark.parametrize("actor", [Role.MODERATOR, Role.ADMIN], ids=name)
@pytest.mark.parametrize("target", list(Role), ids=name)
def test_staff_act_only_on_those_they_outrank(command: Writing, actor: Role, target: Role) -> None:
    below = {
        Role.MODERATOR: {Role.GUEST, Role.MEMBER, Role.MENTOR},
        Role.ADMIN: {Role.GUEST, Role.MEMBER, Role.MENTOR, Role.MODERATOR},
    }
    decision = act(command, actor, ready(command, target))
    if target in below[actor]:
        assert isinstance(decision, list)
    else:
        assert decision == REFUSED


@pytest.mark.parametrize(
    "command", [*ON_A_PERSON, *ON_A_MESSAGE, change_role(Role.MEMBER)], ids=name
)
def test_nobody_acts_on_themselves(command: Writing) -> None:
    state = MessageState.REMOVED if command is PUT_BACK else MessageState.SHOWN
    ben = ready(command, Role.ADMIN)
    ben.closed = False
    facts = room(ben, messages=[said("ben", state=state)])
    assert decide(facts, command, by("ben"), NOW) == REFUSED


@pytest.mark.parametrize("command", [*ON_A_PERSON, change_role(Role.MENTOR)], ids=name)
@pytest.mark.parametrize("actor", [by("mona"), HOUSE], ids=["admin", "house"])
def test_unknown_member_is_named_as_such(command: Writing, actor: Actor) -> None:
    decision = decide(room(person("mona", Role.ADMIN)), command, actor, NOW)
    assert decision == Refusal(code=Code.UNKNOWN_MEMBER)


@pytest.mark.parametrize("command", [*ON_A_PERSON, *ON_A_MESSAGE], ids=name)
def test_the_house_acts_on_everybody(command: Writing) -> None:
    state = MessageState.REMOVED if command is PUT_BACK else MessageState.SHOWN
    facts = room(ready(command, Role.ADMIN), messages=[said("ben", state=state)])
    assert isinstance(decide(facts, command, HOUSE, NOW), list)


def test_mute_says_until_when_and_why() -> None:
    until = NOW + 60_000
    assert act(MUTE, Role.MODERATOR, person("ben")) == [
        events.MemberMuted(member=BEN, sanction=uid(20), until=until, reason=Reason.UNKIND)
    ]
    assert act(REMOVE, Role.MODERATOR, person("ben")) == [
        events.MemberRemoved(member=BEN, sanction=uid(21), until=until, reason=Reason.SELLING)
    ]


def test_sanction_is_lifted_by_its_id() -> None:
    lifted = act(LIFT, Role.MODERATOR, ready(LIFT, Role.MEMBER))
    assert lifted == [events.SanctionLifted(member=BEN, sanction=uid(90))]


def test_sanction_that_is_unknown_or_over_is_not_lifted() -> None:
    over = person("ben", sanctions=[sanction(SanctionKind.MUTE, until=NOW)])
    assert act(LIFT, Role.ADMIN, over) == NOTHING
    assert act(LIFT, Role.ADMIN, person("ben")) == NOTHING


@pytest.mark.parametrize(
    ("people", "decision"),
    [
        ([], NOTHING),
        ([person("ben")], NOTHING),
        ([person("ben", sanctions=[sanction(SanctionKind.MUTE, until=NOW + 1)])], NOTHING),
        (
            [person("ben", sanctions=[sanction(SanctionKind.MUTE, until=NOW)])],
            [events.SanctionLifted(member=BEN, sanction=uid(90), expired=True)],
        ),
    ],
    ids=["no person", "no sanction", "not yet", "over"],
)
def test_clock_ends_a_sanction_once_and_not_too_early(
    people: list[Person], decision: Decision
) -> None:
    assert decide(room(*people), END, HOUSE, NOW) == decision


def test_message_taken_down_carries_no_text() -> None:
    taken = act(TAKE_DOWN, Role.MODERATOR, person("ben"))
    assert taken == [events.MessageRemoved(message=uid(1), reason=Reason.UNKIND)]


@pytest.mark.parametrize("command", ON_A_MESSAGE, ids=name)
def test_message_of_somebody_who_is_no_longer_there_is_moderated(command: Writing) -> None:
    state = MessageState.REMOVED if command is PUT_BACK else MessageState.SHOWN
    facts = room(person("mona", Role.MODERATOR), messages=[said("ben", state=state)])
    assert isinstance(decide(facts, command, by("mona"), NOW), list)


@pytest.mark.parametrize("command", ON_A_MESSAGE, ids=name)
def test_unknown_message_is_named_as_such(command: Writing) -> None:
    decision = decide(room(person("mona", Role.ADMIN)), command, by("mona"), NOW)
    assert decision == Refusal(code=Code.UNKNOWN_MESSAGE)


@pytest.mark.parametrize(
    ("state", "body", "decision"),
    [
        (MessageState.SHOWN, "hello", NOTHING),
        (MessageState.RETRACTED, "hello", NOTHING),
        (MessageState.REMOVED, None, Refusal(code=Code.GONE)),
        (
            MessageState.REMOVED,
            "hello",
            [events.MessageRestored(message=uid(1), body="hello")],
        ),
    ],
)
def test_message_is_put_back_while_its_text_is_kept(
    state: MessageState, body: str | None, decision: Decision
) -> None:
    facts = room(
        person("mona", Role.MODERATOR),
        person("ben"),
        messages=[said("ben", state=state, body=body)],
    )
    assert decide(facts, PUT_BACK, by("mona"), NOW) == decision


def test_message_is_taken_down_once() -> None:
    gone = said("ben", state=MessageState.REMOVED)
    facts = room(person("mona", Role.MODERATOR), person("ben"), messages=[gone])
    assert decide(facts, TAKE_DOWN, by("mona"), NOW) == Refusal(code=Code.GONE)


def test_account_is_closed_and_opened_once() -> None:
    closed = [events.AccountClosed(member=BEN, reason=Reason.OTHER)]
    assert act(CLOSE, Role.MODERATOR, person("ben")) == closed
    assert act(CLOSE, Role.MODERATOR, person("ben", closed=True)) == NOTHING
    opened = [events.AccountOpened(member=BEN)]
    assert act(OPEN, Role.MODERATOR, person("ben", closed=True)) == opened
    assert act(OPEN, Role.MODERATOR, person("ben")) == NOTHING


@pytest.mark.parametrize("role", list(Role), ids=name)
def test_admin_grants_roles_below_their_own(role: Role) -> None:
    decision = act(change_role(role), Role.ADMIN, person("ben"))
    expected = {
        Role.GUEST: REFUSED,
        Role.MEMBER: NOTHING,
        Role.MENTOR: [events.RoleChanged(member=BEN, role=Role.MENTOR)],
        Role.MODERATOR: [events.RoleChanged(member=BEN, role=Role.MODERATOR)],
        Role.ADMIN: REFUSED,
    }
    assert decision == expected[role]


@pytest.mark.parametrize("role", list(Role), ids=name)
def test_moderator_grants_no_role(role: Role) -> None:
    assert act(change_role(role), Role.MODERATOR, person("ben")) == REFUSED


def test_admin_takes_no_role_from_another_admin() -> None:
    assert act(change_role(Role.MEMBER), Role.ADMIN, person("ben", Role.ADMIN)) == REFUSED


def test_the_house_alone_makes_an_admin() -> None:
    command = change_role(Role.ADMIN, everywhere=True)
    granted = decide(room(person("ben")), command, HOUSE, NOW)
    assert granted == [events.RoleChanged(member=BEN, role=Role.ADMIN)]
    assert decide(room(person("ben")), change_role(Role.GUEST), HOUSE, NOW) == REFUSED


def of_this_room(who: str, role: Role) -> Person:
    return person(who, role, grants=Grants(in_rooms={ROOM: role}))


@pytest.mark.parametrize("command", [CLOSE, OPEN], ids=name)
@pytest.mark.parametrize("elsewhere", [None, Role.MEMBER, Role.MENTOR], ids=str)
def test_moderator_of_one_room_decides_about_no_account(
    command: Writing, elsewhere: Role | None
) -> None:
    mona = of_this_room("mona", Role.MODERATOR)
    assert mona.grants is not None
    mona.grants.everywhere = elsewhere
    assert decide(room(mona, ready(command, Role.MEMBER)), command, by("mona"), NOW) == REFUSED


@pytest.mark.parametrize("command", [CLOSE, OPEN], ids=name)
def test_nobody_decides_about_an_account_without_its_roles(command: Writing) -> None:
    mona, ben = person("mona", Role.ADMIN), ready(command, Role.MEMBER)
    mona.grants = None
    assert decide(room(mona, ben), command, by("mona"), NOW) == REFUSED
    ben.grants = None
    for actor in (HOUSE, by("ada")):
        decision = decide(room(person("ada", Role.ADMIN), ben), command, actor, NOW)
        assert decision == Refusal(code=Code.UNKNOWN_MEMBER)


@pytest.mark.parametrize(
    "command", [CLOSE, OPEN, change_role(Role.MODERATOR, everywhere=True)], ids=name
)
@pytest.mark.parametrize(
    "grants",
    [Grants(everywhere=Role.ADMIN, in_rooms={ROOM: Role.MEMBER}), Grants(None, {"b": Role.ADMIN})],
    ids=["everywhere", "in another room"],
)
def test_peer_is_a_peer_wherever_they_are_one(command: Writing, grants: Grants) -> None:
    ben = ready(command, Role.MEMBER)
    ben.grants = grants
    assert act(command, Role.ADMIN, ben) == REFUSED


@pytest.mark.parametrize(
    ("closed_by", "opens"),
    [(None, True), (Role.MODERATOR, True), (Role.ADMIN, False)],
    ids=str,
)
def test_account_is_opened_by_no_lesser_role_than_closed_it(
    closed_by: Role | None, opens: bool
) -> None:
    def closed() -> Person:
        return person("ben", closed=True, closed_by=closed_by)

    assert isinstance(act(OPEN, Role.MODERATOR, closed()), list) is opens
    assert isinstance(act(OPEN, Role.ADMIN, closed()), list)
    assert isinstance(decide(room(closed()), OPEN, HOUSE, NOW), list)


def test_closing_that_is_heard_in_a_room_where_one_has_no_say_is_refused() -> None:
    for there in (
        room(person("mona", Role.MEMBER), person("ben")),
        room(person("ben")),
    ):
        facts = room(person("mona", Role.MODERATOR), person("ben"), reached=[there])
        assert decide(facts, CLOSE, by("mona"), NOW) == REFUSED


@pytest.mark.parametrize(
    ("grants", "role", "changes"),
    [
        (Grants(everywhere=Role.MODERATOR, in_rooms={ROOM: Role.MEMBER}), Role.MEMBER, True),
        (Grants(everywhere=None, in_rooms={ROOM: Role.MODERATOR}), Role.MODERATOR, True),
        (Grants(everywhere=None, in_rooms={"b": Role.MENTOR}), Role.MEMBER, True),
        (Grants(everywhere=Role.MODERATOR), Role.MODERATOR, False),
        (Grants(), Role.MEMBER, False),
    ],
)
def test_a_role_everywhere_is_held_already_only_when_no_room_says_otherwise(
    grants: Grants, role: Role, changes: bool
) -> None:
    target = person("ben", grants.in_rooms.get(ROOM, grants.everywhere or Role.MEMBER))
    target.grants = grants
    decision = decide(room(target), change_role(role, everywhere=True), HOUSE, NOW)
    assert isinstance(decision, list) is changes
