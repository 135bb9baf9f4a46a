"""Leaving for good: told in every room, nothing left but the words, and names held for a while."""

from sqlalchemy import Connection, insert, update

from persistence import tables
from persistence.dropins import coming, line
from persistence.dropins.coming import Answer
from persistence.people import accounts, held_names, leaving, screen_names, sessions
from persistence.reading import transcripts
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.dropins import acts
from rooms.events import MemberLeft
from rooms.ids import AccountId, DropInId, RoomId, new_public_id
from rooms.names import skeleton
from rooms.refusals import Code, Refusal, refuse
from tests.persistence.community import HOUR_MS, SECRET, Community, accepted, code, post
from tests.persistence.drop_in_rows import put_session

NINETY_DAYS_MS = 90 * 24 * HOUR_MS


def leave(room: RoomId) -> commands.LeaveCommunity:
    return commands.LeaveCommunity(room=room, command_id=new_public_id())


def rename(room: RoomId, name: str) -> commands.ChangeName:
    return commands.ChangeName(room=room, command_id=new_public_id(), name=name)


async def joins(community: Community, name: str) -> bool:
    now = await community.database.now_ms()
    return not isinstance(await community.database.write(accounts.create, name, None, now), Refusal)


async def test_leaving_is_told_in_every_room_and_takes_the_name_from_all_that_was_said(
    community: Community,
) -> None:
    ana = await community.person("Ana")
    for room in (community.garden, community.porch, community.kitchen):
        await community.say(ana, room, "hello")
    accepted(await community.do(ana, rename(community.garden, "Anita")))
    outcome = accepted(await community.do(ana, leave(community.garden)))
    assert {entry.room for entry in outcome.entries} == {
        community.garden,
        community.porch,
        community.kitchen,
    }
    assert all(isinstance(entry.event, MemberLeft) for entry in outcome.entries)
    for room in (community.garden, community.porch, community.kitchen):
        page = await community.database.read(transcripts.read_page, room, None, 10)
        assert [(message.name, message.body) for message in page.messages] == [("", "hello")]
    assert code(await community.do(ana, post(community.garden, "again"))) is Code.SIGNED_OUT


async def test_nothing_of_the_person_is_left(community: Community) -> None:
    ana = await community.staff("Ana", Role.MENTOR, community.garden)
    secrets = update(tables.account).values(password_hash="a", recovery_hash="b", email="c@d.e")
    await community.database.write(lambda connection: connection.execute(secrets))
    accepted(await community.do(ana, leave(community.garden)))
    assert await community.sql(
        "SELECT state, password_hash, recovery_hash, email FROM account"
    ) == [("left", None, None, None)]
    assert await community.sql("SELECT * FROM screen_name") == []
    assert await community.sql("SELECT * FROM role_grant") == []
    now = await community.database.now_ms()
    assert await community.database.read(sessions.of_account, ana.account, now) == []


async def test_nothing_that_was_said_in_a_session_or_sent_about_it_is_left(
    community: Community,
) -> None:
    rosa = await community.staff("Rosa", Role.MENTOR, community.garden)
    drop_in = await put_session(community, rosa)
    ana = await community.stranger()
    write = community.database.write
    said = acts.TakePlace(question="Does it hurt?", note="It does")
    assert await write(line.act, SECRET, ana, drop_in, said) == community.garden
    remind = Answer(coming=True, remind=True)
    assert await write(coming.say, ana.account, drop_in, remind) is None
    for closed_at in (None, 1):
        await write(_told_and_called, ana.account, drop_in, community.garden, closed_at)
    accepted(await community.do(ana, leave(community.garden)))
    assert await write(coming.say, ana.account, drop_in, remind) == refuse(Code.SIGNED_OUT)
    for table in ("drop_in_coming", "outbox", "drop_in_question", "drop_in_place"):
        assert await community.sql(f"SELECT * FROM {table}") == []
    asked = "SELECT note, account_id FROM help_call ORDER BY closed_at IS NULL"
    assert await community.sql(asked) == [(None, None), ("Please come", ana.account)]


