"""What HTTP says when all lines to the database are taken: busy, try again, and never an error."""

import msgspec
from starlette.requests import Request

from persistence.database import DatabaseCrowded
from rooms.refusals import Code, Refusal
from server.api.answering import CROWDED_MS, answers


@answers()
async def finds_no_line(request: Request) -> None:
    raise DatabaseCrowded


async def test_crowded_is_busy() -> None:
    answer = await finds_no_line(Request({"type": "http"}))
    assert answer.status_code == 503
    said = msgspec.json.decode(answer.body, type=Refusal)
    assert (said.code, said.retry_after) == (Code.BUSY, CROWDED_MS)
