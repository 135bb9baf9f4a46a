"""A drop-in in the small room of `scene`: mia hosts it, max is the second, ana was called."""

from typing import Any

from rooms import commands
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Writing
from rooms.decide import Decision, decide
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.dropins.views import PlaceState
from rooms.events import Event
from rooms.evolving import evolve
from rooms.facts import DropInFacts, PlaceFacts, RoomFacts
from rooms.hosting.succession import follows
from rooms.ids import AccountId, DropInId
from rooms.refusals import Code, Refusal
from tests.rooms.scene import MINUTE_MS, NOW, ROOM, account, by, member, person, room, uid

DROP_IN: DropInId = "d" * 32
HOUR_MS = 60 * MINUTE_MS
_ids: dict[str, Any] = {"room": ROOM, "drop_in": DROP_IN}

OPEN = commands.OpenDropIn(**_ids, command_id=uid(501))
CLOSE = commands.CloseDropIn(**_ids, command_id=uid(502))
REOPEN = commands.ReopenDropIn(**_ids, command_id=uid(503))
TAKE_FLOOR = commands.TakeFloor(**_ids, command_id=uid(504))
FREE_FLOOR = commands.FreeFloor(**_ids, command_id=uid(505))
FREEZE = commands.FreezeFloor(**_ids, command_id=uid(506))
CARRY = commands.FreezeFloor(**_ids, command_id=uid(507), carry=True)
THAW = commands.ThawFloor(**_ids, command_id=uid(508))
TAKE_HOSTING = commands.TakeHosting(**_ids, command_id=uid(509))
PASS_HOSTING = commands.PassHosting(**_ids, command_id=uid(510))
SLOW_DOWN = commands.SlowDown(**_ids, command_id=uid(511), busy=True)
READ_OUT = commands.ReadOut(**_ids, command_id=uid(512), question=uid(700))
POST = commands.PostMessage(room=ROOM, command_id=uid(520), body="hello")


def free_floor_of(name: str) -> commands.FreeFloor:
    return commands.FreeFloor(**_ids, command_id=uid(514), member=member(name))


def name_co_host(member: str | None) -> commands.NameCoHost:
    return commands.NameCoHost(**_ids, command_id=uid(513), member=member)


def session(**more: Any) -> DropInFacts:
    """Scheduled for now, as a line, an hour long; host and second are here."""
    given: dict[str, Any] = {
        "form": Form.LINE,
        "host": account("mia"),
        "second": account("max"),
        "starts_at": NOW,
        "ends_at": NOW + HOUR_MS,
        "state": State.SCHEDULED,
        "capacity": 12,
        "seen": {account("mia"): NOW, account("max"): NOW},
    }
    return DropInFacts(drop_in=DROP_IN, **{**given, **more})


def hosted(**more: Any) -> Hosted:
    given: dict[str, Any] = {
        "form": Form.LINE,
        "host": account("mia"),
        "co_host": account("max"),
        "host_since": NOW,
        "opened_at": NOW,
        "ends_at": NOW + HOUR_MS,
    }
    return Hosted(drop_in=DROP_IN, **{**given, **more})


def called(*names: str) -> dict[AccountId, PlaceFacts]:
    until = NOW + 2 * MINUTE_MS
    return {
        account(name): PlaceFacts(account(name), PlaceState.CALLED, NOW, until) for name in names
    }


def scene(live: Hosted | None = None, *, about: DropInFacts | None = None) -> RoomFacts:
    """A mentor who hosts, one beside, a third, two moderators, three members; live if so said."""
    if about is None:
        state = State.SCHEDULED if live is None else State.LIVE
        about = session(state=state, places=called("ana", "ben"))
    people = [person(name) for name in ("ana", "ben", "cleo")]
    people += [person(name, Role.MENTOR) for name in ("mia", "max", "mel")]
    people += [person(name, Role.MODERATOR) for name in ("mona", "moe")]
    people.append(person("adam", Role.ADMIN))
    return room(*people, hosted=live, drop_ins={DROP_IN: about})


def act(facts: RoomFacts, command: Writing, who: str | Actor, at: int = NOW) -> Decision:
    """Decided and in force, with what follows by itself, as an append does it."""
    actor = by(who) if isinstance(who, str) else who
    decided = decide(facts, command, actor, at)
    if isinstance(decided, Refusal):
        return decided
    told: list[Event] = []
    for event in decided:
        before = facts.hosted
        evolve(facts, [event], actor.account, at)
        following = follows(facts, event, before, at)
        evolve(facts, following, HOUSE.account, at)
        told += [event, *following]
    return told


def happened(facts: RoomFacts, command: Writing, who: str | Actor, at: int = NOW) -> list[Event]:
    """What an act that is not refused brings about."""
    decided = act(facts, command, who, at)
    assert not isinstance(decided, Refusal), decided
    return decided


def code(decision: Decision) -> Code | None:
    return decision.code if isinstance(decision, Refusal) else None


def live(facts: RoomFacts) -> Hosted:
    assert facts.hosted is not None
    return facts.hosted
