"""Replies that wait until the share in a circle has ended: three of one person at most.

They become messages of their own, checked again then as every message is.
"""

import msgspec

from rooms.dropins import acts
from rooms.dropins.forms import Form
from rooms.dropins.line import HeldReply, Line
from rooms.dropins.stages import State
from rooms.dropins.who import Who
from rooms.refusals import Code, Refusal, refuse
from rooms.text import clean_body

MOST_HELD = 3

Outcome = Line | Refusal


def hold(line: Line, act: acts.HoldReply, who: Who, now: int) -> Outcome:
    """A reply, kept until the share ends; the same one again changes nothing.

    Refused with `not_live` where no circle is live, `nothing_to_change` while nobody shares (then
    it can be said at once), `rate_limited` beyond three, and as a message's words are."""
    if line.state is not State.LIVE or line.form is not Form.CIRCLE:
        return refuse(Code.NOT_LIVE)
    body = clean_body(act.body)
    if isinstance(body, Refusal):
        return body
    reply = HeldReply(id=act.reply, account=who.account, body=body, at=now)
    known = next((held for held in line.replies if held.id == act.reply), None)
    if known is not None:
        same = (known.account, known.body) == (reply.account, reply.body)
        return line if same else refuse(Code.IDEMPOTENCY_CONFLICT)
    if line.speaker is None or line.speaker == who.account:
        return refuse(Code.NOTHING_TO_CHANGE)
    mine = [held for held in line.replies if held.account == who.account and held.refusal is None]
    if len(mine) >= MOST_HELD:
        return refuse(Code.RATE_LIMITED)
    return msgspec.structs.replace(line, replies=(*line.replies, reply))


def take_back(line: Line, act: acts.TakeBackReply, who: Who, now: int) -> Outcome:
    """It is not said after all; `gone` when it was said already, or never held."""
    del now
    others = tuple(held for held in line.replies if held.id != act.reply)
    mine = [held for held in line.replies if held.id == act.reply]
    if not mine or mine[0].account != who.account:
        return refuse(Code.GONE)
    return msgspec.structs.replace(line, replies=others)
