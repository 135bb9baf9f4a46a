"""How a room is kept reaches those who are here: closed, slow, calm, an hour taken down, and who
looks after it."""

from http import HTTPStatus

import pytest

from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.events import MessagesRemoved
from rooms.permissions import RoomState
from rooms.refusals import Code
from server.replay.client import Member, Refusal
from server.talk import frames
from server.wires.close_codes import CloseCode
from tests.journeys.house import House
from tests.journeys.journey import by, journey

REACH_SECONDS = 10.0
"""Ten times the second in which authority reaches an open socket."""


async def done(member: Member, command: commands.Writing) -> frames.Receipt:
    answer = await member.write(command)
    assert isinstance(answer, frames.Receipt), answer
    return answer


async def refused(member: Member, command: commands.Writing) -> Code:
    answer = await member.ask(command)
    assert isinstance(answer, frames.Refused), answer
    return answer.code


async def test_everybody_hears_how_the_room_is_kept_and_who_joins_later_is_told(
    house: House,
) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        moderator = await going.enter(await house.staff(room), room)
        guest = await going.enter(None, room, at=1)
        member = await going.enter(await house.person(), room, at=1)
        await done(moderator, commands.LockRoom(**by(room), reason=Reason.NO_COVER))
        assert await refused(member, commands.PostMessage(**by(room), body="hello")) is (
            Code.ROOM_LOCKED
        )
        await done(moderator, commands.SetPace(**by(room), pace_seconds=20))
        last = await done(moderator, commands.CalmRoom(**by(room)))
        for reader in (guest, member):
            await reader.reach(room, last.seq)
            assert [_kind(entry) for entry in reader.entries(room)] == [
                "room_locked",
                "pace_changed",
                "room_calmed",
            ]
        joined = await (await going.enter(None)).join(room)
        assert (joined.state, joined.lock_reason) == (RoomState.LOCKED, Reason.NO_COVER)
        assert joined.pace_ms == 20_000
        assert joined.calm_until is not None
        await done(moderator, commands.UnlockRoom(**by(room)))
        await done(moderator, commands.EndCalm(**by(room)))
        await done(moderator, commands.SetPace(**by(room), pace_seconds=None))
        joined = await (await going.enter(None)).join(room)
        assert (joined.state, joined.lock_reason) == (RoomState.OPEN, None)
        assert (joined.pace_ms, joined.calm_until) == (0, None)


async def test_last_hour_of_one_person_is_gone_for_everybody(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person = await house.person()
        moderator = await going.enter(await house.staff(room), room)
        member = await going.enter(person, room, at=1)
        guest = await going.enter(None, room)
        for body in ("one", "two"):
            await member.post(room, body)
        whom = person.member(room)
        counted = await moderator.ask(commands.CountRecent(room=room, member=whom))
        assert isinstance(counted, frames.Counted)
        assert counted.count == 2
        for nobody in (member, guest):
            answer = await nobody.ask(commands.CountRecent(room=room, member=whom))
            assert isinstance(answer, frames.Refused)
        last = await done(
            moderator, commands.RemoveRecent(**by(room), member=whom, reason=Reason.FLOODING)
        )
        for reader in (moderator, member, guest, await going.enter(None, room)):
            await reader.reach(room, last.seq)
            assert [message.body for message in reader.messages(room)] == [None, None]
        taken = guest.entries(room)[-1]
        assert isinstance(taken, frames.Entry)
        assert isinstance(taken.event, MessagesRemoved)


async def test_new_account_is_told_what_it_cannot_do_yet(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        new, old = await house.newcomer(), await house.person()
        newcomer, other = await going.enter(new, room), await going.enter(old, room)
        for member, is_new in ((newcomer, True), (other, False)):
            joined = member.reading(room).joined
            assert joined is not None
            assert joined.you is not None
            assert joined.you.is_new is is_new
        link = "See https://example.org/tea"
        with pytest.raises(Refusal) as refusal:
            await newcomer.post(room, link)
        assert refusal.value.code is Code.NEW_ACCOUNT_LINK
        await other.post(room, link)
        await newcomer.post(room, "one")
        assert await refused(newcomer, commands.PostMessage(**by(room), body="two")) is Code.SLOW


async def test_suspended_moderator_sees_and_does_what_a_member_does(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        mona, ruth, ana = await house.staff(room), await house.staff(room), await house.person()
        suspended = await going.enter(mona, room)
        colleague = await going.enter(ruth, room, at=1)
        await (await going.enter(ana, room)).post(room, "hello")
        mute = commands.MuteMember(
            **by(room), member=ana.member(room), seconds=600, reason=Reason.OTHER
        )
        await suspended.ask(commands.WatchAttention())
        suspend = commands.SuspendPowers(**by(room), member=mona.member(room), reason=Reason.UNKIND)
        await done(colleague, suspend)
        assert await refused(suspended, mute) is Code.NOT_ALLOWED
        last = await done(colleague, mute)
        await suspended.reach(room, last.seq)
        assert isinstance(suspended.entries(room)[-1], frames.Void)
        answer = await suspended.ask(commands.WatchAttention())
        assert isinstance(answer, frames.Refused)


async def test_who_leaves_for_good_has_no_name_and_no_line_any_more(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person = await house.person()
        leaver = await going.enter(person, room)
        reader = await going.enter(None, room, at=1)
        said = await leaver.post(room, "goodbye")
        assert await refused(leaver, commands.LeaveCommunity(**by(room))) is Code.NOT_ALLOWED
        assert await house.leave(person) == HTTPStatus.NO_CONTENT
        await reader.reach(room, said.seq + 1)
        assert [(m.name, m.body) for m in reader.messages(room)] == [("", "goodbye")]
        await leaver.until(
            lambda: leaver.sent_away == CloseCode.UNAUTHENTICATED, within_seconds=REACH_SECONDS
        )
        fresh = await going.enter(None, room)
        assert [(m.name, m.body) for m in fresh.messages(room)] == [("", "goodbye")]


async def test_helpers_watch_what_waits_and_others_do_not(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        mentor = await going.enter(await house.staff(room, Role.MENTOR))
        assert isinstance(await mentor.ask(commands.WatchAttention()), frames.Done)
        member = await going.enter(await house.person(), room, at=1)
        for nobody in (member, await going.enter(None)):
            assert isinstance(await nobody.ask(commands.WatchAttention()), frames.Refused)
        await member.post(room, "hello")
        await mentor.until(lambda: mentor.tally.attention > 0, within_seconds=REACH_SECONDS)
        assert member.tally.attention == 0


def _kind(placed: frames.Entry | frames.Void) -> str:
    assert isinstance(placed, frames.Entry)
    return str(placed.event.__struct_config__.tag)
