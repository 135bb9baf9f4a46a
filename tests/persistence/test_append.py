"""The append's promises: order, durability of answers, facts as of the lock, all or nothing."""

import asyncio

import pytest

from persistence.journal import Accepted
from persistence.people import sessions
from persistence.reading import transcripts
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason, Writing
from rooms.decide import decide
from rooms.events import Event
from rooms.facts import RoomFacts
from rooms.ids import RoomId, new_opaque_id, new_public_id
from rooms.refusals import Code, Refusal
from tests.persistence.community import (
    HOUR_MS,
    Community,
    Process,
    accepted,
    code,
    codes,
    post,
    submit,
)


async def stored_seqs(community: Community, room: RoomId) -> list[int]:
    rows = await community.sql(f"SELECT seq FROM entry WHERE room_id = '{room}' ORDER BY seq")
    return [seq for (seq,) in rows]


async def test_an_accepted_message_is_in_the_transcript_at_its_seq(community: Community) -> None:
    ana = await community.person("Ana Belén")
    outcome = accepted(await community.do(ana, post(community.garden, "Good morning")))
    entries = await community.database.read(transcripts.read_entries, community.garden, 0, 10)
    assert (outcome.seq, list(outcome.entries)) == (1, entries)


async def test_two_processes_number_one_room_without_gaps(
    community: Community, other_process: Process
) -> None:
    people = [await community.person(f"Person {letter}") for letter in "ABCDEFGH"]

    async def talk(process: Process, actor: Actor) -> list[int]:
        seqs = []
        for number in range(6):
            batch = [submit(actor, post(community.garden, f"{number}"))]
            seqs.append(accepted((await process.journal.append(batch))[0]).seq)
        return seqs

    processes = [community.process, other_process]
    told = await asyncio.gather(
        *(talk(processes[place % 2], actor) for place, actor in enumerate(people))
    )
    assert sorted(seq for seqs in told for seq in seqs) == list(range(1, 49))
    assert all(seqs == sorted(seqs) for seqs in told)
    assert await stored_seqs(community, community.garden) == list(range(1, 49))


async def test_a_repeat_through_another_process_gets_the_first_answer(
    community: Community, other_process: Process
) -> None:
    ana = await community.person("Ana")
    submission = submit(ana, post(community.garden, "Once"))
    (first,) = await community.process.journal.append([submission])
    (again,) = await other_process.journal.append([submission])
    assert again == Accepted(
        room=community.garden, seq=accepted(first).seq, at=accepted(first).at, repeated=True
    )
    assert await stored_seqs(community, community.garden) == [1]


async def test_the_same_command_in_two_processes_at_once_is_stored_once(
    community: Community, other_process: Process
) -> None:
    ana = await community.person("Ana")
    submissions = [submit(ana, post(community.garden, f"{n}")) for n in range(8)]
    both = await asyncio.gather(
        community.process.journal.append(submissions), other_process.journal.append(submissions)
    )
    mine, theirs = ([accepted(outcome) for outcome in outcomes] for outcomes in both)
    assert [(one.seq, one.at) for one in mine] == [(one.seq, one.at) for one in theirs]
    assert all(a.repeated is not b.repeated for a, b in zip(mine, theirs, strict=True))
    assert await stored_seqs(community, community.garden) == list(range(1, 9))


async def test_a_repeat_inside_one_batch_gets_the_first_answer(community: Community) -> None:
    ana = await community.person("Ana")
    submission = submit(ana, post(community.garden, "Once"))
    first, again = await community.process.journal.append([submission, submission])
    assert (accepted(first).repeated, accepted(again).repeated) == (False, True)
    assert accepted(first).seq == accepted(again).seq == 1


async def test_the_same_id_with_other_words_is_refused(community: Community) -> None:
    ana = await community.person("Ana")
    command = post(community.garden, "One thing")
    other = commands.PostMessage(
        room=community.garden, command_id=command.command_id, body="Another thing"
    )
    accepted(await community.do(ana, command))
    assert code(await community.do(ana, other)) is Code.IDEMPOTENCY_CONFLICT
    assert await stored_seqs(community, community.garden) == [1]


async def test_the_same_id_in_another_room_is_refused(community: Community) -> None:
    ana = await community.person("Ana")
    command = post(community.garden, "Here")
    elsewhere = commands.PostMessage(
        room=community.porch, command_id=command.command_id, body="Here"
    )
    accepted(await community.do(ana, command))
    assert code(await community.do(ana, elsewhere)) is Code.IDEMPOTENCY_CONFLICT


