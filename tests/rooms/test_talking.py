"""Writing, editing, taking back, reacting and changing one's name."""

from typing import Any

import pytest

from rooms import commands, events
from rooms.actor import Role
from rooms.commands import Reaction, Writing
from rooms.decide import Decision, decide
from rooms.facts import MessageState
from rooms.names import skeleton
from rooms.refusals import Code, Refusal
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, by, member, person, room, said, uid

ANA = member("ana")


def post(body: str = "hello", **more: Any) -> commands.PostMessage:
    return commands.PostMessage(room=ROOM, command_id=uid(20), body=body, **more)


def edit(body: str = "better") -> commands.EditMessage:
    return commands.EditMessage(room=ROOM, command_id=uid(20), message=uid(1), body=body)


def react(**more: Any) -> commands.React:
    return commands.React(
        room=ROOM, command_id=uid(20), message=uid(1), reaction=Reaction.HUG, **more
    )


def rename(name: str) -> commands.ChangeName:
    return commands.ChangeName(room=ROOM, command_id=uid(20), name=name)


RETRACT = commands.RetractMessage(room=ROOM, command_id=uid(20), message=uid(1))


def decided(command: Writing, name: str = "ana", now: int = NOW, **posted: Any) -> Decision:
    """Among ana, who has said hello, and ben."""
    facts = room(person("ana"), person("ben"), messages=[said("ana", **posted)])
    return decide(facts, command, by(name), now)


def code(decision: Decision) -> Code | None:
    return decision.code if isinstance(decision, Refusal) else None


def test_message_is_announced_under_its_commands_id() -> None:
    facts = room(person("ana", Role.MENTOR))
    assert decide(facts, post("cafe\u0301\r\n"), by("ana"), NOW) == [
        events.MessagePosted(
            message=uid(20), author=ANA, name="Ana", role=Role.MENTOR, body="caf\u00e9\n"
        )
    ]


def test_reply_names_the_message_by_id_alone() -> None:
    assert decided(post("yes", reply_to=uid(1))) == [
        events.MessagePosted(
            message=uid(20), author=ANA, name="Ana", role=Role.MEMBER, body="yes", reply_to=uid(1)
        )
    ]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (post(" \n\t "), Code.EMPTY),
        (post("x" * 2_001), Code.TOO_LONG),
        (post("\0"), Code.BAD_TEXT),
        (post(reply_to=uid(2)), Code.UNKNOWN_MESSAGE),
        (commands.PostMessage(room=ROOM, command_id=uid(1), body="x"), Code.IDEMPOTENCY_CONFLICT),
        (edit("hello"), Code.NOTHING_TO_CHANGE),
        (edit(" "), Code.EMPTY),
        (rename("Ana"), Code.NOTHING_TO_CHANGE),
        (rename("x"), Code.NAME_INVALID),
        (react(on=False), Code.NOTHING_TO_CHANGE),
    ],
)
def test_what_cannot_be_taken_is_refused(command: Writing, expected: Code) -> None:
    assert code(decided(command)) is expected


@pytest.mark.parametrize("command", [edit(), RETRACT, react()])
def test_unknown_message_cannot_be_changed(command: Writing) -> None:
    assert code(decide(room(person("ana")), command, by("ana"), NOW)) is Code.UNKNOWN_MESSAGE


@pytest.mark.parametrize("command", [edit(), RETRACT, react()])
@pytest.mark.parametrize("state", [MessageState.RETRACTED, MessageState.REMOVED])
def test_message_that_is_gone_cannot_be_changed(command: Writing, state: MessageState) -> None:
    assert code(decided(command, state=state)) is Code.GONE


@pytest.mark.parametrize("command", [edit(), RETRACT])
def test_others_words_cannot_be_changed(command: Writing) -> None:
    assert code(decided(command, "ben")) is Code.NOT_ALLOWED


def test_edit_carries_the_new_words() -> None:
    assert decided(edit()) == [events.MessageEdited(message=uid(1), author=ANA, body="better")]


def test_edit_is_for_fifteen_minutes() -> None:
    last = NOW + 15 * MINUTE_MS
    assert isinstance(decided(edit(), now=last), list)
    assert decided(edit(), now=last + 1) == Refusal(code=Code.TOO_LATE, params={"minutes": 15})


def test_words_are_taken_back_at_any_time() -> None:
    later = NOW + 365 * 24 * 60 * MINUTE_MS
    assert decided(RETRACT, now=later) == [events.MessageRetracted(message=uid(1), author=ANA)]


def test_reaction_is_added_once_and_taken_back_once() -> None:
    held = {(account("ben"), Reaction.HUG)}
    added = events.ReactionAdded(message=uid(1), member=member("ben"), reaction=Reaction.HUG)
    taken = events.ReactionRemoved(message=uid(1), member=member("ben"), reaction=Reaction.HUG)
    assert decided(react(), "ben") == [added]
    assert code(decided(react(), "ben", reactions=held)) is Code.NOTHING_TO_CHANGE
    assert decided(react(on=False), "ben", reactions=held) == [taken]


def test_anothers_reaction_is_not_ones_own() -> None:
    held = {(account("ana"), Reaction.HUG)}
    assert isinstance(decided(react(), "ben", reactions=held), list)


@pytest.mark.parametrize(("waited_ms", "seconds"), [(0, 30), (1, 30), (29_001, 1), (29_999, 1)])
def test_slow_room_names_the_wait(waited_ms: int, seconds: int) -> None:
    facts = room(person("ana", last_post=NOW - waited_ms), pace_ms=30_000)
    expected = Refusal(code=Code.SLOW, params={"seconds": seconds}, retry_after=30_000 - waited_ms)
    assert decide(facts, post(), by("ana"), NOW) == expected


@pytest.mark.parametrize(
    ("role", "waited_ms"), [(Role.MEMBER, 30_000), (Role.MENTOR, 0), (Role.MODERATOR, 0)]
)
def test_slow_room_lets_through_who_waited_and_who_helps(role: Role, waited_ms: int) -> None:
    facts = room(person("ana", role, last_post=NOW - waited_ms), pace_ms=30_000)
    assert isinstance(decide(facts, post(), by("ana"), NOW), list)


def test_slow_room_is_slow_for_new_messages_alone() -> None:
    facts = room(person("ana", last_post=NOW), pace_ms=30_000, messages=[said("ana")])
    assert isinstance(decide(facts, edit(), by("ana"), NOW), list)


def test_name_is_announced_as_it_will_be_shown() -> None:
    assert decided(rename("  Luz\u2003Mar ")) == [events.NameChanged(member=ANA, name="Luz Mar")]


def test_name_that_looks_like_anothers_is_taken() -> None:
    facts = room(person("ana"), person("ben"), names={skeleton("Luz"): account("ben")})
    assert code(decide(facts, rename("L\u00fcz"), by("ana"), NOW)) is Code.NAME_TAKEN


def test_name_that_looks_like_ones_own_is_free() -> None:
    facts = room(person("ana"), names={skeleton("Ana"): account("ana")})
    assert isinstance(decide(facts, rename("An\u00e1"), by("ana"), NOW), list)
