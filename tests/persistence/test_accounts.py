"""What is stored of a person: names, what gets them back in, sessions, and how they leave."""

import pytest
from sqlalchemy import Connection

from persistence.journal import Accepted
from persistence.people import (
    accounts,
    credentials,
    leaving,
    notices,
    one_use_links,
    screen_names,
    sessions,
)
from persistence.people.accounts import Particulars
from persistence.people.held_names import HELD_FOR_MS
from persistence.people.notices import NoticeKind
from persistence.people.sessions import MOST_SESSIONS, LiveSession, SessionKind
from persistence.safety import joining_pauses
from rooms.actor import Actor, Role
from rooms.commands import PostMessage, Reason
from rooms.ids import AccountId, RoomId, new_public_id
from rooms.refusals import Code, Refusal
from tests.persistence.community import SECRET, Community

HOUR_MS = 3_600_000


def session(actor: Actor, id_hash: str, at: int) -> LiveSession:
    return LiveSession(id_hash, actor.account, SessionKind.BROWSER, at, at, at + HOUR_MS)


def post(room: RoomId) -> PostMessage:
    return PostMessage(room=room, command_id=new_public_id(), body="I am here")


async def live(community: Community, account: AccountId) -> list[str]:
    now = await community.database.now_ms()
    found = await community.database.read(sessions.of_account, account, now)
    return [each.id_hash for each in found]


async def test_what_was_said_when_joining_is_kept_with_its_time(community: Community) -> None:
    said = Particulars(
        email="luz@example.org", adult=True, consent_version="2026-11", recovery_hash="a hash"
    )
    await community.database.write(accounts.create, "Luz", "a hash", 5, said=said)
    assert await community.sql(
        "SELECT email, adult_at, consent_version, consent_at, recovery_hash FROM account"
        " WHERE email IS NOT NULL"
    ) == [("luz@example.org", 5, "2026-11", 5, "a hash")]


@pytest.mark.parametrize("name", ["\x00", "\x00\x01", "Luz\x00", "!\x00", ""])
async def test_what_no_database_can_keep_is_nobodys_name(community: Community, name: str) -> None:
    await community.person("Wren")
    assert await community.database.read(accounts.by_name, name) is None


async def test_earlier_reset_link_opens_nothing_any_more(community: Community) -> None:
    ana = await community.person("Ana")
    now = await community.database.now_ms()
    for link in ("earlier", "later"):
        await community.database.write(one_use_links.make, ana.account, link, now)
    assert await community.database.read(one_use_links.holder, "earlier", now) is None
    assert await community.database.read(one_use_links.holder, "later", now) == ana.account


async def test_name_of_the_staff_is_not_taken_by_one_letter_more(community: Community) -> None:
    await community.staff("Marigold", Role.MODERATOR, community.garden)
    now = await community.database.now_ms()
    for name in ("Marigolds", "Mar\u0131gold", "Marigod"):
        refused = await community.database.write(accounts.create, name, None, now)
        assert isinstance(refused, Refusal), name
        assert refused.code is Code.NAME_TAKEN


async def test_name_that_was_given_up_is_nobody_elses_for_90_days(community: Community) -> None:
    ana, ben = await community.person("Wren"), await community.person("Linden")
    write, now = community.database.write, await community.database.now_ms()
    assert await write(screen_names.change_at_joining, ana.account, "Heron", now) is None
    for asked in (
        write(screen_names.change_at_joining, ben.account, "wren", now),
        write(accounts.create, "W r e n", None, now),
    ):
        refused = await asked
        assert isinstance(refused, Refusal)
        assert refused.code is Code.NAME_TAKEN
    later = now + HELD_FOR_MS
    assert await write(screen_names.change_at_joining, ben.account, "Wren", later) is None


async def test_one_takes_back_ones_own_old_name(community: Community) -> None:
    ana = await community.person("Wren")
    for name in ("Heron", "Wren", "Heron"):
        refused = await community.database.write(
            screen_names.change_at_joining, ana.account, name, 5
        )
        assert refused is None
    assert await community.database.read(screen_names.at_joining, ana.account) == "Heron"


