"""A schedule in words, in one language: times on the wall, what is odd about them, and a plan line
by line, so that two versions of it can be read side by side.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, format_time
from babel.lists import format_list

from persistence.dropins.casting import HelperHere
from persistence.dropins.load import Heavy
from persistence.dropins.planned import PlannedSeries
from rooms.dropins.forms import Form
from rooms.dropins.plan import Plan
from rooms.dropins.schedule import Clash, Doubled
from rooms.dropins.times import Note
from rooms.ids import MemberId, RoomId
from server.api.drop_in_series import LookedAt, Preview
from server.calendar import zones
from server.calendar.zone_words import in_words
from server.pages import schedule_form
from server.pages.shown_times import Says
from server.tongues import called

_DAY = {"en": "EEEE, MMMM d, y", "es": "EEEE, d 'de' MMMM 'de' y"}
_MONTH = {"en": "MMMM y", "es": "MMMM 'de' y"}
_HOUR_MINUTES = 60


@dataclass(frozen=True, slots=True)
class ShownTime:
    """`words` as planned; `elsewhere` in the other zone, "" where that is the same one."""

    words: str
    elsewhere: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """Every sentence as it is read; lists may be empty."""

    times: list[ShownTime]
    zone: str
    elsewhere: str
    count: str
    skipped: str
    clashes: list[str]
    doubled: list[str]
    heavy: list[str]
    apart: list[str]
    uncovered: bool
    tzdata: str


@dataclass(frozen=True, slots=True)
class Words:
    """How one reader is told of schedules; `rooms` are names by id."""

    says: Says
    lang: str
    rooms: Mapping[RoomId, str]

    def wall(self, text: str) -> str:
        """A wall time: day and hour."""
        wall = datetime.strptime(text, zones.WALL)
        return f"{self.day(wall.date())}, {self.hour(wall)}"

    def day(self, day: date) -> str:
        said: str = format_date(day, _DAY[self.lang], locale=self.lang)
        return said

    def hour(self, wall: datetime) -> str:
        said: str = format_time(wall.time(), "short", locale=self.lang)
        # CLDR's narrow no-break space is missing in many fonts.
        return said.replace("\u202f", "\u00a0")

    def at(self, instant: int, zone: str) -> str:
        """An instant in ms, on the wall of a zone."""
        place = zones.zone(zone) or zones.zone("UTC")
        assert place is not None, "UTC is always there"
        return self.wall(zones.on_the_wall(instant, place).strftime(zones.WALL))

    def place(self, zone: str) -> str:
        """A zone's name; "" for none, and its identifier where this tzdata has it no more."""
        return in_words(self.lang, zone) if zones.zone(zone) else zone

    def forms(self) -> list[tuple[str, str]]:
        """To choose from: values with their texts, as of the three below."""
        return [(form.value, self.says(f"dropin-form-{form}")) for form in Form]

    def languages(self) -> list[tuple[str, str]]:
        return [(code, called(self.lang, code).name) for code in schedule_form.LANGUAGES]

    def people(self, helpers: Iterable[HelperHere], nobody: str) -> list[tuple[str, str]]:
        return [("", nobody), *((each.member, each.name) for each in helpers)]

    def preview(self, found: Preview, zone: str, elsewhere: str) -> ShownPreview:
        other = "" if elsewhere == zone else in_words(self.lang, elsewhere)
        return ShownPreview(
            times=[self._time(time, with_other=bool(other)) for time in found.times],
            zone=in_words(self.lang, zone),
            elsewhere=other,
            count=self._count(found),
            skipped=self._skipped(found.skipped),
            clashes=[self._clash(each, zone) for each in found.clashes],
            doubled=[self._doubled(each, zone) for each in found.doubled],
            heavy=self.heavy(found.heavy),
            apart=[self.at(at, zone) for at in found.apart],
            uncovered=found.uncovered,
            tzdata=found.tzdata,
        )

    def title(self, series: PlannedSeries) -> str:
        """What it is, and where."""
        form = self.says(f"dropin-form-{series.plan.form}")
        return self.says("schedule-of", form=form, room=self.rooms.get(series.plan.room, ""))

    def repeats(self, plan: Plan) -> str:
        return self._repeat(schedule_form.fields_of(plan))

    def heavy(self, found: Iterable[Heavy]) -> list[str]:
        return [
            self.says(
                "schedule-heavy-week" if each.is_week else "schedule-heavy-day",
                day=self.day(date.fromisoformat(each.date)),
                hours=-(-each.minutes // _HOUR_MINUTES),
            )
            for each in found
        ]

    def plan(self, plan: Plan, names: Mapping[MemberId, str]) -> list[tuple[str, str]]:
        """Labels with values, the same ones in the same order for every plan."""
        fields = schedule_form.fields_of(plan)
        spoken = [called(self.lang, code).name for code in plan.languages]
        ticks = [name for name in ("first", "hidden", "expert") if name in fields]
        values = {
            "when": self.wall(plan.starts),
            "zone": in_words(self.lang, plan.zone),
            "minutes": str(plan.minutes),
            "repeat": self._repeat(fields),
            "form": self.says(f"dropin-form-{plan.form}"),
            "host": names.get(plan.host or "", ""),
            "second": names.get(plan.second or "", "") or self.says("schedule-nobody"),
            "languages": format_list(spoken, locale=self.lang),
            "about": plan.about or self.says("schedule-nothing"),
            "capacity": str(plan.capacity),
            "turn": str(plan.turn_minutes),
            "more": ", ".join(self.says(f"schedule-{name}") for name in ticks)
            or self.says("schedule-nothing"),
        }
        return [(self.says(f"schedule-label-{name}"), value) for name, value in values.items()]

    def _repeat(self, fields: schedule_form.Fields) -> str:
        if fields["repeat"] == "rule":
            return fields["rule"]
        said = self.says(f"schedule-repeat-{fields['repeat']}")
        if not fields["last"]:
            return said
        last = self.day(date.fromisoformat(fields["last"]))
        return self.says("schedule-repeat-until", repeat=said, day=last)

    def _time(self, time: LookedAt, *, with_other: bool) -> ShownTime:
        note = ""
        if time.note is not Note.NONE:
            clock = self.hour(datetime.strptime(time.shown, zones.WALL))
            note = self.says(f"schedule-note-{time.note}", clock=clock)
        other = self.wall(time.elsewhere) if with_other else ""
        return ShownTime(self.wall(time.wall), other, note)

    def _count(self, found: Preview) -> str:
        if found.last is None:
            return self.says("schedule-preview-endless", count=found.count)
        last = self.day(datetime.strptime(found.last, zones.WALL).date())
        return self.says("schedule-preview-count", count=found.count, last=last)

    def _skipped(self, skipped: Iterable[str]) -> str:
        named = [
            format_date(date.fromisoformat(f"{each}-01"), _MONTH[self.lang], locale=self.lang)
            if len(each) > 4
            else each
            for each in skipped
        ]
        if not named:
            return ""
        return self.says("schedule-skipped", when=format_list(named, locale=self.lang))

    def _clash(self, clash: Clash, zone: str) -> str:
        return self.says(
            f"schedule-clash-{clash.who}",
            name=clash.host_name,
            room=self.rooms.get(clash.room, ""),
            at=self.at(clash.at, zone),
        )

    def _doubled(self, each: Doubled, zone: str) -> str:
        return self.says(
            "schedule-doubled",
            name=each.name,
            room=self.rooms.get(each.room, ""),
            at=self.at(each.at, zone),
        )
