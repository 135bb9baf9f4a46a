"""What a form for scheduling is about, and saving or calling off as it asks."""

from dataclasses import dataclass

from persistence.dropins.outlook import Place
from persistence.dropins.planned import PlannedSeries, PlannedSession
from rooms.actor import Actor
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Saved, Scope, Stopped
from rooms.ids import RoomId
from rooms.refusals import Refusal
from server.calendar import saving
from server.pages.schedule_form import Fields
from server.parts import Parts


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is about: `room` and what is edited there, as it is stored now. `plan` is where
    an edit begins. `series` or `session`: what the page is about; `scope`: how much of it."""

    room: RoomId
    scope: Scope
    version: int = 0
    plan: Plan | None = None
    series: PlannedSeries | None = None
    session: PlannedSession | None = None

    @property
    def place(self) -> Place:
        if self.session is None:
            return Place(series=self.series.series if self.series else None)
        if self.scope is Scope.ONE:
            return Place(alone=self.session.drop_in)
        return Place(series=self.session.series, since=self.session.drop_in)


async def save(parts: Parts, actor: Actor, form: Form, plan: Plan, version: int) -> Saved | Refusal:
    if form.session is not None and form.scope is Scope.ONE:
        return await saving.change(parts, actor, form.session.drop_in, version, plan)
    if form.series is None:
        return await saving.create(parts, actor, plan)
    since = form.session.drop_in if form.session else None
    return await saving.edit(parts, actor, form.series.series, version, plan, since)


async def cancel(parts: Parts, actor: Actor, form: Form, version: int) -> Saved | Refusal:
    session = form.session
    which = session.series if session else form.series.series if form.series else ""
    drop_in = session.drop_in if session else None
    return await saving.cancel(parts, actor, which, version, form.scope, drop_in)


async def stop(
    parts: Parts, actor: Actor, form: Form, *, everything: bool
) -> Saved | Stopped | Refusal:
    """The series, or `everything` of its host."""
    session, series = form.session, form.series
    which = session.series if session else series.series if series else ""
    if everything:
        return await saving.stop_all(parts, actor, which)
    return await saving.stop(parts, actor, which)


def version_of(fields: Fields) -> int:
    """As the page was loaded; 0 is never right."""
    text = fields.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
