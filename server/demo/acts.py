"""What the invented people did before the demonstration begins, as commands with their times.

Pure. Who they are in the database comes in as ids.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rooms.commands import (
    EditMessage,
    MuteMember,
    PostMessage,
    React,
    RemoveMessage,
    RetractMessage,
    Writing,
)
from rooms.ids import AccountId, RoomId, member_id
from server.demo.community import (
    Community,
    DemoMessage,
    DemoPause,
    Line,
    Talk,
    command_id,
    message_id,
    minutes,
)

FIRST_REACTION_MINUTES = 2
BETWEEN_REACTIONS_MINUTES = 3


@dataclass(frozen=True, slots=True)
class Cast:
    """The people by their names and the rooms by their keys; `secret` makes member ids."""

    people: Mapping[str, AccountId]
    rooms: Mapping[str, RoomId]
    secret: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """`by` gives this command so many minutes before the demonstration begins."""

    minutes_ago: int
    by: AccountId
    command: Writing


def in_order(community: Community, cast: Cast) -> list[Act]:
    """Every act, the oldest first; those of one minute in the order of their file."""
    acts = [act for talk in community.talk for act in _in_room(talk, cast)]
    return sorted(acts, key=lambda act: -act.minutes_ago)


def said(line: Line, talk: Talk, cast: Cast) -> PostMessage:
    """The command that says this line."""
    answered = message_id(talk.room, line.reply_to) if line.reply_to else None
    return PostMessage(
        command_id=message_id(talk.room, line.id),
        room=cast.rooms[talk.room],
        body=line.body.strip(),
        reply_to=answered,
    )


def _in_room(talk: Talk, cast: Cast) -> Iterator[Act]:
    for message in talk.message:
        yield Act(minutes(message.ago), cast.people[message.by], said(message, talk, cast))
        yield from _reactions(message, talk, cast)
        yield from _changes(message, talk, cast)
    for pause in talk.pause:
        yield _pause(pause, talk, cast)


def _reactions(message: DemoMessage, talk: Talk, cast: Cast) -> Iterator[Act]:
    """Soon after the message, one after the other, and the last not after the beginning."""
    given = [(who, kind) for kind, names in message.reactions.items() for who in names]
    for place, (who, kind) in enumerate(given):
        later = FIRST_REACTION_MINUTES + place * BETWEEN_REACTIONS_MINUTES
        react = React(
            command_id=command_id(talk.room, message.id, who, kind),
            room=cast.rooms[talk.room],
            message=message_id(talk.room, message.id),
            reaction=kind,
        )
        yield Act(max(0, minutes(message.ago) - later), cast.people[who], react)


def _changes(message: DemoMessage, talk: Talk, cast: Cast) -> Iterator[Act]:
    room, posted = cast.rooms[talk.room], message_id(talk.room, message.id)
    author = cast.people[message.by]
    if edited := message.edited:
        own = command_id(talk.room, message.id, "edited")
        edit = EditMessage(command_id=own, room=room, message=posted, body=edited.body.strip())
        yield Act(minutes(edited.ago), author, edit)
    if message.taken_back:
        own = command_id(talk.room, message.id, "taken back")
        retract = RetractMessage(command_id=own, room=room, message=posted)
        yield Act(minutes(message.taken_back), author, retract)
    if down := message.taken_down:
        own = command_id(talk.room, message.id, "taken down")
        remove = RemoveMessage(command_id=own, room=room, message=posted, reason=down.reason)
        yield Act(minutes(down.ago), cast.people[down.by], remove)


def _pause(pause: DemoPause, talk: Talk, cast: Cast) -> Act:
    room = cast.rooms[talk.room]
    mute = MuteMember(
        command_id=command_id(talk.room, pause.member, "paused"),
        room=room,
        member=member_id(cast.secret, room, cast.people[pause.member]),
        seconds=pause.minutes * 60,
        reason=pause.reason,
    )
    return Act(minutes(pause.ago), cast.people[pause.by], mute)
