"""The name a person goes by in one tree: asked once, the same or another."""

from rooms import commands, events
from rooms.decide import Decision, decide
from rooms.facts import RoomFacts, Written
from rooms.ids import TreeId
from rooms.membership import asks_name
from rooms.refusals import Code, Refusal
from tests.rooms.scene import NOW, ROOM, account, by, member, person, room, uid


def rename(facts: RoomFacts, name: str) -> Decision:
    command = commands.ChangeName(room=ROOM, command_id=uid(30), name=name)
    return decide(facts, command, by("ana"), NOW)


def test_same_name_is_taken_over_into_a_tree_once() -> None:
    elsewhere = room(person("ana", named=False))
    assert rename(elsewhere, "Ana") == [events.NameChanged(member=member("ana"), name="Ana")]
    refused = rename(room(person("ana", named=True)), "Ana")
    assert isinstance(refused, Refusal)
    assert refused.code is Code.NOTHING_TO_CHANGE


def test_held_name_is_free_for_whoever_gave_it_up_alone() -> None:
    facts = room(person("ana"), names={"iuz": account("ana")})
    assert isinstance(rename(facts, "Luz"), list)
    refused = rename(room(person("ana"), names={"iuz": account("ben")}), "Luz")
    assert isinstance(refused, Refusal)
    assert refused.code is Code.NAME_TAKEN


def test_name_that_could_pass_for_one_of_the_staff_is_taken() -> None:
    staff = {("Marisol", account("mona"))}
    for name in ("Marisol", "Marisoll", "Mar1sol"):
        refused = rename(room(person("ana"), staff_names=staff), name)
        assert isinstance(refused, Refusal)
        assert refused.code is Code.NAME_TAKEN
    assert isinstance(rename(room(person("ana"), staff_names=staff), "Marina"), list)
    mine = {("Marisol", account("ana"))}
    assert isinstance(rename(room(person("ana"), staff_names=mine), "Marisoll"), list)


def test_name_is_asked_for_in_the_second_tree_alone() -> None:
    def asked(*trees: str, named: bool = False) -> bool:
        written = Written(messages=len(trees), trees={TreeId(tree) for tree in trees})
        ana = person("ana", named=named, written=written)
        return asks_name(room(ana), ana)

    assert not asked()
    assert asked("other")
    assert not asked("other", named=True)
    assert not asked("other", "tree")
