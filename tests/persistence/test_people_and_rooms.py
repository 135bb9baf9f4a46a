"""Accounts, sessions and rooms: what is stored of them, and what finds them again."""

import stat

import msgspec

from persistence.engines.sqlite import is_sqlite, sqlite_path
from persistence.people import accounts, credentials, sessions
from persistence.reading import transcripts
from persistence.standing import standing
from rooms.actor import Role
from rooms.ids import new_opaque_id
from rooms.permissions import RoomState
from rooms.refusals import Code, Refusal
from tests.persistence.community import SECRET, Community


async def test_an_account_is_found_by_what_its_name_looks_like(community: Community) -> None:
    account = await community.database.write(accounts.create, "Willow 7", "a hash", 5)
    found = await community.database.read(accounts.by_name, "  WILLOW 7 ")
    assert found is not None
    assert (found.account, found.password_hash, found.closed) == (account, "a hash", False)
    assert await community.database.read(accounts.by_name, "Oak") is None


async def test_a_name_that_cannot_be_taken_makes_no_account(community: Community) -> None:
    before = await community.database.read(accounts.count)
    for name, expected in (("Moderator", Code.NAME_INVALID), ("x", Code.NAME_INVALID)):
        refused = await community.database.write(accounts.create, name, "a hash", 5)
        assert isinstance(refused, Refusal)
        assert refused.code is expected
    assert await community.database.read(accounts.count) == before


async def test_a_new_password_is_a_new_version(community: Community) -> None:
    ana = await community.person("Ana")
    await community.database.write(credentials.set_password, ana.account, "another hash", 5)
    found = await community.database.read(accounts.by_name, "Ana")
    assert found is not None
    assert (found.password_hash, found.auth_version) == ("another hash", 2)


async def test_a_session_lives_until_it_expires_or_is_revoked(community: Community) -> None:
    ana = await community.person("Ana")
    id_hash = ana.session or ""
    now = await community.database.now_ms()
    found = await community.database.read(sessions.resolve, id_hash, now)
    assert found is not None
    assert found.account == ana.account
    assert await community.database.read(sessions.resolve, id_hash, found.expires_at) is None
    await community.database.write(sessions.revoke, id_hash, now)
    assert await community.database.read(sessions.resolve, id_hash, now) is None


async def test_logging_out_everywhere_may_keep_this_session(community: Community) -> None:
    ana = await community.person("Ana")
    now = await community.database.now_ms()
    program = sessions.LiveSession(
        "of a program", ana.account, sessions.SessionKind.PROGRAM, now, now, now + 1_000
    )
    await community.database.write(sessions.create, program)
    ended = await community.database.write(sessions.revoke_all, ana.account, now, keep=ana.session)
    assert ended == ["of a program"]
    assert await community.database.read(
        sessions.still_live, ["of a program", ana.session or ""], now
    ) == {ana.session}


async def test_a_guest_s_standing_is_the_room_s_alone(community: Community) -> None:
    found = await community.database.read(standing, SECRET, community.garden, None)
    assert found is not None
    assert (found.person, found.facts.state, found.floor) == (None, RoomState.OPEN, 1)
    assert await community.database.read(standing, SECRET, new_opaque_id(), None) is None


async def test_a_newcomer_stands_in_a_room_as_member_without_a_row(community: Community) -> None:
    ana = await community.person("Ana")
    asked = [ana.session or "", "somebody else's"]
    found = await community.database.read(standing, SECRET, community.garden, ana.account, asked)
    assert found is not None
    assert found.person is not None
    assert (found.person.name, found.person.role) == ("Ana", Role.MEMBER)
    assert found.person.member == community.member(ana, community.garden)
    assert found.person.live_sessions == {ana.session}
    assert not found.person.joined


async def test_the_first_write_makes_the_membership(community: Community) -> None:
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Hello")
    for room, belongs in ((community.garden, True), (community.porch, False)):
        found = await community.database.read(standing, SECRET, room, ana.account)
        assert found is not None
        assert found.person is not None
        assert found.person.joined is belongs


async def test_the_log_has_an_epoch_from_the_first_day(community: Community) -> None:
    assert len(await community.database.read(transcripts.epoch)) == 32


async def test_the_database_file_is_its_owner_s_alone(community: Community) -> None:
    if is_sqlite(community.url):
        path = sqlite_path(community.url)
        for file in path.parent.glob(path.name + "*"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_session_in_use_holds_longer_and_a_revoked_one_does_not(
    community: Community,
) -> None:
    ana = await community.person("Ana")
    now = await community.database.now_ms()
    kept = sessions.LiveSession(
        "in use", ana.account, sessions.SessionKind.BROWSER, now - 10, now - 10, now + 1_000
    )
    ended = msgspec.structs.replace(kept, id_hash="logged out")
    for session in (kept, ended):
        await community.database.write(sessions.create, session)
    await community.database.write(sessions.revoke, ended.id_hash, now)

    for session in (kept, ended):
        await community.database.write(sessions.seen, session.id_hash, now, now + 9_000)

    later = await community.database.read(sessions.resolve, kept.id_hash, now + 5_000)
    assert later is not None
    assert (later.seen_at, later.expires_at) == (now, now + 9_000)
    assert await community.database.read(sessions.resolve, ended.id_hash, now) is None