async def test_the_id_of_somebody_elses_message_is_refused(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    command = post(community.garden, "Mine")
    accepted(await community.do(ana, command))
    assert code(await community.do(ben, command)) is Code.IDEMPOTENCY_CONFLICT


async def test_the_same_id_by_two_people_in_one_batch_is_one_message(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    command = post(community.garden, "Mine")
    batch = [submit(ana, command), submit(ben, command)]
    outcomes = await community.process.journal.append(batch)
    assert codes(outcomes) == [None, Code.IDEMPOTENCY_CONFLICT]
    assert await stored_seqs(community, community.garden) == [1]


async def test_refusals_use_no_seq(community: Community) -> None:
    ana = await community.person("Ana")
    bodies = ["first", " ", "x" * 2001, "second"]
    batch = [submit(ana, post(community.garden, body)) for body in bodies]
    outcomes = await community.process.journal.append(batch)
    assert codes(outcomes) == [None, Code.EMPTY, Code.TOO_LONG, None]
    assert [accepted(outcomes[0]).seq, accepted(outcomes[3]).seq] == [1, 2]


async def test_an_unknown_room_is_refused_without_harm_to_the_batch(community: Community) -> None:
    ana = await community.person("Ana")
    batch = [submit(ana, post(room, "Hello")) for room in (new_opaque_id(), community.garden)]
    outcomes = await community.process.journal.append(batch)
    assert codes(outcomes) == [Code.UNKNOWN_ROOM, None]


async def test_a_batch_may_span_rooms(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    batch = [
        submit(actor, post(room, "Hello"))
        for room in (community.porch, community.garden)
        for actor in (ana, ben)
    ]
    outcomes = [accepted(each) for each in await community.process.journal.append(batch)]
    assert [(each.room, each.seq) for each in outcomes] == [
        (community.porch, 1),
        (community.porch, 2),
        (community.garden, 1),
        (community.garden, 2),
    ]


async def test_commands_of_a_batch_see_each_other(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Hello")
    mute = commands.MuteMember(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(ana, community.garden),
        seconds=60,
        reason=Reason.UNKIND,
    )
    batch: list[tuple[Actor, Writing]] = [
        (ana, post(community.garden, "before")),
        (mod, mute),
        (ana, post(community.garden, "after")),
    ]
    outcomes = await community.process.journal.append([submit(*each) for each in batch])
    assert codes(outcomes) == [None, None, Code.MUTED]


async def test_a_poisoned_command_leaves_nothing_of_its_batch(community: Community) -> None:
    def poisoned(
        facts: RoomFacts, command: Writing, actor: Actor, now: int
    ) -> list[Event] | Refusal:
        if isinstance(command, commands.PostMessage) and command.body == "poison":
            raise LookupError("a decision that breaks")
        return decide(facts, command, actor, now)

    people = [
        await community.person(f"Person {place}{letter}") for place in "QWEY" for letter in "AC"
    ]
    bodies = ["poison" if place == 40 else str(place) for place in range(64)]
    batch = [
        submit(people[place % 8], post(community.garden, body)) for place, body in enumerate(bodies)
    ]
    async with Process.start(community.url, community.shift, poisoned) as process:
        with pytest.raises(LookupError):
            await process.journal.append(batch)
        assert await stored_seqs(community, community.garden) == []
        assert codes(await process.journal.append(batch[:40])) == [None] * 40
    assert await stored_seqs(community, community.garden) == list(range(1, 41))


async def test_the_clock_of_a_room_never_goes_back(community: Community) -> None:
    ana = await community.person("Ana")
    community.shift.ms = HOUR_MS
    first = accepted(await community.do(ana, post(community.garden, "An hour ahead")))
    community.shift.ms = 0
    second = accepted(await community.do(ana, post(community.garden, "And back")))
    assert second.at == first.at


async def test_a_revoked_session_writes_nothing(community: Community) -> None:
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Still here")
    assert ana.session is not None
    now = await community.database.now_ms()
    assert await community.database.write(sessions.revoke, ana.session, now) == ana.account
    assert code(await community.do(ana, post(community.garden, "Gone"))) is Code.SIGNED_OUT
    assert await stored_seqs(community, community.garden) == [1]


async def test_an_expired_session_writes_nothing(community: Community) -> None:
    ana = await community.person("Ana")
    community.shift.ms = 1001 * HOUR_MS
    assert code(await community.do(ana, post(community.garden, "Late"))) is Code.SIGNED_OUT


async def test_somebody_elses_session_is_no_session(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    borrowed = Actor(account=ana.account, session=ben.session)
    assert code(await community.do(borrowed, post(community.garden, "Hi"))) is Code.SIGNED_OUT


async def test_the_rate_limit_holds_over_processes(
    community: Community, other_process: Process
) -> None:
    ana = await community.person("Ana")
    batch = [submit(ana, post(community.garden, str(place))) for place in range(14)]
    here = await community.process.journal.append(batch[:7])
    there = await other_process.journal.append(batch[7:])
    assert codes(here) == [None] * 7
    assert codes(there)[-1] is Code.RATE_LIMITED
