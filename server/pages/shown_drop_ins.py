"""Drop-ins as the pages show them: a card in the reader's language and time, with what can be said
of where it stands. Made from values; who may see what was asked elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rooms.dropins.forms import HAS_LINE
from rooms.dropins.stages import LATE_MS, LOBBY_MS, UNHOSTED_MS, WRAPPING_MS, Stage
from rooms.dropins.views import Card
from rooms.ids import DropInId, RoomId
from server.pages.shown_rooms import NextDropIn, ShownRoom
from server.pages.shown_times import MINUTE_MS, Clock, ShownTime
from server.tongues import Tongue, called, listed

GATHERING = frozenset({Stage.LOBBY, Stage.LATE})
GOING_ON = frozenset({Stage.LIVE, Stage.HOST_AWAY, Stage.WRAPPING, Stage.OVERRUN})
OVER = frozenset({Stage.ENDED, Stage.ANSWERED, Stage.UNHOSTED, Stage.CANCELLED})
AHEAD = GATHERING | {Stage.SCHEDULED}

DAYS = 14
"""So many days are shown together, from today on."""
DAY_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class ShownDropIn:
    """A session's card in one language. `chip` is where it stands in a word or two, `status` in a
    sentence. `host` is kept apart from the direction of what is around it. `turns`: when it will
    stand elsewhere by the clock alone, in ms. `room`: None where this reader is not told of it."""

    card: Card
    room: ShownRoom | None
    host: str
    chip: str
    status: str
    form: str
    starts: ShownTime
    ends: ShownTime
    next: ShownTime | None
    tongues: tuple[Tongue, ...]
    spoken: str
    turns: tuple[int, ...]

    @property
    def id(self) -> DropInId:
        return self.card.drop_in

    @property
    def going_on(self) -> bool:
        return self.card.stage in GOING_ON

    @property
    def over(self) -> bool:
        return self.card.stage in OVER

    @property
    def ahead(self) -> bool:
        return self.card.stage in AHEAD

    @property
    def gathers(self) -> bool:
        """Whether its door is open, or about to be."""
        return self.card.stage in GATHERING

    @property
    def has_line(self) -> bool:
        return self.card.form in HAS_LINE

    @property
    def look(self) -> str:
        """How its chip looks."""
        return "on" if self.going_on else "off" if self.over else "soon"


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day with its sessions, which may be none."""

    name: str
    iso: str
    drop_ins: tuple[ShownDropIn, ...]


def shown(clock: Clock, card: Card, rooms: Mapping[RoomId, ShownRoom]) -> ShownDropIn:
    """The card for one reader."""
    host = apart(card.host_name or clock.says("writer-left"))
    return ShownDropIn(
        card=card,
        room=rooms.get(card.room),
        host=host,
        chip=clock.says(f"dropin-chip-{_chip(card)}"),
        status=_status(clock, card, host),
        form=clock.says(f"dropin-form-{card.form}"),
        starts=clock.at(card.starts_at),
        ends=clock.at(card.ends_at),
        next=clock.at(card.next_at) if card.next_at else None,
        tongues=tuple(called(clock.lang, code) for code in card.languages),
        spoken=listed(clock.lang, card.languages),
        turns=tuple(moment for moment in _turns(card) if moment > clock.now),
    )


def apart(name: str) -> str:
    """A name inside a sentence, isolated by Unicode's marks for it."""
    return f"\u2068{name}\u2069"


def at(clock: Clock, time: ShownTime) -> str:
    """«a las 18:00»."""
    return clock.says("dropin-at", clock=time.clock, hour=time.hour)


def by_day(clock: Clock, drop_ins: Iterable[ShownDropIn]) -> list[ShownDay]:
    """Those ahead by the reader's days: today and tomorrow always, later days that have any."""
    together: dict[date, list[ShownDropIn]] = {
        clock.today: [],
        clock.today + timedelta(days=1): [],
    }
    for each in drop_ins:
        together.setdefault(max(each.starts.date, clock.today), []).append(each)
    return [
        ShownDay(clock.day(day), day.isoformat(), tuple(found))
        for day, found in sorted(together.items())
    ]


def in_a_line(clock: Clock, drop_in: ShownDropIn) -> NextDropIn:
    """For a list of rooms, or above one."""
    if drop_in.going_on or drop_in.gathers:
        words = clock.says("dropin-with", host=drop_in.host)
    else:
        begins = drop_in.starts
        when = {"day": begins.within, "at": at(clock, begins), "told": clock.zone.told.value}
        words = clock.says("dropin-next", host=drop_in.host, **when)
    chip = drop_in.chip if drop_in.going_on or drop_in.gathers else ""
    return NextDropIn(drop_in.id, words, chip, drop_in.going_on)


def next_by_room(drop_ins: Iterable[ShownDropIn]) -> dict[RoomId, ShownDropIn]:
    """For each room the session that is going on, or else its next one."""
    found: dict[RoomId, ShownDropIn] = {}
    for each in sorted(drop_ins, key=lambda one: (not one.going_on, one.card.starts_at)):
        if not each.over:
            found.setdefault(each.card.room, each)
    return found


def _chip(card: Card) -> str:
    return "stopped" if card.stopped and card.stage in OVER else card.stage.value


def _status(clock: Clock, card: Card, host: str) -> str:
    says = clock.says
    if card.stopped and card.stage is Stage.CANCELLED:
        return says("dropin-status-stopped")
    if card.frozen and card.stage in GOING_ON:
        return says("dropin-status-frozen")
    if card.late_minutes and card.stage in AHEAD:
        return says("dropin-status-late-minutes", host=host, minutes=card.late_minutes)
    key = f"dropin-status-{card.stage}"
    match card.stage:
        case Stage.SCHEDULED:
            return says(key, until=clock.until(card.starts_at))
        case Stage.LOBBY:
            return says(key, at=at(clock, clock.at(card.starts_at)))
        case Stage.LATE | Stage.HOST_AWAY:
            return says(key, host=host)
        case Stage.LIVE | Stage.WRAPPING:
            return says(key, ends=clock.at(card.ends_at).clock)
    return says(key)


def _turns(card: Card) -> tuple[int, ...]:
    start, end = card.starts_at, card.ends_at
    if card.stage in AHEAD:
        return start - LOBBY_MS, start, start + LATE_MS, start + UNHOSTED_MS
    return (end - WRAPPING_MS, end, end + MINUTE_MS) if card.stage in GOING_ON else ()
