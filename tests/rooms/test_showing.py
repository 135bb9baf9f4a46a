"""A session as each of its viewers sees it: two worlds that differ in what others say of themselves
are the same to everybody but the hosts."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from rooms.actor import Role
from rooms.dropins.forms import Form, Shown
from rooms.dropins.line import Line, Place
from rooms.dropins.stages import Stage, State
from rooms.dropins.views import Asked, Called, CallKind, Card, PlaceState
from rooms.ids import AccountId, member_id, new_public_id
from rooms.showing.hosts_view import Desk
from rooms.showing.snapshot import Snapshot

SECRET = b"a secret of this test"
ROOM, DROP_IN = "a" * 32, "b" * 32
NOW, MINUTE = 10_000_000_000, 60_000
HOST = AccountId("rosa")
_IN_LINE = (PlaceState.WAITING, PlaceState.ASIDE, PlaceState.LISTED)
SAID = st.fixed_dictionaries(
    {
        "question": st.text(max_size=20),
        "note": st.text(max_size=20),
        "shown": st.sampled_from(Shown),
        "language": st.sampled_from(["en", "es"]),
        "in_writing": st.booleans(),
        "first_time": st.booleans(),
        "position_hidden": st.booleans(),
    }
)
"""What a person in line says, and what is known of them."""


def place(number: int, state: PlaceState, said: dict[str, object]) -> Place:
    times = {"since": NOW - MINUTE, "joined_at": NOW - MINUTE}
    return msgspec.convert(
        {
            "id": f"00000000-0000-4000-8000-{number:012}",
            "account": f"person {number}",
            "number": number,
            "turn": number,
            "state": state,
            **times,
            **said,
        },
        Place,
    )


def snapshot(places: tuple[Place, ...], names: dict[AccountId, str]) -> Snapshot:
    line = Line(
        drop_in=DROP_IN,
        room=ROOM,
        form=Form.LINE,
        state=State.LIVE,
        host=HOST,
        co_host=None,
        starts_at=NOW - 5 * MINUTE,
        ends_at=NOW + 55 * MINUTE,
        capacity=12,
        turn_minutes=8,
        places=places,
    )
    card = Card(
        drop_in=DROP_IN,
        room=ROOM,
        form=Form.LINE,
        stage=Stage.LIVE,
        host=member_id(SECRET, ROOM, HOST),
        host_name="Rosa",
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        opened_at=line.starts_at,
        zone="UTC",
        languages=("en",),
        in_line=len(places),
    )
    desk = Desk(
        names=names,
        members={each.account: member_id(SECRET, ROOM, each.account) for each in places},
        questions=(
            Asked(question=new_public_id(), body=" ".join(names.values()), shown=Shown.NAMED),
        ),
        calls=(Called(call=new_public_id(), kind=CallKind.HELP_NOW, at=NOW, note="Please"),),
        load=("long_line",),
    )
    return Snapshot(room=ROOM, version=7, at=NOW, card=card, line=line, desk=desk)


@given(
    st.lists(st.tuples(st.sampled_from(_IN_LINE), SAID, SAID), min_size=1, max_size=12),
    st.data(),
)
def test_nobody_in_line_can_tell_what_another_says(
    people: list[tuple[PlaceState, dict[str, object], dict[str, object]]], data: st.DataObject
) -> None:
    me = data.draw(st.integers(0, len(people) - 1))
    here, there = [
        tuple(
            place(number, state, said[0] if number == me else said[world])
            for number, (state, *said) in enumerate(people)
        )
        for world in (0, 1)
    ]
    mine = here[me].account
    worlds = [
        snapshot(places, {each.account: f"{word} {each.number}" for each in places})
        for places, word in ((here, "Teo"), (there, "Nell"))
    ]
    for viewer in (mine, AccountId("somebody else"), None):
        role = Role.GUEST if viewer is None else Role.MEMBER
        first, second = [msgspec.json.encode(each.view(viewer, role)) for each in worlds]
        assert first == second
    for role in (Role.MENTOR, Role.MEMBER):
        assert worlds[0].view(mine, role).hosting is None
    hosting = worlds[0].view(HOST, Role.MENTOR).hosting
    assert hosting is not None
    assert len(hosting.line) == len(people)


@given(st.lists(st.sampled_from(_IN_LINE), min_size=1, max_size=12))
def test_who_stepped_aside_keeps_the_place_and_the_waiting_list_is_its_own(
    states: list[PlaceState],
) -> None:
    places = tuple(place(number, state, {}) for number, state in enumerate(states))
    read = snapshot(places, {})
    in_line = [each for each in places if each.state is not PlaceState.LISTED]
    listed = [each for each in places if each.state is PlaceState.LISTED]
    for group in (in_line, listed):
        for position, each in enumerate(group, 1):
            yours = read.view(each.account, Role.MEMBER).yours
            assert yours is not None
            aside = each.state is PlaceState.ASIDE
            assert yours.position == (None if aside else position)


def test_hosts_are_shown_who_needs_help_only_while_their_session_is_live() -> None:
    """Whoever has scheduled a session for next week hosts nothing today."""
    read = snapshot((), {})
    ahead = msgspec.structs.replace(read.line, state=State.SCHEDULED)
    over = msgspec.structs.replace(read.line, state=State.ENDED, ended_at=NOW)
    shown = {}
    for line in (ahead, read.line, over):
        desk = msgspec.structs.replace(read.desk, opened_at=NOW if line is read.line else None)
        seen = msgspec.structs.replace(read, line=line, desk=desk).view(HOST, Role.MENTOR).hosting
        assert seen is not None
        shown[line.state] = [call.note for call in seen.calls]
    assert shown == {State.SCHEDULED: [], State.LIVE: ["Please"], State.ENDED: []}


def test_how_often_a_session_changed_is_told_to_its_hosts_and_to_moderators_alone() -> None:
    """A question that somebody asks is a change, and it is for the hosts."""
    read = snapshot((place(1, PlaceState.WAITING, {}),), {})
    viewers = {None: Role.GUEST, AccountId("person 1"): Role.MEMBER, AccountId("eve"): Role.MENTOR}
    assert {read.view(who, role).version for who, role in viewers.items()} == {0}
    staff = read.view(AccountId("sam"), Role.MODERATOR).version
    assert (staff, read.view(HOST, Role.MENTOR).version) == (7, 7)
