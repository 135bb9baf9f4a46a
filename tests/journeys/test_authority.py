"""What moderators and operators decide reaches those who are here, through whichever process."""

import httpx2
import pytest

from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.ids import RoomId, wire_name
from rooms.refusals import Code
from rooms.transcript import Gone, Message
from server.replay.client import Member, Refusal
from server.talk import frames
from server.wires.close_codes import CloseCode
from tests.checker.records import SessionRevoked
from tests.journeys.house import House, Person
from tests.journeys.journey import by, journey

REACH_SECONDS = 10.0
"""Ten times the second in which authority reaches an open socket."""
HOUR_SECONDS = 3600


async def test_a_muted_member_cannot_post_until_it_is_lifted(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, staff = await house.person(), await house.staff(room)
        moderator = await going.enter(staff, room)
        muted = await going.enter(person, room, at=1)
        other = await going.enter(None, room, at=1)
        await muted.post(room, "before")
        mute = _mute(room, person)
        assert isinstance(await moderator.write(mute), frames.Receipt)
        with pytest.raises(Refusal) as refused:
            await muted.post(room, "let me")
        assert refused.value.code is Code.MUTED
        assert refused.value.frame.params.keys() == {"until", "reason"}
        lift = commands.LiftSanction(
            **by(room), member=person.member(room), sanction=mute.command_id
        )
        assert isinstance(await moderator.write(lift), frames.Receipt)
        receipt = await muted.post(room, "thank you")
        for reader in (muted, other):
            await reader.reach(room, receipt.seq)
        assert _kinds(muted, room) == [
            "message_posted",
            "member_muted",
            "sanction_lifted",
            "message_posted",
        ]
        assert _kinds(other, room) == ["message_posted", "void", "void", "message_posted"]


async def test_who_is_listed_can_be_muted_before_they_have_written(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, staff = await house.person(), await house.staff(room)
        moderator = await going.enter(staff, room)
        listed = await going.enter(person, room, at=1)
        await listed.ask(commands.BeListed(room=room, listed=True))
        assert isinstance(await moderator.write(_mute(room, person)), frames.Receipt)
        with pytest.raises(Refusal) as refused:
            await listed.post(room, "let me")
        assert refused.value.code is Code.MUTED


async def test_a_mute_ends_by_itself(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, staff = await house.person(), await house.staff(room)
        moderator = await going.enter(staff, room)
        muted = await going.enter(person, room, at=1)
        await muted.post(room, "before")
        mute = commands.MuteMember(
            **by(room), member=person.member(room), seconds=1, reason=Reason.FLOODING
        )
        receipt = await moderator.write(mute)
        assert isinstance(receipt, frames.Receipt)
        await muted.reach(room, receipt.seq + 1, within_seconds=30)
        assert _kinds(muted, room) == ["message_posted", "member_muted", "sanction_lifted"]
        await muted.post(room, "back again")


async def test_what_is_taken_down_is_gone_everywhere_and_may_come_back(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        moderator = await going.enter(await house.staff(room), room)
        ana, ben = await going.company(2, room)
        posted = await ana.post(room, "not so kind")
        quote = await ben.post(room, "why that?", reply_to=posted.command_id)
        down = commands.RemoveMessage(**by(room), message=posted.command_id, reason=Reason.UNKIND)
        receipt = await moderator.write(down)
        assert isinstance(receipt, frames.Receipt)
        late = await going.enter(None, room, at=1)
        for member in (ana, ben, late):
            await member.reach(room, receipt.seq, within_seconds=REACH_SECONDS)
            shown = _message(member, room, posted.command_id)
            assert (shown.body, shown.gone) == (None, Gone.REMOVED)
            assert _message(member, room, quote.command_id).reply_to == posted.command_id
        edit = commands.EditMessage(**by(room), message=posted.command_id, body="kind")
        answer = await ana.write(edit)
        assert isinstance(answer, frames.Refused)
        assert answer.code is Code.GONE
        restore = commands.RestoreMessage(**by(room), message=posted.command_id)
        back = await moderator.write(restore)
        assert isinstance(back, frames.Receipt)
        for member in (ana, ben, late):
            await member.reach(room, back.seq, within_seconds=REACH_SECONDS)
            assert _message(member, room, posted.command_id).body == "not so kind"


async def test_who_is_asked_to_step_out_reads_no_further_until_let_in(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, staff = await house.person(), await house.staff(room)
        moderator = await going.enter(staff, room)
        out = await going.enter(person, room, at=1)
        await out.post(room, "before")
        step_out = commands.RemoveMember(
            **by(room), member=person.member(room), seconds=HOUR_SECONDS, reason=Reason.OTHER
        )
        assert isinstance(await moderator.write(step_out), frames.Receipt)
        reading = out.reading(room)
        await out.until(lambda: reading.ended is not None, within_seconds=REACH_SECONDS)
        assert reading.ended is not None
        assert reading.ended.code is Code.STEPPED_OUT
        await moderator.post(room, "behind their back")
        with pytest.raises(Refusal) as refused:
            await out.join(room)
        assert refused.value.code is Code.STEPPED_OUT
        lift = commands.LiftSanction(
            **by(room), member=person.member(room), sanction=step_out.command_id
        )
        assert isinstance(await moderator.write(lift), frames.Receipt)
        await out.join(room)
        await out.post(room, "hello again")


async def test_a_closed_account_is_sent_away_and_comes_back_when_opened(house: House) -> None:
    async with journey(house) as going:
        room, elsewhere = await going.add_rooms(2)
        person, staff = await house.person(), await house.staff(room, Role.ADMIN)
        moderator = await going.enter(staff, room)
        phone = await going.enter(person, room, elsewhere)
        laptop = await going.enter(person, room, at=1)
        for here in (room, elsewhere):
            await phone.post(here, "I was here")
        close = commands.CloseAccount(**by(room), member=person.member(room), reason=Reason.SELLING)
        assert isinstance(await moderator.write(close), frames.Receipt)
        for device in (phone, laptop):
            await _sent_away(device, CloseCode.BANNED)
        reopened = commands.OpenAccount(**by(room), member=person.member(room))
        assert isinstance(await moderator.write(reopened), frames.Receipt)
        again = await going.enter(await house.signed_in(person), room, elsewhere, at=1)
        await again.post(elsewhere, "and am again")


async def test_a_closed_account_reads_nowhere_not_even_where_it_never_wrote(house: House) -> None:
    async with journey(house) as going:
        written, read = await going.add_rooms(2)
        person, staff = await house.person(), await house.staff(written, Role.ADMIN)
        admin = await going.enter(staff, written)
        reader = await going.enter(person, written, read, at=1)
        await reader.post(written, "I was here")
        await reader.leave(written)
        close = commands.CloseAccount(
            **by(written), member=person.member(written), reason=Reason.SELLING
        )
        assert isinstance(await admin.write(close), frames.Receipt)
        await _sent_away(reader, CloseCode.BANNED)


async def test_logging_out_closes_the_sockets_of_that_session_alone(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, other = await house.people(2)
        leaving = [await going.enter(person, room, at=at) for at in range(2)]
        staying = await going.enter(other, room, at=1)
        headers = {"Authorization": f"Bearer {person.token}"}
        async with httpx2.AsyncClient(base_url=house.urls[0], headers=headers) as program:
            assert (await program.delete("/api/session")).status_code == 204
        for device in leaving:
            revoked = SessionRevoked(
                client=going.client_of(device),
                t=device.server_now(),
                connection=device.connection,
            )
            going.chronicle.records.append(revoked)
            await _sent_away(device, CloseCode.UNAUTHENTICATED)
        await staying.post(room, "just us")


async def test_a_new_moderator_may_act_and_sees_what_staff_see(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        promoted, target = await house.people(2)
        by_admin = await going.enter(await house.staff(room, Role.ADMIN), room)
        colleague = await going.enter(promoted, room, at=1)
        change = commands.ChangeRole(**by(room), member=promoted.member(room), role=Role.MODERATOR)
        await colleague.post(room, "ready to help")
        assert isinstance(await by_admin.write(change), frames.Receipt)
        muted = await going.enter(target, room)
        await muted.post(room, "here I am")
        receipt = await colleague.write(_mute(room, target))
        assert isinstance(receipt, frames.Receipt)
        await colleague.reach(room, receipt.seq)
        assert _kinds(colleague, room)[-1] == "member_muted"


async def test_nobody_mutes_a_peer_or_staff(house: House) -> None:
    async with journey(house) as going:
        room = await going.add_room()
        person, other = await house.people(2)
        one, two = await house.staff(room), await house.staff(room)
        member = await going.enter(person, room)
        moderator = await going.enter(one, room, at=1)
        for who, target in ((member, other), (member, one), (moderator, two), (moderator, one)):
            answer = await who.write(_mute(room, target))
            assert isinstance(answer, frames.Refused)
            assert answer.code in (Code.NOT_ALLOWED, Code.UNKNOWN_MEMBER)


async def _sent_away(device: Member, code: CloseCode) -> None:
    await device.until(lambda: device.sent_away is not None, within_seconds=REACH_SECONDS)
    assert device.sent_away == code


def _mute(room: RoomId, person: Person) -> commands.MuteMember:
    return commands.MuteMember(
        **by(room), member=person.member(room), seconds=HOUR_SECONDS, reason=Reason.UNKIND
    )


def _message(member: Member, room: RoomId, message: str) -> Message:
    (found,) = [each for each in member.messages(room) if each.message == message]
    return found


def _kinds(member: Member, room: RoomId) -> list[str]:
    placed = member.entries(room)
    return [
        wire_name(type(each.event).__name__) if isinstance(each, frames.Entry) else "void"
        for each in placed
    ]
