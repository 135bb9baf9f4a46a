"""Who comes in: the session behind each credential, asked for together in one statement."""

from persistence.people import sessions
from persistence.people.sessions import Comer
from persistence.reading import transcripts
from rooms.actor import Actor, Role
from rooms.ids import AccountId
from tests.persistence.community import Community, accepted
from tests.persistence.test_authority import close


async def comers(community: Community, *hashes: str | None) -> list[Comer]:
    return await community.database.read_one(sessions.resolve_comers, hashes)


async def test_each_is_answered_in_their_place_and_a_guest_has_no_session(
    community: Community,
) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    asked = (ben.session, None, "of nobody", ana.session, ben.session)
    assert await in_order(community, *asked) == [
        *(ben.account, None, None, ana.account, ben.account)
    ]
    (again,) = await comers(community, ben.session)
    alone = await community.database.read(sessions.resolve, ben.session or "", again.now)
    assert again.session == alone


async def test_also_a_guest_alone_is_told_the_time_and_the_log(community: Community) -> None:
    before = await community.database.now_ms()
    (guest,) = await comers(community, None)
    assert before <= guest.now <= await community.database.now_ms()
    assert guest.epoch == await community.database.read(transcripts.epoch)
    community.shift.ms += 3_600_000
    (later,) = await comers(community, None)
    assert later.now >= guest.now + 3_600_000


async def test_a_session_that_has_ended_brings_nobody_in(community: Community) -> None:
    ana = await community.person("Ana")
    now = await community.database.now_ms()
    await community.database.write(sessions.create, program("of the past", ana, until=now))
    assert await in_order(community, ana.session, "of the past") == [ana.account, None]
    await community.database.write(sessions.revoke, ana.session or "", now)
    assert await in_order(community, ana.session) == [None]


async def test_an_account_that_is_closed_brings_nobody_in_by_any_session(
    community: Community,
) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Hello")
    accepted(await community.do(mod, close(community, ana)))
    now = await community.database.now_ms()
    await community.database.write(
        sessions.create, program("of a moment later", ana, until=now + 1_000)
    )
    assert await in_order(community, ana.session, "of a moment later") == [None, None]


async def in_order(community: Community, *hashes: str | None) -> list[AccountId | None]:
    found = await comers(community, *hashes)
    return [each.session.account if each.session else None for each in found]


def program(id_hash: str, of: Actor, *, until: int) -> sessions.LiveSession:
    kind = sessions.SessionKind.PROGRAM
    return sessions.LiveSession(id_hash, of.account, kind, until - 1, until - 1, until)
