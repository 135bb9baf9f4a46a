"""Those who wait in the invented line, when it is their turn: they are ready, say what they came to
say, and are done. They answer nobody. A visitor who waits for an invented host is called soon.
"""

from persistence.reading import transcripts
from rooms.actor import Actor
from rooms.commands import FreeFloor, PostMessage, TakeFloor
from rooms.dropins import acts
from rooms.dropins.hosted import Hosted
from rooms.dropins.line import Place
from rooms.dropins.views import PlaceState
from rooms.ids import AccountId, PublicId, member_id, new_public_id
from server.demo import sessions
from server.demo.acts import Cast
from server.demo.community import command_id
from server.demo.sessions import DemoSession
from server.demo.standing_in import Stage, act
from server.parts import Parts

READY_AFTER_MS = 6_000
SAYS_AFTER_MS = 12_000
DONE_AFTER_MS = 4 * 60_000
CALLED_AFTER_MS = 45_000


async def play(parts: Parts, cast: Cast, stage: Stage) -> None:
    """What is due by now, in a session that is live and not paused."""
    hosted = stage.watched.hosted
    if hosted is None or hosted.frozen:
        return
    if hosted.speaker is not None:
        await _turn(parts, cast, stage, hosted, hosted.speaker)
    elif (called := stage.line.called) is not None:
        await _ready(parts, stage, called)
    elif hosted.host in stage.invented and (visitor := _visitor_waits(stage)):
        member = member_id(cast.secret, stage.watched.room, visitor.account)
        await act(parts, stage, hosted.host, acts.CallNext(member=member))


def _visitor_waits(stage: Stage) -> Place | None:
    """Somebody who is not invented, or is played by a visitor now, and has waited for a while."""
    return next(
        (
            place
            for place in stage.line.held
            if place.state is PlaceState.WAITING
            and place.account not in stage.invented
            and stage.now - place.since >= CALLED_AFTER_MS
        ),
        None,
    )


async def _ready(parts: Parts, stage: Stage, called: Place) -> None:
    if called.account in stage.guests and stage.now - called.since >= READY_AFTER_MS:
        watched = stage.watched
        command = TakeFloor(command_id=new_public_id(), room=watched.room, drop_in=watched.drop_in)
        await parts.desk.carry_out(Actor(called.account), command)


async def _turn(parts: Parts, cast: Cast, stage: Stage, hosted: Hosted, speaker: AccountId) -> None:
    spoken_ms = stage.now - hosted.speaker_since
    if speaker not in stage.guests:
        if hosted.host in stage.invented:
            await _greet(parts, cast, stage, hosted)
        return
    if spoken_ms >= DONE_AFTER_MS:
        watched = stage.watched
        command = FreeFloor(command_id=new_public_id(), room=watched.room, drop_in=watched.drop_in)
        await parts.desk.carry_out(Actor(speaker), command)
    elif spoken_ms >= SAYS_AFTER_MS:
        await _say(parts, stage, speaker, _words(stage, cast, speaker), "turn")


async def _greet(parts: Parts, cast: Cast, stage: Stage, hosted: Hosted) -> None:
    """To a visitor who has the floor the host says, once, that nobody real is here to answer."""
    session = _session(stage, cast)
    if session is not None and session.greeting:
        await _say(parts, stage, hosted.host, session.greeting, "greeting")


async def _say(parts: Parts, stage: Stage, by: AccountId, body: str, what: str) -> None:
    """Once a session and person."""
    own: PublicId = command_id(stage.watched.drop_in, what, by)
    room = stage.watched.room
    if body and not await parts.database.read(transcripts.message_seq, room, own):
        post = PostMessage(command_id=own, room=room, body=body)
        await parts.desk.carry_out(Actor(by), post)


def _words(stage: Stage, cast: Cast, speaker: AccountId) -> str:
    session = _session(stage, cast)
    waiting = session.waiting if session else ()
    return next((place.words for place in waiting if cast.people[place.by] == speaker), "")


def _session(stage: Stage, cast: Cast) -> DemoSession | None:
    """Which invented session this is: by its room, as only one at a time is live there."""
    room = stage.watched.room
    return next((each for each in sessions.read() if cast.rooms[each.room] == room), None)
