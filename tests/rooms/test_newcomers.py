"""The limits of a new account: who is new, what they may not do yet, and when that ends."""

from typing import Any

import pytest

from rooms import commands
from rooms.actor import Role
from rooms.decide import Decision, decide
from rooms.facts import Person, RoomFacts, Written
from rooms.newcomers import DAY_MS, MOST_ROOMS_A_DAY, NEW_UNTIL_MESSAGES, PACE_MS, is_new
from rooms.refusals import Code, Refusal
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, by, person, room, said, uid

LINK = "Try this: https://example.org/tea"


def newcomer(**more: Any) -> Person:
    return person(
        "nina", **{"created_at": NOW - MINUTE_MS, "posts": 0, "written": Written(), **more}
    )


def posting(facts: RoomFacts, body: str = "hello", name: str = "nina", at: int = NOW) -> Decision:
    command = commands.PostMessage(room=ROOM, command_id=uid(7), body=body)
    return decide(facts, command, by(name), at)


def code(decision: Decision) -> Code | None:
    return decision.code if isinstance(decision, Refusal) else None


@pytest.mark.parametrize(
    ("age_ms", "here", "anywhere", "new"),
    [
        (DAY_MS - 1, 100, 100, True),
        (DAY_MS, NEW_UNTIL_MESSAGES - 1, 0, True),
        (DAY_MS, 0, NEW_UNTIL_MESSAGES - 1, True),
        (DAY_MS, 0, NEW_UNTIL_MESSAGES, False),
        (DAY_MS, NEW_UNTIL_MESSAGES, 0, False),
    ],
)
def test_account_is_new_until_a_day_and_five_messages_have_passed(
    age_ms: int, here: int, anywhere: int, new: bool
) -> None:
    written = Written(messages=anywhere)
    assert is_new(newcomer(created_at=NOW - age_ms, posts=here, written=written), NOW) is new


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MODERATOR, Role.ADMIN])
def test_helpers_and_the_invented_are_never_new(role: Role) -> None:
    assert not is_new(newcomer(role=role), NOW)
    assert not is_new(newcomer(role=Role.MEMBER, kept_role=role), NOW)
    assert not is_new(newcomer(demo=True), NOW)


def test_new_account_posts_no_link() -> None:
    assert code(posting(room(newcomer()), LINK)) is Code.NEW_ACCOUNT_LINK
    assert code(posting(room(newcomer()))) is None
    assert code(posting(room(newcomer(role=Role.MENTOR)), LINK)) is None
    assert code(posting(room(person("nina")), LINK)) is None


def test_new_account_edits_no_link_in() -> None:
    facts = room(newcomer(posts=1), messages=[said("nina")])
    edit = commands.EditMessage(room=ROOM, command_id=uid(8), message=uid(1), body=LINK)
    assert code(decide(facts, edit, by("nina"), NOW)) is Code.NEW_ACCOUNT_LINK
    facts = room(person("nina"), messages=[said("nina")])
    assert code(decide(facts, edit, by("nina"), NOW)) is None


def test_new_account_writes_slowly() -> None:
    facts = room(newcomer(posts=1, last_post=NOW))
    refused = posting(facts, at=NOW + PACE_MS - 1)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.retry_after, refused.params) == (Code.SLOW, 1, {"seconds": 1})
    assert code(posting(facts, at=NOW + PACE_MS)) is None


def test_slower_room_counts_before_the_pace_of_a_new_account() -> None:
    facts = room(newcomer(posts=1, last_post=NOW), pace_ms=3 * PACE_MS)
    assert code(posting(facts, at=NOW + 3 * PACE_MS - 1)) is Code.SLOW


def began(*ages_ms: int) -> Written:
    rooms = {f"{number:032x}": NOW - age for number, age in enumerate(ages_ms)}
    return Written(messages=len(rooms), began=rooms)


def test_new_account_begins_to_write_in_three_rooms_a_day() -> None:
    facts = room(newcomer(written=began(1_000, 2_000, 3_000)))
    refused = posting(facts)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.NEW_ACCOUNT_ROOMS
    assert refused.params == {"limit": MOST_ROOMS_A_DAY}
    assert refused.retry_after == DAY_MS - 3_000
    assert code(posting(facts, at=NOW + DAY_MS - 3_000)) is None


@pytest.mark.parametrize(
    "more",
    [
        {"written": began(1_000, 2_000)},
        {"written": began(1_000, 2_000, DAY_MS)},
        {"written": began(1_000, 2_000, 3_000), "posts": 1},
        {"written": began(1_000, 2_000, 3_000), "demo": True},
        {"written": began(1_000, 2_000, 3_000), "role": Role.MENTOR},
    ],
)
def test_room_begun_before_and_a_third_room_are_open(more: dict[str, Any]) -> None:
    assert code(posting(room(newcomer(**more)))) is None


WRITES: list[commands.Writing] = [
    commands.PostMessage(room=ROOM, command_id=uid(7), body="hello"),
    commands.EditMessage(room=ROOM, command_id=uid(8), message=uid(1), body="other"),
    commands.React(room=ROOM, command_id=uid(9), message=uid(1), reaction=commands.Reaction.HUG),
    commands.ChangeName(room=ROOM, command_id=uid(10), name="Luz"),
]


@pytest.mark.parametrize("command", WRITES, ids=lambda command: type(command).__name__)
def test_new_account_only_reads_while_the_room_is_calm(command: commands.Writing) -> None:
    calm_until = NOW + MINUTE_MS
    facts = room(newcomer(), messages=[said("nina")], calm_until=calm_until)
    refused = decide(facts, command, by("nina"), NOW)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params) == (Code.CALM, {"until": calm_until})
    assert code(decide(facts, command, by("nina"), calm_until)) is None


def test_new_account_takes_its_words_back_while_the_room_is_calm() -> None:
    facts = room(newcomer(), messages=[said("nina")], calm_until=NOW + MINUTE_MS)
    retract = commands.RetractMessage(room=ROOM, command_id=uid(8), message=uid(1))
    assert code(decide(facts, retract, by("nina"), NOW)) is None


def test_whoever_has_not_agreed_that_their_words_are_kept_writes_nothing() -> None:
    facts = room(person("nina", consents=False))
    assert code(posting(facts)) is Code.NO_CONSENT
    rename = commands.ChangeName(room=ROOM, command_id=uid(8), name="Nina Two")
    assert code(decide(facts, rename, by("nina"), NOW)) is Code.NO_CONSENT
