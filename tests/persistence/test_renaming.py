"""A new name: in its tree alone, nobody else's, and through no pause."""

import asyncio

import pytest

from persistence.people import accounts
from persistence.reading import transcripts
from rooms import commands, events
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.ids import RoomId, new_public_id
from rooms.refusals import Code, refuse
from tests.persistence.community import (
    HOUR_MS,
    Community,
    Process,
    accepted,
    at_home_everywhere,
    code,
    codes,
    kinds,
    post,
    submit,
)


def rename(room: RoomId, name: str) -> commands.ChangeName:
    return commands.ChangeName(room=room, command_id=new_public_id(), name=name)


async def test_a_new_name_holds_in_its_tree_alone(community: Community) -> None:
    ana = await at_home_everywhere(community, "Ana")
    outcome = accepted(await community.do(ana, rename(community.porch, "Willow")))
    assert {entry.room for entry in outcome.entries} == {community.porch, community.garden}
    names = {}
    for room in (community.garden, community.porch, community.kitchen):
        (first, *_) = await community.database.read(transcripts.read_entries, room, 0, 1)
        assert isinstance(first.event, events.MessagePosted)
        names[room] = first.event.name
    assert names == {
        community.garden: "Willow",
        community.porch: "Willow",
        community.kitchen: "Ana",
    }


async def test_a_name_that_looks_taken_is_refused_in_any_tree(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    accepted(await community.do(ana, rename(community.garden, "Willow")))
    assert code(await community.do(ben, rename(community.kitchen, "W1LL0W"))) is Code.NAME_TAKEN
    assert code(await community.do(ben, rename(community.kitchen, "\u00c1na"))) is Code.NAME_TAKEN
    now = await community.database.now_ms()
    taken = await community.database.write(accounts.create, "willow", None, now)
    assert taken == refuse(Code.NAME_TAKEN)


async def test_two_people_of_one_batch_cannot_take_one_name(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    outcomes = await community.process.journal.append(
        [
            submit(ana, rename(community.garden, "Willow")),
            submit(ben, rename(community.kitchen, "Willow")),
        ]
    )
    assert codes(outcomes) == [None, Code.NAME_TAKEN]


async def test_two_processes_cannot_give_one_name_away_twice(
    community: Community, other_process: Process
) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    both = await asyncio.gather(
        community.process.journal.append([submit(ana, rename(community.garden, "Willow"))]),
        other_process.journal.append([submit(ben, rename(community.kitchen, "Willow"))]),
    )
    assert sorted(map(str, codes([outcome for outcomes in both for outcome in outcomes]))) == [
        "None",
        "name_taken",
    ]


async def paused(
    community: Community, kind: type[commands.MuteMember | commands.RemoveMember]
) -> Actor:
    """Ana, who is silenced in the garden, and at home on the porch too."""
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await at_home_everywhere(community, "Ana")
    silencing = kind(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(ana, community.garden),
        seconds=600,
        reason=Reason.UNKIND,
    )
    accepted(await community.do(mod, silencing))
    return ana


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(commands.MuteMember, Code.MUTED), (commands.RemoveMember, Code.STEPPED_OUT)],
)
async def test_who_is_paused_in_one_room_is_renamed_through_no_other_of_the_tree(
    community: Community,
    kind: type[commands.MuteMember | commands.RemoveMember],
    expected: Code,
) -> None:
    ana = await paused(community, kind)
    assert code(await community.do(ana, rename(community.porch, "Willow"))) is expected
    assert (await kinds(community, community.garden))[-1] != "name_changed"
    accepted(await community.do(ana, rename(community.kitchen, "Willow")))
    assert (await kinds(community, community.garden))[-1] != "name_changed"


async def test_a_pause_is_seen_by_a_rename_later_in_the_batch(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await at_home_everywhere(community, "Ana")
    newcomer = await community.person("Ben")
    await community.say(newcomer, community.porch, "Hello")

    def pause(target: Actor) -> commands.MuteMember:
        return commands.MuteMember(
            room=community.garden,
            command_id=new_public_id(),
            member=community.member(target, community.garden),
            seconds=600,
            reason=Reason.UNKIND,
        )

    outcomes = await community.process.journal.append(
        [
            submit(newcomer, post(community.garden, "New here")),
            submit(mod, pause(newcomer)),
            submit(mod, pause(ana)),
            submit(newcomer, rename(community.porch, "Oak")),
            submit(ana, rename(community.porch, "Willow")),
        ]
    )
    assert codes(outcomes) == [None, None, None, Code.MUTED, Code.MUTED]


async def test_a_rename_is_charged_in_every_room_it_reaches(community: Community) -> None:
    ana = await at_home_everywhere(community, "Ana")
    community.shift.ms = HOUR_MS
    names = [f"Willow {letter}" for letter in "abcdefghijk"]
    batch = [submit(ana, rename(community.porch, name)) for name in names[:10]]
    assert codes(await community.process.journal.append(batch)) == [None] * 10
    garden, kitchen = (
        submit(ana, post(room, "Hi")) for room in (community.garden, community.kitchen)
    )
    outcomes = await community.process.journal.append([garden, kitchen])
    assert codes(outcomes) == [Code.RATE_LIMITED, None]


async def test_a_rename_waits_for_the_rate_of_every_room_it_reaches(community: Community) -> None:
    ana = await at_home_everywhere(community, "Ana")
    community.shift.ms = HOUR_MS
    talk = [submit(ana, post(community.garden, str(place))) for place in range(10)]
    renames = [submit(ana, rename(room, "Willow")) for room in (community.porch, community.kitchen)]
    outcomes = await community.process.journal.append([*talk, *renames])
    assert codes(outcomes) == [*[None] * 10, Code.RATE_LIMITED, None]
