"""Sanctions in force, as staff are told of them."""

from persistence.safety import sanctions
from persistence.safety.sanctions import InForce
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.events import MemberMuted
from rooms.facts import SanctionKind
from rooms.ids import RoomId, new_public_id
from tests.persistence.community import HOUR_MS, Community, accepted


async def in_force(community: Community, room: RoomId) -> list[InForce]:
    now = await community.database.now_ms()
    return await community.database.read(sanctions.in_force, room, now)


async def muted(community: Community, member: Actor, mod: Actor) -> MemberMuted:
    await community.say(member, community.garden, "Hello.")
    (entry,) = (await community.mute(mod, member, community.garden)).entries
    assert isinstance(entry.event, MemberMuted)
    return entry.event


async def test_sanction_in_force_is_told_with_the_name_used_in_that_tree(
    community: Community,
) -> None:
    member = await community.person("Linden")
    mod = await community.staff("Teo", Role.MODERATOR, community.garden)
    rename = commands.ChangeName(
        room=community.garden, command_id=new_public_id(), name="Quiet Harbor"
    )
    accepted(await community.do(member, rename))
    event = await muted(community, member, mod)
    assert await in_force(community, community.garden) == [
        InForce(
            member=event.member,
            name="Quiet Harbor",
            sanction=event.sanction,
            kind=SanctionKind.MUTE,
            until=event.until,
            reason=Reason.UNKIND,
        )
    ]
    assert await in_force(community, community.porch) == []


async def test_sanction_that_was_lifted_or_has_run_out_is_not_in_force(
    community: Community,
) -> None:
    mod = await community.staff("Teo", Role.MODERATOR, community.garden)
    lifted = await muted(community, await community.person("Linden"), mod)
    await muted(community, await community.person("Marigold"), mod)
    lift = commands.LiftSanction(
        room=community.garden,
        command_id=new_public_id(),
        member=lifted.member,
        sanction=lifted.sanction,
    )
    accepted(await community.do(mod, lift))
    assert [each.name for each in await in_force(community, community.garden)] == ["Marigold"]
    community.shift.ms += HOUR_MS
    assert await in_force(community, community.garden) == []
