"""Who is let to act or to read at all, before a command's own family is asked."""

import pytest

from rooms import commands
from rooms.actor import HOUSE, Role
from rooms.commands import Writing
from rooms.decide import admit, decide, is_talk
from rooms.facts import Person, SanctionKind
from rooms.permissions import Readers, RoomState
from rooms.refusals import Code, Refusal
from tests.rooms.scene import NOW, ROOM, by, member, person, room, said, sanction, uid

POST = commands.PostMessage(room=ROOM, command_id=uid(20), body="I am here")
TALK: list[Writing] = [
    POST,
    commands.PostMessage(room=ROOM, command_id=uid(21), body="yes", reply_to=uid(1)),
    commands.EditMessage(room=ROOM, command_id=uid(22), message=uid(1), body="new"),
    commands.React(room=ROOM, command_id=uid(23), message=uid(1), reaction=commands.Reaction.HUG),
    commands.ChangeName(room=ROOM, command_id=uid(24), name="Luz"),
]
RETRACT = commands.RetractMessage(room=ROOM, command_id=uid(25), message=uid(1))
MODERATION: list[Writing] = [
    commands.RemoveMessage(
        room=ROOM, command_id=uid(30), message=uid(1), reason=commands.Reason.UNKIND
    ),
    commands.RestoreMessage(room=ROOM, command_id=uid(31), message=uid(1)),
    commands.MuteMember(
        room=ROOM,
        command_id=uid(32),
        member=member("ben"),
        seconds=60,
        reason=commands.Reason.UNKIND,
    ),
    commands.RemoveMember(
        room=ROOM,
        command_id=uid(33),
        member=member("ben"),
        seconds=60,
        reason=commands.Reason.UNKIND,
    ),
    commands.LiftSanction(room=ROOM, command_id=uid(34), member=member("ben"), sanction=uid(90)),
    commands.CloseAccount(
        room=ROOM, command_id=uid(35), member=member("ben"), reason=commands.Reason.UNKIND
    ),
    commands.OpenAccount(room=ROOM, command_id=uid(36), member=member("ben")),
    commands.ChangeRole(room=ROOM, command_id=uid(37), member=member("ben"), role=Role.MENTOR),
]
END = commands.EndSanction(room=ROOM, command_id=uid(38), member=member("ben"), sanction=uid(90))
EVERY_COMMAND: list[Writing] = [*TALK, RETRACT, *MODERATION]


def name(command: Writing) -> str:
    return f"{type(command).__name__}-{command.command_id[6:8]}"


def refusal_of(ana: Person, command: Writing, **more: object) -> Refusal | None:
    facts = room(ana, person("ben"), messages=[said("ana")], **more)
    decided = decide(facts, command, by("ana", "session"), NOW)
    return decided if isinstance(decided, Refusal) else None


def here(role: Role = Role.MEMBER, **more: object) -> Person:
    return person("ana", role, live_sessions=frozenset({"session"}), **more)


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=name)
def test_ended_session_writes_nothing(command: Writing) -> None:
    refusal = refusal_of(person("ana", Role.ADMIN), command)
    assert refusal is not None
    assert refusal.code is Code.SIGNED_OUT


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=name)
def test_unknown_person_writes_nothing(command: Writing) -> None:
    decided = decide(room(person("ben")), command, by("ana"), NOW)
    assert decided == Refusal(code=Code.SIGNED_OUT)


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=name)
def test_closed_account_writes_nothing(command: Writing) -> None:
    refusal = refusal_of(here(Role.ADMIN, closed=True), command)
    assert refusal is not None
    assert refusal.code is Code.ACCOUNT_CLOSED


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=name)
def test_removed_person_writes_nothing_and_takes_nothing_back(command: Writing) -> None:
    removal = sanction(SanctionKind.REMOVAL)
    refusal = refusal_of(here(Role.MODERATOR, sanctions=[removal]), command)
    assert refusal is not None
    assert refusal.code is Code.STEPPED_OUT
    assert refusal.params == {"until": removal.until, "reason": "unkind"}


@pytest.mark.parametrize("command", TALK, ids=name)
def test_muted_member_cannot_talk(command: Writing) -> None:
    mute = sanction(SanctionKind.MUTE)
    refusal = refusal_of(here(sanctions=[mute]), command)
    assert refusal is not None
    assert refusal.code is Code.MUTED
    assert refusal.params == {"until": mute.until, "reason": "unkind"}


def test_muted_member_takes_back_their_words() -> None:
    assert refusal_of(here(sanctions=[sanction(SanctionKind.MUTE)]), RETRACT) is None


RENAME = commands.ChangeName(room=ROOM, command_id=uid(24), name="Luz")


def renamed(*, reaching: Person, state: RoomState = RoomState.OPEN) -> Code | None:
    """Ana is renamed, which another room of the tree hears of."""
    refusal = refusal_of(here(), RENAME, reached=[room(reaching, state=state)])
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("kind", "code"),
    [(SanctionKind.MUTE, Code.MUTED), (SanctionKind.REMOVAL, Code.STEPPED_OUT)],
)
def test_rename_is_refused_to_who_is_paused_anywhere_it_is_heard(
    kind: SanctionKind, code: Code
) -> None:
    assert renamed(reaching=person("ana", sanctions=[sanction(kind)])) is code
    assert renamed(reaching=person("ana", sanctions=[sanction(kind, until=NOW)])) is None


