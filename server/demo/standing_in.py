"""One session at one moment, and an act in its line by somebody invented."""

from dataclasses import dataclass

from rooms.actor import Actor
from rooms.dropins.acts import LineAct
from rooms.dropins.clockwork import Watched
from rooms.dropins.line import Line
from rooms.ids import AccountId
from rooms.refusals import Refusal
from server.parts import Parts


@dataclass(frozen=True, slots=True)
class Stage:
    """`invented`: those of the cast whom no visitor is in this room now; `guests` are those of them
    who wait by the script. A place that a visitor took stays the visitor's. `now` in ms."""

    watched: Watched
    line: Line
    invented: frozenset[AccountId]
    guests: frozenset[AccountId]
    now: int

    @property
    def host(self) -> AccountId:
        hosted = self.watched.hosted
        return hosted.host if hosted else self.watched.host


async def act(parts: Parts, stage: Stage, account: AccountId, wanted: LineAct) -> None:
    """What is refused is left: the house has the last word."""
    drop_in = stage.watched.drop_in
    outcome = await parts.line_gate.act(Actor(account), drop_in, wanted)
    if not isinstance(outcome, Refusal):
        parts.lines.moved(stage.watched.room)
