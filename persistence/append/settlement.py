"""What a batch comes to: each command decided in order, each seeing the effects of those before.

Pure, and the same for both databases: facts in, outcomes and what is to be written out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from persistence.append.assembly import Batch
from persistence.append.fact_rows import AnswerRow
from persistence.append.needs import is_account_wide
from persistence.append.reaching import other_rooms, reached, stand
from persistence.append.recorded import TAKES_AWAY, Recorded
from persistence.journal import Accepted, Decide, Outcome, Submission
from rooms import events
from rooms.actor import HOUSE, Actor, Role
from rooms.decide import is_talk
from rooms.events import Event
from rooms.evolving import evolve, role_everywhere, spent
from rooms.facts import DropInFacts, Person, RoomFacts
from rooms.hosting import effects
from rooms.hosting.succession import follows
from rooms.ids import AccountId, PublicId, RoomId
from rooms.refusals import Code, Refusal, refuse
from rooms.transcript import Entry


@dataclass(slots=True)
class Settlement:
    """`members`: the people whose membership row is to be written, as they are after the batch."""

    outcomes: list[Outcome] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    members: dict[tuple[RoomId, AccountId], tuple[Person, int]] = field(default_factory=dict)

    @property
    def beginners(self) -> set[AccountId]:
        """Who begins to write in a room, and may be held to a few rooms a day."""
        return {each.actor for each in self.recorded if each.begins}


def settle(batch: Batch, submissions: Sequence[Submission], decide: Decide) -> Settlement:
    """Decide all submissions in order. Changes the facts in `batch`; raises what `decide` does."""
    settlement = Settlement()
    for submission in submissions:
        settlement.outcomes.append(_outcome(batch, settlement, submission, decide))
    return settlement


def _outcome(
    batch: Batch, settlement: Settlement, submission: Submission, decide: Decide
) -> Outcome:
    command, actor = submission.command, submission.actor
    if earlier := batch.answers.get((actor.account, command.command_id)):
        return _answer_again(earlier, submission)
    facts = batch.rooms.get(command.room)
    if facts is None:
        return refuse(Code.UNKNOWN_ROOM)
    now = max(batch.clock, facts.last_at)
    facts.reached = reached(batch, facts, submission)
    decision = decide(facts, command, actor, now)
    if isinstance(decision, Refusal):
        return decision
    recorded = _record(batch, facts, submission, decision, now)
    effects.called_for(facts, command)
    _charge(settlement, facts, submission, now)
    _seat(settlement, facts, recorded, now)
    settlement.recorded += recorded
    return _accepted(batch, submission, recorded)


def _answer_again(earlier: list[AnswerRow], submission: Submission) -> Outcome:
    room = submission.command.room
    for row in earlier:
        # A purged digest leaves nothing to compare with: the id alone tells.
        if row.room == room and row.digest in (None, submission.digest):
            return Accepted(room=room, seq=row.seq, at=row.at, repeated=True)
    return refuse(Code.IDEMPOTENCY_CONFLICT)


def _record(
    batch: Batch, facts: RoomFacts, submission: Submission, occurred: list[Event], now: int
) -> list[Recorded]:
    recorded = _append(facts, submission, occurred, now)
    if is_account_wide(submission.command):
        for event in occurred:
            recorded += _restate(batch, facts, submission, event, now)
    return recorded


def _restate(
    batch: Batch, facts: RoomFacts, submission: Submission, event: Event, now: int
) -> Iterator[Recorded]:
    """Tell the other rooms, and what the event changes for the person in each."""
    account = _concerned(facts, submission.actor, event)
    for room in facts.reached:
        restated = msgspec.structs.replace(event, member=room.people[account].member)
        later = max(now, room.last_at)
        yield from _append(room, submission, [restated], later, restated=True)
    for room in (facts, *other_rooms(batch, facts, submission.command)):
        if (person := room.people.get(account)) is not None:
            stand(person, event, facts.people[account])


def _append(
    facts: RoomFacts,
    submission: Submission,
    occurred: Iterable[Event],
    now: int,
    *,
    restated: bool = False,
) -> list[Recorded]:
    recorded: list[Recorded] = []
    for event in occurred:
        before = facts.hosted
        recorded.append(_recorded(facts, submission, event, now, restated=restated))
        # Without a live session, before or after, nothing follows.
        if before is not None or facts.hosted is not None:
            for number, following in enumerate(follows(facts, event, before, now), 1):
                recorded.append(_recorded(facts, submission, following, now, number=number))
    return recorded


def _recorded(
    facts: RoomFacts,
    submission: Submission,
    event: Event,
    now: int,
    *,
    restated: bool = False,
    number: int = 0,
) -> Recorded:
    if isinstance(event, events.MessagePosted):
        return _said(facts, submission, event, now)
    actor = HOUSE if number else submission.actor
    account = actor.account
    withdraws = _withdrawn(facts, event)
    evolve(facts, [event], account, now)
    posted = facts.messages.get(getattr(event, "message", ""))
    return Recorded(
        entry=Entry(room=facts.room, seq=facts.head, at=now, event=event),
        actor=account,
        by=facts.people.get(account),
        submission=submission,
        tree=facts.tree,
        target=posted.author if posted else _concerned(facts, actor, event),
        target_seq=posted.seq if posted else None,
        acting_as=_acting_as(facts, event, account),
        restated=restated,
        withdraws=withdraws,
        follows=number,
        hosted=facts.hosted,
        session=_session(facts, event),
    )


def _said(
    facts: RoomFacts, submission: Submission, event: events.MessagePosted, now: int
) -> Recorded:
    """A message concerns nobody but who wrote it, and whom it answers. (Most entries are one: 2 us
    less than as an act of any kind.)"""
    account = submission.actor.account
    answers = _answered(facts, event, account)
    evolve(facts, [event], account, now)
    return Recorded(
        entry=Entry(room=facts.room, seq=facts.head, at=now, event=event),
        actor=account,
        by=facts.people[account],
        submission=submission,
        tree=facts.tree,
        target=account,
        begins=facts.messages[event.message].unanswered,
        answers=answers,
    )


def _answered(facts: RoomFacts, event: events.MessagePosted, account: AccountId) -> PublicId | None:
    """The unanswered first message of somebody else that this replies to."""
    if event.reply_to is None:
        return None
    posted = facts.messages.get(event.reply_to)
    waits = posted is not None and posted.unanswered and posted.author != account
    return event.reply_to if waits else None


def _withdrawn(facts: RoomFacts, event: Event) -> tuple[PublicId, ...]:
    """The unanswered first messages that this takes away."""
    if type(event) not in TAKES_AWAY:
        return ()
    taken = events.messages_of(event)
    return tuple(message for message in taken if facts.messages[message].unanswered)


def _acting_as(facts: RoomFacts, event: Event, account: AccountId) -> Role | None:
    return role_everywhere(facts, account) if isinstance(event, events.AccountClosed) else None


def _session(facts: RoomFacts, event: Event) -> DropInFacts | None:
    """A copy: the next event of the batch may change it."""
    if not facts.drop_ins:
        return None
    session = facts.drop_ins.get(getattr(event, "drop_in", ""))
    return replace(session) if session else None


def _concerned(facts: RoomFacts, actor: Actor, event: Event) -> AccountId:
    member = getattr(event, "member", None) or getattr(event, "host", None)
    person = facts.person_by_member(member) if member else None
    return person.account if person else actor.account


def _charge(settlement: Settlement, facts: RoomFacts, submission: Submission, now: int) -> None:
    actor, command = submission.actor, submission.command
    if is_talk(command) and not actor.system:
        for room in (facts, *facts.reached):
            later = max(now, room.last_at)
            spent(room, actor.account, later)
            _belongs(settlement, room, room.people[actor.account], later)
    elif not actor.system:
        _belongs(settlement, facts, facts.people[actor.account], now)
    if member := getattr(command, "member", None):
        target = facts.person_by_member(member)
        if target is not None:
            _belongs(settlement, facts, target, now)


def _seat(settlement: Settlement, facts: RoomFacts, recorded: Iterable[Recorded], now: int) -> None:
    """Hosts belong to the room: what ends their account or takes their powers is told here too."""
    for each in recorded:
        event = each.entry.event
        if isinstance(event, events.DropInOpened | events.HostsChanged):
            for member in (event.host, event.co_host):
                if member and (person := facts.person_by_member(member)):
                    _belongs(settlement, facts, person, now)


def _belongs(settlement: Settlement, facts: RoomFacts, person: Person, now: int) -> None:
    person.joined = True
    settlement.members[facts.room, person.account] = (person, now)


def _accepted(batch: Batch, submission: Submission, recorded: list[Recorded]) -> Accepted:
    first = recorded[0].entry
    command, account = submission.command, submission.actor.account
    answer = AnswerRow(
        actor=account,
        command_id=command.command_id,
        room=first.room,
        seq=first.seq,
        at=first.at,
        digest=submission.digest,
    )
    batch.answers[account, command.command_id] = [answer]
    return Accepted(
        room=first.room,
        seq=first.seq,
        at=first.at,
        entries=tuple([each.entry for each in recorded]),
        attention_moved=any([each.moves_attention for each in recorded]),
    )
