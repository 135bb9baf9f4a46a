"""What happens in an invented session that is live or over, as steps with their times: each is done
by its person, through the same door as everybody's.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from persistence.dropins import feedback, questions, seen
from persistence.dropins.feedback import Feedback
from persistence.dropins.questions import Question
from persistence.dropins.seen import Here
from rooms.actor import Actor
from rooms.commands import (
    CloseDropIn,
    FreeFloor,
    OpenDropIn,
    PostMessage,
    ReadOut,
    TakeFloor,
    Writing,
)
from rooms.dropins import acts
from rooms.dropins.acts import LineAct
from rooms.ids import AccountId, PublicId
from server.demo.acts import Cast
from server.demo.community import command_id, minutes
from server.demo.planning import Planned
from server.demo.sessions import DemoPlace, DemoQuestion, SaidThere, When
from server.parts import Parts

TOLD_MINUTES_AGO = 6
WELL_MINUTES_AGO = 3
FELT_MINUTES = 5
"""So long after the end the first says how it was."""

Do = Callable[[Parts], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Step:
    """Done so many minutes before the demonstration begins; answers with a `Refusal` if refused."""

    minutes_ago: int
    do: Do
    session: str
    """Its key: when one step of it is refused, the rest makes no sense."""


def in_order(planned: Planned, cast: Cast) -> list[Step]:
    """Every step of the session, the oldest first."""
    hour = _Hour(planned, cast)
    steps = [*_opening(hour), *_waiting(hour), *_talk(hour), *_questions(hour), *_end(hour)]
    if planned.session.when is When.LIVE:
        steps.append(hour.present(0))
    return sorted(steps, key=lambda step: -step.minutes_ago)


def from_the_door(planned: Planned, cast: Cast, begins: int) -> list[Step]:
    """A live session with its line and nothing else, open for so many minutes: the next one."""
    hour = _Hour(planned, cast)
    waiting = [
        hour.act(begins, place.by, _taken(place))
        for place in planned.session.waiting
        if place.done is None
    ]
    return [*waiting, *_opened(hour, begins)]


@dataclass(frozen=True, slots=True)
class _Hour:
    planned: Planned
    cast: Cast

    def actor(self, name: str) -> Actor:
        return Actor(self.cast.people[name])

    def id(self, *words: str) -> PublicId:
        return command_id(self.planned.drop_in, *words)

    def step(self, minutes_ago: int, do: Do) -> Step:
        return Step(minutes_ago, do, self.planned.session.key)

    def command(self, minutes_ago: int, by: str, command: Writing) -> Step:
        actor = self.actor(by)
        return self.step(minutes_ago, lambda parts: parts.desk.carry_out(actor, command))

    def act(self, minutes_ago: int, by: str, act: LineAct) -> Step:
        actor, drop_in = self.actor(by), self.planned.drop_in
        return self.step(
            minutes_ago,
            lambda parts: parts.line_gate.act(actor, drop_in, act),
        )

    def present(self, minutes_ago: int) -> Step:
        """Whoever hosts, waits or reads along is in the room."""
        session, people = self.planned.session, self.cast.people
        others = {*session.here, *(place.by for place in session.waiting)}
        here = Here(
            helpers=frozenset({people[session.host], people[session.second]}),
            others=frozenset(people[name] for name in others),
        )
        rooms = {self.planned.room: here}
        return self.step(
            minutes_ago, lambda parts: parts.database.write(seen.mark, parts.secret, rooms)
        )


def _opening(hour: _Hour) -> Iterator[Step]:
    begins = hour.planned.session.begins
    if begins is not None:
        yield from _opened(hour, minutes(begins))


def _opened(hour: _Hour, begins: int) -> Iterator[Step]:
    planned = hour.planned
    opens = OpenDropIn(command_id=hour.id("opens"), room=planned.room, drop_in=planned.drop_in)
    yield hour.command(begins, planned.session.host, opens)
    yield hour.present(begins)


def _waiting(hour: _Hour) -> Iterator[Step]:
    for place in hour.planned.session.waiting:
        yield hour.act(minutes(place.ago), place.by, _taken(place))
        yield from _turn(hour, place)
    session = hour.planned.session
    if session.told:
        yield hour.act(TOLD_MINUTES_AGO, session.host, acts.TellWaiting(words=session.told))
    if session.when is When.LIVE:
        yield hour.act(WELL_MINUTES_AGO, session.host, acts.AllWell())


def _taken(place: DemoPlace) -> acts.TakePlace:
    return acts.TakePlace(
        question=place.question,
        note=place.note,
        shown=place.shown,
        language=place.language,
        in_writing=place.in_writing,
    )


def _turn(hour: _Hour, place: DemoPlace) -> Iterator[Step]:
    """A turn that is over: called, ready within the minute, and given back."""
    if place.called is None or place.done is None:
        return
    planned, called = hour.planned, minutes(place.called)
    room, drop_in = planned.room, planned.drop_in
    yield hour.act(called, planned.session.host, acts.CallNext())
    ready = TakeFloor(command_id=hour.id("ready", place.by), room=room, drop_in=drop_in)
    yield hour.command(called - 1, place.by, ready)
    done = FreeFloor(command_id=hour.id("done", place.by), room=room, drop_in=drop_in)
    yield hour.command(minutes(place.done), place.by, done)


def _talk(hour: _Hour) -> Iterator[Step]:
    for said in hour.planned.session.said:
        yield hour.command(minutes(said.ago), said.by, _post(hour, said))


def _post(hour: _Hour, said: SaidThere) -> PostMessage:
    return PostMessage(
        command_id=hour.id("said", said.id),
        room=hour.planned.room,
        body=said.body,
        reply_to=hour.id("said", said.reply_to) if said.reply_to else None,
    )


def _questions(hour: _Hour) -> Iterator[Step]:
    for asked in hour.planned.session.asked:
        yield _asks(hour, asked)
        if asked.read_out is not None:
            yield _read_out(hour, asked, minutes(asked.read_out))
        if asked.answered is not None:
            yield _answers(hour, asked, minutes(asked.answered.ago), asked.answered.body)


def _asks(hour: _Hour, asked: DemoQuestion) -> Step:
    actor, drop_in = hour.actor(asked.by), hour.planned.drop_in
    question = Question(question=hour.id("asked", asked.id), body=asked.body, shown=asked.shown)
    return hour.step(
        minutes(asked.ago),
        lambda parts: parts.database.write(questions.ask, parts.secret, actor, drop_in, question),
    )


def _read_out(hour: _Hour, asked: DemoQuestion, ago: int) -> Step:
    """Its message has the id that an answer to it names."""
    planned = hour.planned
    command = ReadOut(
        command_id=hour.id("said", asked.id),
        room=planned.room,
        drop_in=planned.drop_in,
        question=hour.id("asked", asked.id),
    )
    return hour.command(ago, planned.session.host, command)


def _answers(hour: _Hour, asked: DemoQuestion, ago: int, body: str) -> Step:
    actor, drop_in = hour.actor(hour.planned.session.host), hour.planned.drop_in
    question = hour.id("asked", asked.id)
    return hour.step(
        ago,
        lambda parts: parts.database.write(
            questions.answer, parts.secret, actor, drop_in, question, body
        ),
    )


def _end(hour: _Hour) -> Iterator[Step]:
    session, planned = hour.planned.session, hour.planned
    if session.ended is None:
        return
    over = minutes(session.ended)
    closes = CloseDropIn(command_id=hour.id("closes"), room=planned.room, drop_in=planned.drop_in)
    yield hour.command(over, session.host, closes)
    for place, felt in enumerate(session.feedback):
        said = Feedback(heard=felt.heard, again=felt.again, words=felt.words)
        yield _feels(hour, over - FELT_MINUTES - place, hour.cast.people[felt.by], said)


def _feels(hour: _Hour, ago: int, account: AccountId, said: Feedback) -> Step:
    actor, drop_in = Actor(account), hour.planned.drop_in
    return hour.step(
        ago,
        lambda parts: parts.database.write(feedback.give, parts.secret, actor, drop_in, said),
    )
