"""Decides what a writing command does to a room: events, or a refusal. Pure and total.

Standing is asked first, in one place for every command (`gate`), then the command's own family
decides about time, ownership and rank.
"""

from collections.abc import Callable
from typing import Any, get_args

from rooms import commands, keeping, membership, moderation, newcomers, talking
from rooms.actor import HOUSE, Actor, Role
from rooms.commands import Writing
from rooms.events import Event
from rooms.facts import Person, RoomFacts, SanctionKind
from rooms.hosting import closing, floor, hosts, opening, reading_out
from rooms.ids import MemberId
from rooms.permissions import (
    ASKED_HERE_ALONE,
    BEYOND_THE_ROOM,
    Action,
    RoomState,
    allowed,
    may_read,
)
from rooms.refusals import Code, Refusal, refuse

Decision = list[Event] | Refusal

_FAMILIES: dict[type[Writing], tuple[Action, Callable[[RoomFacts, Any, Person, int], Decision]]] = {
    commands.PostMessage: (Action.WRITE, talking.post),
    commands.EditMessage: (Action.WRITE, talking.edit),
    commands.React: (Action.WRITE, talking.react),
    commands.RetractMessage: (Action.RETRACT, talking.retract),
    commands.ChangeName: (Action.WRITE, membership.change_name),
    commands.LeaveCommunity: (Action.LEAVE, membership.leave_community),
    commands.RemoveMessage: (Action.MODERATE, moderation.remove_message),
    commands.RemoveRecent: (Action.MODERATE, moderation.remove_recent),
    commands.RestoreMessage: (Action.MODERATE, moderation.restore_message),
    commands.LockRoom: (Action.KEEP_ROOM, keeping.lock),
    commands.UnlockRoom: (Action.KEEP_ROOM, keeping.unlock),
    commands.SetPace: (Action.KEEP_ROOM, keeping.set_pace),
    commands.CalmRoom: (Action.KEEP_ROOM, keeping.calm),
    commands.EndCalm: (Action.KEEP_ROOM, keeping.end_calm),
    commands.MuteMember: (Action.MODERATE, moderation.mute),
    commands.RemoveMember: (Action.MODERATE, moderation.remove_member),
    commands.LiftSanction: (Action.MODERATE, moderation.lift),
    commands.EndSanction: (Action.MODERATE, moderation.end_sanction),
    commands.CloseAccount: (Action.CLOSE_ACCOUNTS, moderation.close_account),
    commands.OpenAccount: (Action.CLOSE_ACCOUNTS, moderation.open_account),
    commands.SuspendPowers: (Action.SUSPEND, moderation.suspend_powers),
    commands.ChangeRole: (Action.CHANGE_ROLES, moderation.change_role),
    commands.OpenDropIn: (Action.HOST, opening.open_drop_in),
    commands.CloseDropIn: (Action.HOST, closing.close_drop_in),
    commands.ReopenDropIn: (Action.HOST, closing.reopen),
    commands.TakeFloor: (Action.TAKE_PLACE, floor.take),
    commands.FreeFloor: (Action.RETRACT, floor.free),
    commands.FreezeFloor: (Action.HOST, floor.freeze),
    commands.ThawFloor: (Action.HOST, floor.thaw),
    commands.TakeHosting: (Action.HOST, hosts.take_hosting),
    commands.PassHosting: (Action.HOST, hosts.pass_hosting),
    commands.NameCoHost: (Action.HOST, hosts.name_co_host),
    commands.ReadOut: (Action.HOST, reading_out.read_out),
    commands.SlowDown: (Action.HOST, floor.slow_down),
}

_OF_PEOPLE = (
    commands.Talk
    | commands.LeaveCommunity
    | commands.TakeFloor
    | commands.TakeHosting
    | commands.ReadOut
    | commands.ReopenDropIn
)

_SPEAKING = frozenset({Action.WRITE, Action.TYPING})

_CHARGED = frozenset(get_args(commands.Talk)) - {commands.RetractMessage}

_HOUSE_ONLY = frozenset(get_args(commands.HouseOnly))

_HOUSE = Person(account=HOUSE.account, member=MemberId("0" * 32), name="", role=Role.ADMIN)


