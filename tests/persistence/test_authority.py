"""Acts of authority as stored: rows beside their entries, in every room they concern."""

from persistence import audit
from persistence.people import role_grants, sessions
from persistence.reading import transcripts
from persistence.safety import sanctions
from persistence.standing import Standing, standing
from rooms import commands, events
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Reason
from rooms.ids import RoomId, new_public_id
from rooms.refusals import Code
from tests.persistence.community import (
    HOUR_MS,
    SECRET,
    Community,
    accepted,
    at_home_everywhere,
    code,
    codes,
    kinds,
    post,
    submit,
)


async def where(community: Community, actor: Actor, room: RoomId) -> Standing:
    found = await community.database.read(
        standing, SECRET, room, actor.account, [actor.session or ""]
    )
    assert found is not None
    return found


def close(community: Community, target: Actor) -> commands.CloseAccount:
    return commands.CloseAccount(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(target, community.garden),
        reason=Reason.SELLING,
    )


async def test_a_mute_is_a_row_an_entry_and_an_audit_row(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Hello")
    await community.mute(mod, ana, community.garden)
    assert code(await community.do(ana, post(community.garden, "Hi"))) is Code.MUTED
    assert (await kinds(community, community.garden))[-1] == "member_muted"
    (newest, *_) = await community.database.read(audit.recent)
    assert (newest.action, newest.actor_id, newest.target_account, newest.reason) == (
        "member_muted",
        mod.account,
        ana.account,
        "unkind",
    )


async def test_a_mute_in_one_room_leaves_the_others_alone(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await at_home_everywhere(community, "Ana")
    await community.mute(mod, ana, community.garden)
    await community.say(ana, community.porch, "Here I may")


async def test_a_mute_that_has_run_out_is_due_until_one_timekeeper_ends_it(
    community: Community,
) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Hello")
    await community.mute(mod, ana, community.garden, seconds=60)
    assert await community.database.read(sanctions.due, await community.database.now_ms()) == []
    community.shift.ms = HOUR_MS
    (due,) = await community.database.read(sanctions.due, await community.database.now_ms())

    def end() -> commands.EndSanction:
        return commands.EndSanction(
            room=due.room, command_id=new_public_id(), member=due.member, sanction=due.sanction
        )

    accepted(await community.do(HOUSE, end()))
    assert code(await community.do(HOUSE, end())) is Code.NOTHING_TO_CHANGE
    assert await community.database.read(sanctions.due, await community.database.now_ms()) == []


async def test_a_closed_account_is_closed_in_every_room(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await at_home_everywhere(community, "Ana")
    outcome = accepted(await community.do(mod, close(community, ana)))
    assert {entry.room for entry in outcome.entries} == {
        community.garden,
        community.porch,
        community.kitchen,
    }
    for entry in outcome.entries:
        assert isinstance(entry.event, events.AccountClosed)
        assert entry.event.member == community.member(ana, entry.room)
        (stored,) = await community.database.read(
            transcripts.read_entries, entry.room, entry.seq - 1, 1
        )
        assert stored == entry
    assert (await where(community, ana, community.kitchen)).facts.people[ana.account].closed
    assert code(await community.do(ana, post(community.porch, "Hi"))) is Code.SIGNED_OUT
    now = await community.database.now_ms()
    assert await community.database.read(sessions.still_live, [ana.session or ""], now) == set()


async def test_a_repeated_closing_is_answered_from_its_own_room(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await at_home_everywhere(community, "Ana")
    command = close(community, ana)
    first = accepted(await community.do(mod, command))
    again = accepted(await community.do(mod, command))
    assert (again.room, again.seq, again.repeated) == (community.garden, first.seq, True)


async def test_a_closed_person_writes_nothing_later_in_the_batch(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Hello")
    # Without a session, as a program may act: the account itself must be in the way.
    program = Actor(account=ana.account)
    outcomes = await community.process.journal.append(
        [
            submit(mod, close(community, ana)),
            submit(program, post(community.garden, "Still here?")),
            submit(program, post(community.kitchen, "Or here, where I never was?")),
        ]
    )
    assert codes(outcomes) == [None, Code.ACCOUNT_CLOSED, Code.ACCOUNT_CLOSED]


async def test_an_opened_account_may_write_again(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await at_home_everywhere(community, "Ana")
    accepted(await community.do(mod, close(community, ana)))
    opening = commands.OpenAccount(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(ana, community.garden),
    )
    assert len(accepted(await community.do(mod, opening)).entries) == 3
    accepted(await community.do(Actor(account=ana.account), post(community.porch, "Back")))


async def test_a_role_in_one_room_is_one_room_s(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    here = await where(community, mod, community.garden)
    there = await where(community, mod, community.porch)
    assert here.person is not None
    assert there.person is not None
    assert (here.person.role, there.person.role) == (Role.MODERATOR, Role.MEMBER)


async def test_a_role_everywhere_is_told_in_every_room_of_the_person(community: Community) -> None:
    ana = await at_home_everywhere(community, "Ana")
    change = commands.ChangeRole(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(ana, community.garden),
        role=Role.MODERATOR,
        everywhere=True,
    )
    outcome = accepted(await community.do(HOUSE, change))
    assert len(outcome.entries) == 3
    for room in (community.garden, community.porch, community.kitchen):
        person = (await where(community, ana, room)).person
        assert person is not None
        assert person.role is Role.MODERATOR
    (grant,) = await community.database.read(role_grants.of_account, ana.account)
    assert (grant.room, grant.role) == (None, Role.MODERATOR)


async def test_the_last_word_on_a_role_is_the_role(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    demotion = commands.ChangeRole(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(mod, community.garden),
        role=Role.MEMBER,
    )
    accepted(await community.do(HOUSE, demotion))
    here = (await where(community, mod, community.garden)).person
    there = (await where(community, mod, community.porch)).person
    assert here is not None
    assert there is not None
    assert (here.role, there.role) == (Role.MEMBER, Role.MODERATOR)


def reopen(community: Community, target: Actor) -> commands.OpenAccount:
    return commands.OpenAccount(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(target, community.garden),
    )


async def test_a_moderator_of_one_room_closes_and_opens_no_account(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden)
    ana = await at_home_everywhere(community, "Ana")
    assert code(await community.do(mod, close(community, ana))) is Code.NOT_ALLOWED
    accepted(await community.do(HOUSE, close(community, ana)))
    assert code(await community.do(mod, reopen(community, ana))) is Code.NOT_ALLOWED


async def test_who_is_a_peer_in_any_room_is_closed_by_no_peer(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    peer = await community.staff("Noor", Role.MODERATOR, community.porch)
    await community.say(peer, community.garden, "I am a guest here")
    assert code(await community.do(mod, close(community, peer))) is Code.NOT_ALLOWED
    admin = await community.staff("Ada", Role.ADMIN, community.garden, everywhere=True)
    accepted(await community.do(admin, close(community, peer)))


async def test_an_admin_is_demoted_by_no_admin_through_a_room_where_they_are_less(
    community: Community,
) -> None:
    ada = await community.staff("Ada", Role.ADMIN, community.garden, everywhere=True)
    ines = await community.staff("Ines", Role.ADMIN, community.garden, everywhere=True)
    accepted(await community.do(HOUSE, role_of(community, ines, Role.MEMBER, everywhere=False)))
    demotion = role_of(community, ines, Role.MEMBER, everywhere=True)
    assert code(await community.do(ada, demotion)) is Code.NOT_ALLOWED


def role_of(
    community: Community, target: Actor, role: Role, *, everywhere: bool
) -> commands.ChangeRole:
    return commands.ChangeRole(
        room=community.garden,
        command_id=new_public_id(),
        member=community.member(target, community.garden),
        role=role,
        everywhere=everywhere,
    )


async def test_a_role_given_in_the_batch_counts_for_who_may_be_closed(
    community: Community,
) -> None:
    ada = await community.staff("Ada", Role.ADMIN, community.garden, everywhere=True)
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await at_home_everywhere(community, "Ana")

    def on_the_porch(role: Role) -> commands.ChangeRole:
        return commands.ChangeRole(
            room=community.porch,
            command_id=new_public_id(),
            member=community.member(ana, community.porch),
            role=role,
        )

    outcomes = await community.process.journal.append(
        [
            submit(ada, on_the_porch(Role.MODERATOR)),
            submit(mod, close(community, ana)),
            submit(ada, on_the_porch(Role.MEMBER)),
            submit(mod, close(community, ana)),
        ]
    )
    assert codes(outcomes) == [None, Code.NOT_ALLOWED, None, None]


async def test_a_moderator_of_all_rooms_loses_that_with_the_role(community: Community) -> None:
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await at_home_everywhere(community, "Ana")
    outcomes = await community.process.journal.append(
        [
            submit(HOUSE, role_of(community, mod, Role.MEMBER, everywhere=True)),
            submit(HOUSE, role_of(community, mod, Role.MODERATOR, everywhere=False)),
            submit(mod, close(community, ana)),
        ]
    )
    assert codes(outcomes) == [None, None, Code.NOT_ALLOWED]


async def test_what_an_admin_closed_no_moderator_opens(community: Community) -> None:
    admin = await community.staff("Ada", Role.ADMIN, community.garden, everywhere=True)
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await at_home_everywhere(community, "Ana")
    closing, opening = close(community, ana), reopen(community, ana)
    outcomes = await community.process.journal.append(
        [submit(admin, closing), submit(mod, opening)]
    )
    assert codes(outcomes) == [None, Code.NOT_ALLOWED]
    assert code(await community.do(mod, reopen(community, ana))) is Code.NOT_ALLOWED
    accepted(await community.do(admin, reopen(community, ana)))
    accepted(await community.do(mod, close(community, ana)))
    accepted(await community.do(mod, reopen(community, ana)))


async def test_no_account_is_closed_in_a_room_where_the_closer_has_no_say(
    community: Community,
) -> None:
    admin = await community.staff("Ada", Role.ADMIN, community.porch, everywhere=True)
    mod = await community.staff("Mara", Role.MODERATOR, community.garden, everywhere=True)
    ana = await at_home_everywhere(community, "Ana")
    await community.say(mod, community.porch, "Hello")
    removal = commands.RemoveMember(
        room=community.porch,
        command_id=new_public_id(),
        member=community.member(mod, community.porch),
        seconds=600,
        reason=Reason.UNKIND,
    )
    accepted(await community.do(admin, removal))
    assert code(await community.do(mod, close(community, ana))) is Code.STEPPED_OUT
