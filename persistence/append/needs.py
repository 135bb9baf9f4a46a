"""What an append has to read and to lock, found from the commands alone. Pure.

Targets of account-wide commands come in resolved (`targets`): whom a member id means is read before
the locks, because it says which locks are needed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, get_args

from persistence.journal import Submission
from rooms import commands
from rooms.actor import Actor
from rooms.commands import Writing
from rooms.decide import is_talk
from rooms.ids import AccountId, DropInId, MemberId, PublicId, RoomId
from rooms.names import clean_name, skeleton

Target = tuple[RoomId, MemberId]


@dataclass(slots=True)
class Needs:
    """Keys of the facts to read; `people` are asked for in every room of `rooms` they pair with.

    `granted`: the accounts whose roles matter in every room, not in these alone. `talkers`: those
    of whom it matters what they have written anywhere. `recent`: members whose messages of the last
    hour are spoken of. `drop_ins`: sessions that are spoken of, `staged`: the rooms whose live
    session is, with the people of both; `questions` are to be read out.
    """

    rooms: set[RoomId] = field(default_factory=set)
    people: set[tuple[RoomId, AccountId]] = field(default_factory=set)
    members: set[Target] = field(default_factory=set)
    messages: set[tuple[RoomId, PublicId]] = field(default_factory=set)
    accounts: set[AccountId] = field(default_factory=set)
    skeletons: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    answers: set[PublicId] = field(default_factory=set)
    granted: set[AccountId] = field(default_factory=set)
    talkers: set[AccountId] = field(default_factory=set)
    recent: set[Target] = field(default_factory=set)
    drop_ins: set[tuple[RoomId, DropInId]] = field(default_factory=set)
    staged: set[RoomId] = field(default_factory=set)
    questions: set[tuple[RoomId, PublicId]] = field(default_factory=set)

    @property
    def are_of_talk(self) -> bool:
        """Whether nothing is asked for but what talk needs."""
        return not (self.skeletons or self.recent or self.staged)

    def parameters(self) -> tuple[str, ...]:
        """In the order of `sections_sql`: each a JSON object, in which a key may come twice."""
        spoken_of = (self.people, self.members, self.messages)
        of_talk = (_alone(self.rooms), *spoken_of, _alone(self.accounts), _alone(self.sessions))
        of_drop_ins = (self.drop_ins, _alone(self.staged), self.questions)
        lists = (*of_talk, _alone(self.answers), _alone(self.skeletons), self.recent, *of_drop_ins)
        return tuple(map(_object, lists))


def _alone(keys: Iterable[str]) -> Iterable[tuple[str, str]]:
    return [(key, "") for key in keys]


def _object(pairs: Iterable[tuple[str, str]]) -> str:
    return "{" + ",".join([f"{quoted(key)}:{quoted(value)}" for key, value in pairs]) + "}"


def needs_of(
    submissions: Iterable[Submission],
    targets: Mapping[Target, AccountId],
    belonging: Mapping[AccountId, Sequence[RoomId]],
) -> Needs:
    """The facts of a batch. `belonging`: the rooms of those whom account-wide commands concern."""
    needs = Needs()
    for submission in submissions:
        _add(needs, submission)
        concerned = account_concerned(submission, targets)
        if concerned is not None:
            needs.rooms.update(belonging.get(concerned, ()))
            if isinstance(submission.command, _TAKES_STANDING):
                needs.staged.update(belonging.get(concerned, ()))
            needs.granted |= {concerned, submission.actor.account}
    needs.granted.update(targets.values())
    needs.people.update((room, account) for (room, _), account in targets.items())
    # Who does such an act, and to whom, is known in every room that may hear of it.
    needs.people.update((room, account) for room in needs.rooms for account in needs.granted)
    return needs


_ACCOUNT_WIDE = frozenset(get_args(commands.AccountWide))


def is_account_wide(command: Writing) -> bool:
    if type(command) not in _ACCOUNT_WIDE:
        return False
    return not isinstance(command, commands.ChangeRole) or command.everywhere


def authority_targets(submissions: Iterable[Submission]) -> set[Target]:
    """Members whose authority is given or taken: their accounts are locked exclusively."""
    return {
        (submission.command.room, submission.command.member)
        for submission in submissions
        if isinstance(submission.command, _AUTHORITY)
    }


def accounts_concerned(
    submissions: Iterable[Submission], targets: Mapping[Target, AccountId]
) -> set[AccountId]:
    """The accounts whose every room an account-wide command of the batch speaks to."""
    found = (account_concerned(submission, targets) for submission in submissions)
    return {account for account in found if account is not None}


def account_concerned(
    submission: Submission, targets: Mapping[Target, AccountId]
) -> AccountId | None:
    """The account that an account-wide command is about, or None: unknown, or not account-wide."""
    command = submission.command
    if not is_account_wide(command):
        return None
    if isinstance(command, commands.ChangeName | commands.LeaveCommunity):
        return submission.actor.account
    assert isinstance(command, _AUTHORITY)
    return targets.get((command.room, command.member))


def skeleton_asked(command: Writing) -> str | None:
    """The skeleton of the name a command asks for, when the name is one that could be taken."""
    if not isinstance(command, commands.ChangeName):
        return None
    name = clean_name(command.name)
    return skeleton(name) if isinstance(name, str) else None


_AUTHORITY = (
    commands.CloseAccount | commands.OpenAccount | commands.SuspendPowers | commands.ChangeRole
)
_SPEAKS_OF = (
    commands.EditMessage
    | commands.RetractMessage
    | commands.React
    | commands.RemoveMessage
    | commands.RestoreMessage
)
_SANCTIONS = (
    commands.MuteMember | commands.RemoveMember | commands.LiftSanction | commands.EndSanction
)
_TAKES_STANDING = commands.MuteMember | commands.RemoveMember | commands.LeaveCommunity | _AUTHORITY
"""After these the people of a live session are looked at again."""


def _add(needs: Needs, submission: Submission) -> None:
    command, actor = submission.command, submission.actor
    needs.rooms.add(command.room)
    needs.answers.add(command.command_id)
    if not actor.system:
        needs.people.add((command.room, actor.account))
    if actor.session is not None:
        needs.sessions.add(actor.session)
    if is_talk(command):
        needs.talkers.add(actor.account)
    if (add := _FURTHER.get(type(command))) is not None:
        add(needs, command, actor)


def _post(needs: Needs, command: commands.PostMessage, actor: Actor) -> None:
    del actor
    if command.reply_to is not None:
        needs.messages.add((command.room, command.reply_to))


def _speak_of(needs: Needs, command: Any, actor: Actor) -> None:
    needs.messages.add((command.room, command.message))
    needs.accounts.add(actor.account)


def _sanction(needs: Needs, command: Any, actor: Actor) -> None:
    del actor
    needs.members.add((command.room, command.member))
    if isinstance(command, _TAKES_STANDING):
        needs.staged.add(command.room)


def _remove_recent(needs: Needs, command: commands.RemoveRecent, actor: Actor) -> None:
    del actor
    needs.members.add((command.room, command.member))
    needs.recent.add((command.room, command.member))


def _change_name(needs: Needs, command: commands.ChangeName, actor: Actor) -> None:
    del actor
    if (asked := skeleton_asked(command)) is not None:
        needs.skeletons.add(asked)


def _take_standing(needs: Needs, command: Writing, actor: Actor) -> None:
    del actor
    needs.staged.add(command.room)


def _host(needs: Needs, command: Any, actor: Actor) -> None:
    del actor
    needs.staged.add(command.room)
    needs.drop_ins.add((command.room, command.drop_in))
    if isinstance(command, commands.NameCoHost) and command.member is not None:
        needs.members.add((command.room, command.member))
    elif isinstance(command, commands.ReadOut):
        needs.questions.add((command.room, command.question))


_FURTHER: dict[type[Writing], Callable[[Needs, Any, Actor], None]] = {
    commands.PostMessage: _post,
    commands.ChangeName: _change_name,
    commands.RemoveRecent: _remove_recent,
    commands.LeaveCommunity: _take_standing,
    **dict.fromkeys(get_args(_AUTHORITY), _take_standing),
    **dict.fromkeys(get_args(_SPEAKS_OF), _speak_of),
    **dict.fromkeys(get_args(_SANCTIONS), _sanction),
    **dict.fromkeys(get_args(commands.Hosting), _host),
}