def decide(facts: RoomFacts, command: Writing, actor: Actor, now: int) -> Decision:
    """What `command` does at `now` (ms, database clock), given facts read after the room's lock.

    A refusal uses no seq and changes nothing.
    """
    action, family = _FAMILIES[type(command)]
    if actor.system:
        # The house moderates by the clock and by the operator's hand; it has nothing to say.
        of_people = isinstance(command, _OF_PEOPLE)
        return refuse(Code.NOT_ALLOWED) if of_people else family(facts, command, _HOUSE, now)
    if type(command) in _HOUSE_ONLY:
        return refuse(Code.NOT_ALLOWED)
    person = facts.people.get(actor.account)
    if person is None:
        return refuse(Code.SIGNED_OUT)
    if refusal := gate(facts, person, actor, action, now):
        return refusal
    return family(facts, command, person, now)


def gate(
    facts: RoomFacts, person: Person, actor: Actor, action: Action, now: int
) -> Refusal | None:
    """Whether this person may do this at all, here and in every other room that would hear of it:
    session, account, removal, role, mute, rate."""
    if actor.session is not None and actor.session not in person.live_sessions:
        return refuse(Code.SIGNED_OUT)
    if person.left:
        return refuse(Code.SIGNED_OUT)
    if person.closed:
        return refuse(Code.ACCOUNT_CLOSED)
    if person.sanctions and action is not Action.LEAVE:
        removed = moderation.silenced_by(person, SanctionKind.REMOVAL, now)
        if removed:
            return removed
    if not allowed(person.role, action, facts.state):
        return _standing_refusal(facts, person, action)
    if action in BEYOND_THE_ROOM and not allowed(person.role_everywhere, action, facts.state):
        return refuse(Code.NOT_ALLOWED)
    if action in ASKED_HERE_ALONE:
        return None
    refusal = _hushed(person, action, now)
    if refusal is None and action is Action.WRITE:
        refusal = _unasked(person) or newcomers.calm_refused(facts, person, now)
    return refusal or _gate_elsewhere(facts, person, action, now)


def _gate_elsewhere(facts: RoomFacts, person: Person, action: Action, now: int) -> Refusal | None:
    """Whether the person may do this in every other room that would hear of it.

    A locked room that only hears of it is in nobody's way: it may stay locked for ever. Nor is a
    calm one.
    """
    for room in facts.reached:
        there = room.people.get(person.account)
        if there is None or not allowed(there.role, action, RoomState.OPEN):
            return refuse(Code.NOT_ALLOWED)
        removed = moderation.silenced_by(there, SanctionKind.REMOVAL, now)
        if refusal := removed or _hushed(there, action, now):
            return refusal
    return None


def _hushed(person: Person, action: Action, now: int) -> Refusal | None:
    """A mute, which silences typing too; and for what is written, the rate limit."""
    if action not in _SPEAKING:
        return None
    if person.sanctions and (muted := moderation.silenced_by(person, SanctionKind.MUTE, now)):
        return muted
    return talking.too_often(person, now) if action is Action.WRITE else None


def _unasked(person: Person) -> Refusal | None:
    """Whom an operator added has not been asked yet whether their words may be kept."""
    return None if person.consents else refuse(Code.NO_CONSENT)


def is_talk(command: Writing) -> bool:
    """Whether an accepted command is charged to the actor's rate limit. Taking back is free."""
    return type(command) in _CHARGED


def _standing_refusal(facts: RoomFacts, person: Person, action: Action) -> Refusal:
    if facts.state is RoomState.LOCKED and allowed(person.role, action, RoomState.OPEN):
        return refuse(Code.ROOM_LOCKED)
    return refuse(Code.NOT_ALLOWED)


def count_recent(
    facts: RoomFacts, command: commands.CountRecent, actor: Actor, now: int
) -> int | Refusal:
    """How many messages `RemoveRecent` would take down, for who may do that."""
    person = facts.people.get(actor.account)
    if person is None:
        return refuse(Code.SIGNED_OUT)
    if refusal := gate(facts, person, actor, Action.MODERATE, now):
        return refusal
    recent = moderation.recent_of(facts, command.member, person, now)
    return recent if isinstance(recent, Refusal) else len(recent)


def admit(facts: RoomFacts, person: Person | None, actor: Actor | None, now: int) -> Refusal | None:
    """Whether a reader may come in: a guest where guests may read, a person by their standing."""
    if person is None or actor is None:
        allowed_in = may_read(Role.GUEST, facts.readers, facts.state)
        return None if allowed_in else refuse(Code.NOT_SIGNED_IN)
    return gate(facts, person, actor, Action.READ, now)