async def test_new_name_is_refused_as_at_joining(community: Community) -> None:
    ana = await community.person("Wren")
    await community.person("Linden")
    for name, code in (
        ("L1nden", Code.NAME_TAKEN),
        ("Moderator", Code.NAME_INVALID),
        ("Wren", Code.NOTHING_TO_CHANGE),
    ):
        refused = await community.database.write(
            screen_names.change_at_joining, ana.account, name, 5
        )
        assert isinstance(refused, Refusal)
        assert refused.code is code


async def test_names_are_known_by_the_trees_in_which_one_has_written(community: Community) -> None:
    ana = await community.person("Wren")
    await community.say(ana, community.garden, "Hello")
    (named,) = await community.database.read(screen_names.by_tree, ana.account)
    assert (named.tree, named.name, named.own) == ("outside", "Wren", False)


async def test_eleventh_session_ends_the_oldest(community: Community) -> None:
    ana = await community.person("Ana")
    now = await community.database.now_ms()
    for number in range(MOST_SESSIONS + 1):
        await community.database.write(sessions.create, session(ana, f"{number}", now + number))
    held = await live(community, ana.account)
    assert len(held) == MOST_SESSIONS
    assert ana.session not in held
    assert "0" not in held
    assert "1" in held


async def test_new_password_ends_the_other_sessions_and_any_log_in_under_way(
    community: Community,
) -> None:
    ana = await community.person("Ana")
    write, now = community.database.write, await community.database.now_ms()
    await write(sessions.create, session(ana, "elsewhere", now))
    known = await community.database.read(accounts.by_name, "Ana")
    assert known is not None
    ended = await write(credentials.set_password, ana.account, "new", now, keep=ana.session)
    assert ended == ["elsewhere"]
    late = session(ana, "of the old password", now)
    assert not await write(sessions.create, late, auth_version=known.auth_version)
    assert await live(community, ana.account) == [ana.session]


async def test_recovery_code_works_once(community: Community) -> None:
    ana = await community.person("Ana")
    write = community.database.write
    await write(credentials.set_recovery, ana.account, "first")
    assert await write(credentials.recover, ana.account, "other", "p", "x", 5) is None
    assert await write(credentials.recover, ana.account, "first", "p", "second", 5) is not None
    assert await write(credentials.recover, ana.account, "first", "p", "third", 5) is None


async def test_link_is_used_once_and_is_audited_and_told(community: Community) -> None:
    ana = await community.person("Ana")
    write, now = community.database.write, await community.database.now_ms()
    assert await write(one_use_links.make, ana.account, "hash", now) == [ana.session]
    assert await live(community, ana.account) == []
    used = await write(one_use_links.use, "hash", "password", "recovery", now)
    assert used == (ana.account, [])
    assert await write(one_use_links.use, "hash", "another", "recovery", now) is None
    assert await community.sql(
        "SELECT action, actor_id, target_account, reason FROM audit ORDER BY id"
    ) == [
        ("make_reset_link", "house", ana.account, None),
        ("reset_password", ana.account, ana.account, None),
    ]
    (told,) = await community.database.read(notices.unseen, ana.account)
    assert told.kind is NoticeKind.RESET_LINK


async def test_old_password_ends_when_a_link_is_made(community: Community) -> None:
    database = community.database
    account = await database.write(accounts.create, "Nora", "an old hash", 5)
    assert isinstance(account, str)
    await database.write(one_use_links.make, account, "a link's hash", 6)
    known = await database.read(accounts.by_name, "Nora")
    assert known is not None
    assert known.password_hash is None


async def test_who_was_added_writes_once_they_have_agreed(community: Community) -> None:
    account = await community.database.write(accounts.create, "Nora", None, 5)
    assert isinstance(account, str)
    nora = Actor(account=account)
    refused = await community.do(nora, post(community.porch))
    assert isinstance(refused, Refusal)
    assert refused.code is Code.NO_CONSENT
    await community.database.write(accounts.consent, account, "of a test", 5)
    assert isinstance(await community.do(nora, post(community.porch)), Accepted)