def test_rename_waits_for_the_rate_of_every_room_that_hears_of_it() -> None:
    assert renamed(reaching=person("ana", arrival=NOW + 10_000)) is Code.RATE_LIMITED


def test_locked_room_that_hears_of_a_rename_is_in_nobodys_way() -> None:
    assert renamed(reaching=person("ana"), state=RoomState.LOCKED) is None


@pytest.mark.parametrize("kind", SanctionKind)
def test_sanction_ends_at_its_time(kind: SanctionKind) -> None:
    assert refusal_of(here(sanctions=[sanction(kind, until=NOW)]), POST) is None
    assert refusal_of(here(sanctions=[sanction(kind, until=NOW + 1)]), POST) is not None


def test_longest_of_several_mutes_is_named() -> None:
    mutes = [sanction(SanctionKind.MUTE, until=NOW + wait, number=wait) for wait in (3, 7, 5)]
    refusal = refusal_of(here(sanctions=mutes), POST)
    assert refusal is not None
    assert refusal.params["until"] == NOW + 7


@pytest.mark.parametrize("command", MODERATION, ids=name)
@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER, Role.MENTOR])
def test_only_staff_moderate(command: Writing, role: Role) -> None:
    assert refusal_of(here(role), command) == Refusal(code=Code.NOT_ALLOWED)


@pytest.mark.parametrize("command", [*TALK, RETRACT], ids=name)
def test_guest_writes_nothing(command: Writing) -> None:
    assert refusal_of(here(Role.GUEST), command) == Refusal(code=Code.NOT_ALLOWED)


@pytest.mark.parametrize("command", TALK, ids=name)
def test_locked_room_is_for_staff_alone(command: Writing) -> None:
    locked = Refusal(code=Code.ROOM_LOCKED)
    assert refusal_of(here(), command, state=RoomState.LOCKED) == locked
    assert refusal_of(here(Role.MENTOR), command, state=RoomState.LOCKED) == locked
    assert refusal_of(here(Role.MODERATOR), command, state=RoomState.LOCKED) is None


def test_words_are_taken_back_in_a_locked_room_too() -> None:
    assert refusal_of(here(), RETRACT, state=RoomState.LOCKED) is None


def test_what_no_room_allows_is_not_blamed_on_the_lock() -> None:
    refusal = refusal_of(here(), MODERATION[0], state=RoomState.LOCKED)
    assert refusal == Refusal(code=Code.NOT_ALLOWED)


def test_no_client_ends_a_sanction_by_the_clock() -> None:
    assert refusal_of(here(Role.ADMIN), END) == Refusal(code=Code.NOT_ALLOWED)


@pytest.mark.parametrize("command", TALK, ids=name)
def test_talk_has_a_rate_limit_over_all_its_kinds(command: Writing) -> None:
    refusal = refusal_of(here(arrival=NOW + 10_000), command)
    assert refusal == Refusal(code=Code.RATE_LIMITED, retry_after=1_000)
    assert refusal.temporary


@pytest.mark.parametrize("command", [RETRACT, *MODERATION[:1]], ids=name)
def test_taking_back_and_moderating_are_not_rate_limited(command: Writing) -> None:
    facts = room(
        person("mona", Role.ADMIN, arrival=NOW + 10_000),
        person("ana", arrival=NOW + 10_000),
        messages=[said("ana")],
    )
    actor = by("ana" if command is RETRACT else "mona")
    assert isinstance(decide(facts, command, actor, NOW), list)


def test_talk_alone_is_charged_and_taking_back_is_free() -> None:
    assert [c for c in EVERY_COMMAND if is_talk(c)] == [*TALK]


def test_the_house_is_not_asked_for_its_standing() -> None:
    facts = room(person("ben", sanctions=[sanction(SanctionKind.MUTE, until=NOW)]))
    assert isinstance(decide(facts, END, HOUSE, NOW), list)


@pytest.mark.parametrize(
    ("readers", "code"), [(Readers.GUESTS, None), (Readers.MEMBERS, Code.NOT_SIGNED_IN)]
)
def test_guest_is_admitted_where_guests_read(readers: Readers, code: Code | None) -> None:
    refusal = admit(room(readers=readers), None, None, NOW)
    assert (refusal.code if refusal else None) is code


def test_removed_person_is_not_admitted() -> None:
    removed = here(sanctions=[sanction(SanctionKind.REMOVAL)])
    refusal = admit(room(removed), removed, by("ana", "session"), NOW)
    assert refusal is not None
    assert refusal.code is Code.STEPPED_OUT


def test_muted_and_hurried_person_is_admitted() -> None:
    muted = here(sanctions=[sanction(SanctionKind.MUTE)], arrival=NOW + 10_000)
    assert admit(room(muted), muted, by("ana", "session"), NOW) is None
