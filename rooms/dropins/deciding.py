"""What an act does to a line: the line as it is then, or a refusal. Pure, and total.

Standing in the room was asked before (`rooms.decide.gate`); here it is about the session alone.
"""

from collections.abc import Callable
from typing import Any

from rooms.dropins import acts, leading, replies, waiting
from rooms.dropins.acts import LineAct, OfHosts
from rooms.dropins.line import Line
from rooms.dropins.who import Who
from rooms.refusals import Code, Refusal, refuse

Outcome = Line | Refusal


def _unchanged(line: Line, act: LineAct, who: Who, now: int) -> Outcome:
    # Asking a moderator is a call, and changes no line.
    del act, who, now
    return line


_ACTS: dict[type[LineAct], Callable[[Line, Any, Who, int], Outcome]] = {
    acts.TakePlace: waiting.take,
    acts.StepAside: waiting.step_aside,
    acts.ComeBack: waiting.come_back,
    acts.LeaveLine: waiting.leave,
    acts.MoreTime: waiting.more_time,
    acts.PassTurn: waiting.pass_turn,
    acts.HidePosition: waiting.hide_position,
    acts.HoldReply: replies.hold,
    acts.TakeBackReply: replies.take_back,
    acts.CallNext: leading.call_next,
    acts.PutOff: leading.put_off,
    acts.MoveUp: leading.move_up,
    acts.AnswerInWriting: leading.answer_in_writing,
    acts.CloseLine: leading.close_line,
    acts.OpenLine: leading.open_line,
    acts.TellWaiting: leading.tell_waiting,
    acts.RunLate: leading.run_late,
    acts.OfferHosting: leading.offer_hosting,
    acts.AllWell: leading.all_well,
    acts.AskModerator: _unchanged,
}


def decide_act(line: Line, act: LineAct, who: Who, now: int) -> Outcome:
    """What `act` does at `now` (ms, database clock) to a line that was settled for that moment.

    A refusal changes nothing; `not_allowed` to who does not run the session, for an act of hosts,
    and `not_live` when it is over.
    """
    if isinstance(act, OfHosts):
        if not who.leads(line):
            return refuse(Code.NOT_ALLOWED)
        if line.over:
            return refuse(Code.NOT_LIVE)
    return _ACTS[type(act)](line, act, who, now)
