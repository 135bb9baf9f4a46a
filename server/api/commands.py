"""Writing over HTTP: the same commands as on the socket, through the same desk."""

import msgspec
from starlette.requests import Request

from persistence.journal import Accepted
from rooms.commands import Confirmed, Writing
from rooms.refusals import Code, Refusal, refuse
from server.api.answering import answers, body_of
from server.api.endpoint import Access, Endpoint
from server.people.auth import parts_of, signed_in
from server.talk.frames import Receipt

_command = msgspec.json.Decoder(Writing)


@answers()
async def carry_out(request: Request) -> Receipt | Refusal:
    """Carry out a writing command.

    The receipt follows the commit. Sending the same command again, with the same `command_id`,
    gives the first answer; after `retry` that is how to learn what became of it.
    """
    actor = await signed_in(request)
    command = await body_of(request, _command)
    if isinstance(command, Confirmed):
        return refuse(Code.NOT_ALLOWED)
    outcome = await parts_of(request).desk.carry_out(actor, command)
    if not isinstance(outcome, Accepted):
        return outcome
    return Receipt(
        ref=command.ref,
        command_id=command.command_id,
        room=outcome.room,
        seq=outcome.seq,
        at=outcome.at,
        repeated=outcome.repeated,
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="POST",
        path="/api/commands",
        handler=carry_out,
        access=Access.SIGNED_IN,
        body=Writing,
        result=Receipt,
        refusals=(
            Code.ACCOUNT_CLOSED,
            Code.BAD_TEXT,
            Code.BUSY,
            Code.CALM,
            Code.EMPTY,
            Code.GONE,
            Code.IDEMPOTENCY_CONFLICT,
            Code.MUTED,
            Code.NAME_INVALID,
            Code.NAME_TAKEN,
            Code.NEW_ACCOUNT_LINK,
            Code.NEW_ACCOUNT_ROOMS,
            Code.NO_CONSENT,
            Code.NOT_ALLOWED,
            Code.NOTHING_TO_CHANGE,
            Code.RATE_LIMITED,
            Code.RETRY,
            Code.ROOM_LOCKED,
            Code.SLOW,
            Code.STEPPED_OUT,
            Code.TOO_LATE,
            Code.TOO_LONG,
            Code.UNKNOWN_MEMBER,
            Code.UNKNOWN_MESSAGE,
            Code.UNKNOWN_ROOM,
        ),
    ),
)