def _told_and_called(
    connection: Connection, account: AccountId, drop_in: DropInId, room: RoomId, at: int | None
) -> None:
    """A reminder that has arrived or waits, and a call that was seen to or is open."""
    key = {"account_id": account, "key": f"{account} {at}", "at": 1, "closed_at": at}
    call = {"id": new_public_id(), "kind": "help_now", "room_id": room, "note": "Please come"}
    connection.execute(insert(tables.help_call).values(**key, **call))
    row: dict[str, object] = {"account_id": account, "key": f"{account} {at}", "kind": "open"}
    row |= {"channel": "page", "subject": drop_in, "payload": "{}", "due_at": 1, "claims": 0}
    connection.execute(insert(tables.outbox).values(**row, done_at=at))


async def test_nobody_keeps_a_whole_list_of_names_from_others(community: Community) -> None:
    ana = await community.person("Ana")
    names = [f"{first}a{second}o" for first in "bdfkptvz" for second in "bdfkp"]
    for name in names:
        community.shift.ms += 10_000
        accepted(await community.do(ana, rename(community.garden, name)))
        now = await community.database.now_ms()
        await community.database.write(
            screen_names.change_at_joining, ana.account, f"{name}ni", now
        )
    held = await community.sql("SELECT skeleton FROM held_name")
    assert len(held) == held_names.MOST_HELD
    assert not await joins(community, names[-2])
    assert await joins(community, names[0])


async def test_paused_and_removed_people_may_leave(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    mona = await community.staff("Mona", Role.MODERATOR, community.garden)
    for who in (ana, ben):
        await community.say(who, community.garden, "hello")
    await community.mute(mona, ana, community.garden)
    remove = commands.RemoveMember(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(ben, community.garden),
        seconds=600,
        reason=Reason.OTHER,
    )
    lock = commands.LockRoom(
        room=community.garden, command_id=new_public_id(), reason=Reason.NO_COVER
    )
    for command in (remove, lock):
        accepted(await community.do(mona, command))
    for who in (ana, ben):
        accepted(await community.do(who, leave(community.garden)))


async def test_name_of_who_left_is_held_for_ninety_days(community: Community) -> None:
    ana = await community.person("Willow")
    await community.say(ana, community.garden, "hello")
    accepted(await community.do(ana, leave(community.garden)))
    ben = await community.person("Ben")
    assert not await joins(community, "W1llow")
    assert code(await community.do(ben, rename(community.garden, "Willow"))) is Code.NAME_TAKEN
    community.shift.ms += NINETY_DAYS_MS
    assert await joins(community, "W1llow")


async def test_name_that_was_given_up_can_be_taken_back_by_the_same_person(
    community: Community,
) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    accepted(await community.do(ana, rename(community.garden, "Willow")))
    accepted(await community.do(ana, rename(community.garden, "Juniper")))
    now = await community.database.now_ms()
    held = await community.database.read(held_names.holder, skeleton("Willow"), now)
    assert held == ana.account
    assert code(await community.do(ben, rename(community.garden, "Willow"))) is Code.NAME_TAKEN
    accepted(await community.do(ana, rename(community.garden, "Willow")))
    assert await community.sql("SELECT skeleton FROM held_name") == [(skeleton("Juniper"),)]


async def test_same_name_is_taken_over_once_in_each_tree(community: Community) -> None:
    ana = await community.person("Ana")
    accepted(await community.do(ana, rename(community.garden, "Ana")))
    again = await community.do(ana, rename(community.porch, "Ana"))
    assert code(again) is Code.NOTHING_TO_CHANGE
    accepted(await community.do(ana, rename(community.kitchen, "Ana")))


async def test_who_belongs_to_no_room_leaves_without_an_entry(community: Community) -> None:
    ana: Actor = await community.person("Ana")
    assert code(await community.do(ana, leave(community.garden))) is Code.UNKNOWN_MEMBER
    now = await community.database.now_ms()
    await community.database.write(leaving.leave, ana.account, now)
    assert await community.sql("SELECT state FROM account") == [("left",)]
    assert not await joins(community, "Ana")
