"""One drop-in as one reader may see it, read in one snapshot: its view, who they are in its room,
and what they asked or said of it. Knows no page.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from persistence.dropins import debriefs, feedback, present, questions, snapshot
from persistence.dropins.debriefs import Debrief
from persistence.dropins.feedback import Released
from persistence.dropins.questions import OwnQuestion
from persistence.people import wishes
from rooms.actor import Actor
from rooms.dropins.views import Card, LineView
from rooms.ids import DropInId
from rooms.refusals import Refusal
from server import drop_in_reading, reading
from server.directory.listing import Directory


@dataclass(frozen=True, slots=True)
class SessionRead:
    """`refused`: why this reader is not in its room; they see no more of it than its card then.
    `by_mail`: whether reminders reach them by mail as well; `could_mail`: they would, if the reader
    agreed. `was_there` while it was live."""

    view: LineView
    card: Card
    directory: Directory
    now: int
    refused: Refusal | None
    own: tuple[OwnQuestion, ...] = ()
    was_there: bool = False
    by_mail: bool = False
    could_mail: bool = False
    released: Released | None = None
    debrief: Debrief | None = None

    @property
    def member(self) -> bool:
        """Whether the reader can take part."""
        return self.refused is None


def read(
    connection: Connection, secret: bytes, actor: Actor | None, drop_in: DropInId
) -> SessionRead | None:
    """None for a session that does not exist."""
    found = snapshot.snapshot_of(connection, secret, drop_in)
    if found is None:
        return None
    here = reading.admitted(connection, secret, actor, found.room)
    view = drop_in_reading.seen_by(connection, secret, actor, found)
    common = SessionRead(
        view=view,
        card=view.card or found.card,
        directory=reading.directory(connection, secret, actor),
        now=found.at,
        refused=here if isinstance(here, Refusal) else None,
    )
    return common if actor is None else _of(connection, secret, actor, common)


def _of(connection: Connection, secret: bytes, actor: Actor, read: SessionRead) -> SessionRead:
    account, drop_in = actor.account, read.card.drop_in
    wished = wishes.of(connection, account)
    mine = replace(
        read,
        own=questions.own(connection, drop_in, account),
        was_there=present.was_there(connection, secret, drop_in, account),
        by_mail=wished.by_mail,
        could_mail=wished.address is not None and not wished.by_mail,
    )
    if read.view.hosting is None:
        return mine
    return replace(
        mine,
        released=feedback.released(connection, drop_in),
        debrief=debriefs.own(connection, drop_in, account),
    )
