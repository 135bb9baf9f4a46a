"""The invented people and their words as shipped: whole, careful, and half of it in Spanish."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from rooms.actor import Role
from rooms.names import clean_name, skeleton
from rooms.text import clean_body
from server.demo import community
from server.demo.community import Door, Talk, minutes
from server.directory import rooms_file

COMMUNITY = community.read()
NAMES = {person.name for person in COMMUNITY.person}
TALKS = {talk.room: talk for talk in COMMUNITY.talk}
TALKED_IN = pytest.mark.parametrize("talk", COMMUNITY.talk, ids=list(TALKS))
FORBIDDEN = re.compile(
    r"\b(\d+ ?(mg|ml|mcg)|milligram\w*|miligramo\w*|dos(e|es|age|is)|pills?|pastillas?"
    r"|suicid\w*|die[ds]?|dying|deaths?|dead|murió|muert[aeo]s?|morir\w*|falleci\w*"
    r"|clinic|hospital|universit(y|ies)|universidad|mayo clinic|®|™)\b",
    re.IGNORECASE,
)


def bodies(talk: Talk) -> list[str]:
    edited = [message.edited.body for message in talk.message if message.edited]
    return [line.body for line in (*talk.message, *talk.later)] + edited


def test_fourteen_people_with_mentors_moderators_and_an_admin_among_them() -> None:
    assert len(NAMES) == len(COMMUNITY.person) == 14
    roles = Counter(person.role for person in COMMUNITY.person)
    assert roles[Role.MENTOR] == roles[Role.MODERATOR] == 2
    assert roles[Role.ADMIN] == 1


def test_every_name_is_one_that_a_person_could_take() -> None:
    assert all(clean_name(name) == name for name in NAMES)
    assert len({skeleton(name) for name in NAMES}) == len(NAMES)


def test_behind_each_door_is_somebody_of_that_role() -> None:
    behind = {person.door: person.role for person in COMMUNITY.person if person.door}
    assert behind == {
        Door.MEMBER: Role.MEMBER,
        Door.MENTOR: Role.MENTOR,
        Door.MODERATOR: Role.MODERATOR,
    }


def test_every_room_that_is_spoken_of_is_in_the_shipped_directory() -> None:
    shipped = {room.key for room in rooms_file.read(rooms_file.SHIPPED).rooms}
    mentored = {key for person in COMMUNITY.person for key in person.rooms}
    assert {*TALKS, *mentored, COMMUNITY.door_room} <= shipped
    assert len(TALKS) == len(COMMUNITY.talk) == 8


def test_every_room_has_a_mentor() -> None:
    mentored = {key for person in COMMUNITY.person for key in person.rooms}
    assert set(TALKS) == mentored


def test_half_of_the_talk_is_in_rooms_whose_language_is_spanish() -> None:
    shipped = {room.key: room for room in rooms_file.read(rooms_file.SHIPPED).rooms}
    spoken = Counter[str]()
    for talk in COMMUNITY.talk:
        spoken[shipped[talk.room].languages[0]] += len(talk.message)
    assert abs(spoken["es"] - spoken["en"]) <= 0.1 * (spoken["es"] + spoken["en"])


@TALKED_IN
def test_everybody_named_is_one_of_the_people(talk: Talk) -> None:
    named = {line.by for line in (*talk.message, *talk.later)}
    named |= {who for message in talk.message for who in sum(message.reactions.values(), ())}
    named |= {message.told.by for message in talk.message if message.told and message.told.by}
    named |= {message.taken_down.by for message in talk.message if message.taken_down}
    named |= {name for pause in talk.pause for name in (pause.by, pause.member)}
    assert named <= NAMES


@TALKED_IN
def test_an_answer_is_to_something_said_before(talk: Talk) -> None:
    known: set[str] = set()
    for line in (*talk.message, *talk.later):
        assert line.reply_to is None or line.reply_to in known, line.id
        assert line.id not in known
        known.add(line.id)


@TALKED_IN
def test_the_times_go_forward_over_the_last_two_days(talk: Talk) -> None:
    ago = [minutes(message.ago) for message in talk.message]
    assert all(earlier > later for earlier, later in pairwise(ago))
    assert 40 * 60 <= ago[0] <= 48 * 60
    assert ago[-1] >= 1


@TALKED_IN
def test_what_became_of_a_message_came_after_it(talk: Talk) -> None:
    for message in talk.message:
        said = minutes(message.ago)
        if message.edited:
            assert 0 <= said - minutes(message.edited.ago) <= 15
        for later in (message.taken_down, message.told):
            assert later is None or minutes(later.ago) < said
        assert message.taken_back is None or minutes(message.taken_back) < said


@TALKED_IN
def test_no_medicine_amounts_brands_institutions_or_endings_are_spoken_of(talk: Talk) -> None:
    assert [found[0] for body in bodies(talk) if (found := FORBIDDEN.search(body))] == []


@TALKED_IN
def test_every_text_can_be_posted_and_leads_nowhere_real(talk: Talk) -> None:
    for body in bodies(talk):
        assert clean_body(body.strip()) == body.strip()
        hosts = re.findall(r"(?:https?://|www\.)([^/\s]+)", body)
        assert set(hosts) <= {"example.org"}
        numbers = re.findall(r"\d[\d -]{5,}\d", body)
        assert all(re.fullmatch(r"555-01\d\d", number) for number in numbers)


def test_something_was_edited_taken_back_taken_down_and_told() -> None:
    said = [message for talk in COMMUNITY.talk for message in talk.message]
    assert sum(message.edited is not None for message in said) >= 1
    assert sum(message.taken_back is not None for message in said) >= 1
    assert sum(message.taken_down is not None for message in said) == 1
    assert sum(message.told is not None for message in said) == 2


def test_nobody_whose_door_is_open_speaks_by_script() -> None:
    behind = {person.name for person in COMMUNITY.person if person.door}
    scripted = [talk for talk in COMMUNITY.talk if talk.later]
    assert len(scripted) == 2
    assert not behind & {line.by for talk in scripted for line in talk.later}
