"""Why something at a drop-in did not work, in the reader's language and time; and which of its
forms it stands beside.
"""

from dataclasses import dataclass, field

from rooms.ids import DropInId
from rooms.refusals import Code, Refusal
from server.pages.refusal_texts import sentence
from server.pages.shown_times import Clock
from server.texts import Texts


@dataclass(frozen=True, slots=True)
class Failed:
    """The form that was refused ("" for none), why, and what was typed into it. `instead`: another
    session that is in the way."""

    form: str = ""
    text: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    instead: DropInId | None = None


NOTHING_FAILED = Failed()


def failed(
    catalogue: Texts, clock: Clock, form: str, refusal: Refusal, typed: dict[str, str]
) -> Failed:
    other = refusal.params.get("drop_in")
    instead = str(other) if refusal.code is Code.IN_ANOTHER_LINE and other else None
    return Failed(form, words(catalogue, clock, refusal), typed, instead)


def words(catalogue: Texts, clock: Clock, refusal: Refusal) -> str:
    """The refusal's sentence; an instant in it by this reader's clock."""
    at = refusal.params.get("at")
    if not isinstance(at, int):
        return sentence(catalogue, clock.lang, refusal)
    moment = clock.at(at)
    said = refusal.params | {"at": f"{moment.within}, {moment.clock}"}
    return sentence(catalogue, clock.lang, Refusal(code=refusal.code, params=said))
