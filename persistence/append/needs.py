"""What an append has to read and to lock, found from the commands alone. Pure.

Targets of account-wide commands come in resolved (`targets`): whom a member id means is read before
the locks, because it says which locks are needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from persistence.journal import Submission
from rooms import commands
from rooms.commands import Writing
from rooms.decide import is_talk
from rooms.ids import AccountId, DropInId, MemberId, PublicId, RoomId
from rooms.names import clean_name, skeleton

Target = tuple[RoomId, MemberId]


@dataclass(slots=True)
class Needs:
    """Keys of the facts to read; `people` are asked for in every room of `rooms` they pair with.

    `granted`: the accounts whose roles matter in every room, not in these alone. `talking`: people
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
    answers: set[tuple[AccountId, PublicId]] = field(default_factory=set)
    granted: set[AccountId] = field(default_factory=set)
    talking: set[tuple[RoomId, AccountId]] = field(default_factory=set)
    recent: set[Target] = field(default_factory=set)
    drop_ins: set[tuple[RoomId, DropInId]] = field(default_factory=set)
    staged: set[RoomId] = field(default_factory=set)
    questions: set[tuple[RoomId, PublicId]] = field(default_factory=set)

    @property
    def talkers(self) -> set[AccountId]:
        return {account for _, account in self.talking}

    @property
    def are_of_talk(self) -> bool:
        """Whether nothing is asked for but what talk needs."""
        return not (self.skeletons or self.granted or self.recent or self.staged)

    def parameters(self) -> tuple[str, ...]:
        """In the order of `facts_sql`: each a JSON array of arrays of strings."""
        rooms, sessions, names = map(_singly, (self.rooms, self.sessions, self.skeletons))
        accounts, granted = _singly(self.accounts), _singly(self.granted)
        spoken_of = (self.people, self.members, self.messages)
        of_talk = (rooms, *spoken_of, accounts, sessions, self.answers, self.talking)
        of_drop_ins = (self.drop_ins, _singly(self.staged), self.questions)
        lists = (*of_talk, names, granted, self.recent, *of_drop_ins)
        return tuple(msgspec.json.encode(each).decode() for each in lists)


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


def _singly(keys: set[AccountId] | set[str]) -> list[list[str]]:
    return [[key] for key in keys]


def is_account_wide(command: Writing) -> bool:
    if isinstance(command, commands.ChangeRole):
        return command.everywhere
    return isinstance(command, commands.AccountWide)


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
    needs.answers.add((actor.account, command.command_id))
    if not actor.system:
        needs.people.add((command.room, actor.account))
    if actor.session is not None:
        needs.sessions.add(actor.session)
    if is_talk(command):
        needs.talking.add((command.room, actor.account))
    if isinstance(command, commands.PostMessage):
        spoken_of = {command.command_id, command.reply_to} - {None}
        needs.messages |= {(command.room, message) for message in spoken_of if message}
    elif isinstance(command, _SPEAKS_OF):
        needs.messages.add((command.room, command.message))
        needs.accounts.add(actor.account)
    elif isinstance(command, _SANCTIONS):
        needs.members.add((command.room, command.member))
    elif isinstance(command, commands.RemoveRecent):
        needs.members.add((command.room, command.member))
        needs.recent.add((command.room, command.member))
    elif (asked := skeleton_asked(command)) is not None:
        needs.skeletons.add(asked)
    _add_staged(needs, command)


def _add_staged(needs: Needs, command: Writing) -> None:
    if isinstance(command, _TAKES_STANDING | commands.Hosting):
        needs.staged.add(command.room)
    if isinstance(command, commands.Hosting):
        needs.drop_ins.add((command.room, command.drop_in))
    if isinstance(command, commands.NameCoHost) and command.member is not None:
        needs.members.add((command.room, command.member))
    elif isinstance(command, commands.ReadOut):
        needs.questions.add((command.room, command.question))
        needs.messages.add((command.room, command.command_id))