async def test_link_ends_after_a_day(community: Community) -> None:
    ana = await community.person("Ana")
    write, now = community.database.write, await community.database.now_ms()
    await write(one_use_links.make, ana.account, "hash", now)
    late = now + one_use_links.LIFE_MS
    assert await write(one_use_links.use, "hash", "password", "recovery", late) is None


async def test_link_whose_use_fails_is_not_audited(community: Community) -> None:
    ana = await community.person("Ana")
    now = await community.database.now_ms()
    await community.database.write(one_use_links.make, ana.account, "hash", now)

    def use_and_fail(connection: Connection) -> None:
        one_use_links.use(connection, "hash", "password", "recovery", now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await community.database.write(use_and_fail)
    assert await community.sql("SELECT action FROM audit") == [("make_reset_link",)]
    assert await community.database.read(one_use_links.holder, "hash", now) == ana.account


async def test_notice_is_told_until_its_owner_has_seen_it(community: Community) -> None:
    ana, ben = await community.person("Ana"), await community.person("Ben")
    write, read = community.database.write, community.database.read
    await write(notices.tell, ana.account, NoticeKind.RECOVERED, 5)
    (told,) = await read(notices.unseen, ana.account)
    await write(notices.dismiss, ben.account, told.notice, 6)
    assert await read(notices.unseen, ana.account) == [told]
    await write(notices.dismiss, ana.account, told.notice, 6)
    assert await read(notices.unseen, ana.account) == []


async def test_who_wrote_nowhere_leaves_nothing_behind(community: Community) -> None:
    ana = await community.person("Wren")
    write, now = community.database.write, await community.database.now_ms()
    await write(accounts.set_email, ana.account, "wren@example.org")
    assert await write(leaving.leave, ana.account, now) == [ana.session]
    assert await community.database.read(accounts.by_name, "Wren") is None
    assert await community.sql(
        "SELECT state, password_hash, recovery_hash, email FROM account"
    ) == [("left", None, None, None)]
    refused = await write(accounts.create, "Wren", None, now)
    assert isinstance(refused, Refusal)


async def test_who_has_written_leaves_by_the_journal_alone(community: Community) -> None:
    ana = await community.person("Wren")
    await community.say(ana, community.garden, "Hello")
    now = await community.database.now_ms()
    assert await community.database.write(leaving.leave, ana.account, now) is None
    assert await community.database.read(accounts.by_name, "Wren") is not None


async def test_joining_is_paused_by_those_who_look_after_everything(community: Community) -> None:
    everywhere = await community.staff("Sam", Role.MODERATOR, community.garden, everywhere=True)
    write, now = community.database.write, await community.database.now_ms()
    until = now + HOUR_MS
    await write(joining_pauses.pause, SECRET, everywhere, until, Reason.FLOODING, now)
    assert await community.database.read(joining_pauses.in_force, now) == until
    assert await community.database.read(joining_pauses.in_force, until) is None
    assert await write(joining_pauses.end, SECRET, everywhere, now) is None
    assert await community.database.read(joining_pauses.in_force, now) is None
    audited = await community.sql("SELECT action, reason FROM audit WHERE action LIKE '%joining'")
    assert audited == [("pause_joining", "flooding"), ("open_joining", None)]


async def test_nobody_else_pauses_joining(community: Community) -> None:
    write, now = community.database.write, await community.database.now_ms()
    for actor in (
        await community.person("Ana"),
        await community.staff("Mentoring", Role.MENTOR, community.garden),
        await community.staff("Sam", Role.MODERATOR, community.garden),
    ):
        for refused in (
            await write(joining_pauses.pause, SECRET, actor, now + 1, Reason.OTHER, now),
            await write(joining_pauses.end, SECRET, actor, now),
        ):
            assert isinstance(refused, Refusal)
            assert refused.code is Code.NOT_ALLOWED
    assert await community.database.read(joining_pauses.in_force, now) is None
