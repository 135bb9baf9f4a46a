"""Questions to the hosts of a drop-in over HTTP: asked, taken back, answered in writing."""

import msgspec
from starlette.requests import Request

from persistence.dropins import questions
from persistence.dropins.questions import OwnQuestion, Question
from rooms.dropins.views import LineView
from rooms.ids import DropInId, PublicId
from rooms.refusals import Code, Refusal
from server.api.answering import answers, body_of, path_of
from server.api.drop_ins import OF_TEXT, STANDING, OfDropIn, Words, moved
from server.api.endpoint import Access, Endpoint
from server.people.auth import parts_of, signed_in


class OfQuestion(msgspec.Struct, frozen=True):
    drop_in: DropInId
    question: PublicId


class OwnQuestions(msgspec.Struct, frozen=True, kw_only=True):
    """What one asked in a session, oldest first, with the answers."""

    questions: tuple[OwnQuestion, ...]


class WrittenAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For the asker alone."""

    body: Words


_question = msgspec.json.Decoder(Question)
_answer = msgspec.json.Decoder(WrittenAnswer)


@answers()
async def read_own_questions(request: Request) -> OwnQuestions:
    """Read what one asked in a session, with the answers."""
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    found = await parts.database.read(questions.own, asked.drop_in, actor.account)
    return OwnQuestions(questions=found)


@answers()
async def ask_question(request: Request) -> LineView | Refusal:
    """Ask the hosts something, ahead or while the session is live.

    It is for the hosts. In the room it appears only as `shown` says; it is erased seven days after
    the session. Asking again with the same id is asking once.
    """
    asked = path_of(request, OfDropIn, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    question = await body_of(request, _question)
    room = await parts.database.write(questions.ask, parts.secret, actor, asked.drop_in, question)
    return await moved(request, asked.drop_in, room)


@answers()
async def take_back_question(request: Request) -> LineView | Refusal:
    """Take one's own question back: it is erased, and its answer with it."""
    asked = path_of(request, OfQuestion, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    room = await parts.database.write(questions.take_back, actor, asked.drop_in, asked.question)
    return await moved(request, asked.drop_in, room)


@answers()
async def answer_question(request: Request) -> LineView | Refusal:
    """Answer a question in writing, for its asker alone, who is told (hosts, moderators).

    Until seven days after the session.
    """
    asked = path_of(request, OfQuestion, Code.UNKNOWN_DROP_IN)
    actor, parts = await signed_in(request), parts_of(request)
    body = (await body_of(request, _answer)).body
    room = await parts.database.write(
        questions.answer, parts.secret, actor, asked.drop_in, asked.question, body
    )
    return await moved(request, asked.drop_in, room)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="GET",
        path="/api/drop-ins/{drop_in}/questions",
        handler=read_own_questions,
        access=Access.SIGNED_IN,
        path_fields=OfDropIn,
        result=OwnQuestions,
        refusals=(Code.UNKNOWN_DROP_IN,),
    ),
    Endpoint(
        method="POST",
        path="/api/drop-ins/{drop_in}/questions",
        handler=ask_question,
        access=Access.SIGNED_IN,
        path_fields=OfDropIn,
        body=Question,
        result=LineView,
        refusals=(
            *STANDING,
            *OF_TEXT,
            *(Code.IDEMPOTENCY_CONFLICT, Code.NEW_ACCOUNT_LINK, Code.NOT_LIVE),
            *(Code.RATE_LIMITED, Code.TOO_MANY_QUESTIONS),
        ),
    ),
    Endpoint(
        method="DELETE",
        path="/api/drop-ins/{drop_in}/questions/{question}",
        handler=take_back_question,
        access=Access.SIGNED_IN,
        path_fields=OfQuestion,
        result=LineView,
        refusals=(Code.GONE, Code.UNKNOWN_DROP_IN),
    ),
    Endpoint(
        method="POST",
        path="/api/drop-ins/{drop_in}/questions/{question}/answer",
        handler=answer_question,
        access=Access.SIGNED_IN,
        path_fields=OfQuestion,
        body=WrittenAnswer,
        result=LineView,
        refusals=(*STANDING, *OF_TEXT, Code.GONE, Code.NOTHING_TO_CHANGE, Code.TOO_LATE),
    ),
)
