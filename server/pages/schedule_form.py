"""The form of a schedule: from a plan to its fields, and back. The usual rhythms are choices, and
any other one is a rule as typed. Whether a plan can be kept is not asked here.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from rooms.dropins.forms import Form
from rooms.dropins.plan import Plan
from rooms.ids import RoomId
from rooms.refusals import Code, Refusal, refuse
from server.calendar import rules, zones
from server.calendar.rules import DAYS, BadRule

Fields = dict[str, str]

REPEATS = ("once", "week", "two_weeks", "month", "rule")
LANGUAGES = ("en", "es")
BEGINNING: Fields = {
    "form": Form.LINE.value,
    "time": "18:00",
    "minutes": "60",
    "repeat": "once",
    "capacity": "12",
    "turn": "8",
}

_RHYTHMS = {"FREQ=WEEKLY": "week", "FREQ=WEEKLY;INTERVAL=2": "two_weeks"}
_TICKS = ("first", "hidden", "expert")
_FIELD_OF_WHY = {
    "zone": "zone",
    "wall": "date",
    "far": "date",
    "past": "date",
    "length": "minutes",
    "often": "rule",
    "rule": "rule",
    "until": "rule",
    "never": "date",
    "host": "host",
    "second": "second",
    "language": "language",
    "room": "date",
    "about": "about",
    "places": "capacity",
    "turn": "turn",
    "form": "form",
    "sure": "",
}
_FIELD_OF = {
    Code.TOO_MANY_TIMES: "last",
    Code.CLASH: "date",
    Code.NOT_EXPERT: "expert",
    Code.BAD_TEXT: "about",
    Code.TOO_LONG: "about",
    Code.EMPTY: "about",
}


def plan_of(fields: Fields, room: RoomId) -> Plan | Refusal:
    """Refused with `bad_schedule` where a field does not hold what it should."""
    languages = [fields.get("language", ""), fields.get("language2", "")]
    said = {
        "room": room,
        "form": fields.get("form"),
        "starts": f"{fields.get('date', '')}T{fields.get('time', '')[:5]}",
        "zone": fields.get("zone", ""),
        "minutes": _number(fields, "minutes"),
        "host": fields.get("host"),
        "second": fields.get("second"),
        "languages": list(dict.fromkeys(each for each in languages if each)),
        "about": fields.get("about", "").replace("\r\n", "\n"),
        "capacity": _number(fields, "capacity"),
        "turn_minutes": _number(fields, "turn"),
        "first_timers_first": "first" in fields,
        "position_hidden": "hidden" in fields,
        "expert": "expert" in fields,
    }
    try:
        plan = msgspec.convert(said, Plan)
    except msgspec.ValidationError as wrong:
        return refuse(Code.BAD_SCHEDULE, why=_why(str(wrong)))
    return msgspec.structs.replace(plan, rule=_rule(fields, plan))


def fields_of(plan: Plan) -> Fields:
    """What an edit of this plan begins with."""
    repeat, last = _repeat(plan)
    fields = {
        "form": plan.form.value,
        "date": plan.starts[:10],
        "time": plan.starts[11:],
        "zone": plan.zone,
        "minutes": str(plan.minutes),
        "repeat": repeat,
        "rule": plan.rule if repeat == "rule" else "",
        "last": last,
        "host": plan.host or "",
        "second": plan.second or "",
        "language": plan.languages[0],
        "language2": plan.languages[1] if len(plan.languages) > 1 else "",
        "about": plan.about,
        "capacity": str(plan.capacity),
        "turn": str(plan.turn_minutes),
    }
    ticked = (plan.first_timers_first, plan.position_hidden, plan.expert)
    return fields | {name: "yes" for name, on in zip(_TICKS, ticked, strict=True) if on}


def field_of(refusal: Refusal) -> str:
    """The field that a refusal is about."""
    if refusal.code is Code.BAD_SCHEDULE:
        return _FIELD_OF_WHY.get(str(refusal.params["why"]), "date")
    return _FIELD_OF.get(refusal.code, "")


def _number(fields: Fields, name: str) -> int:
    text = fields.get(name, "")
    return int(text) if text.isascii() and text.lstrip("-").isdecimal() and len(text) < 9 else -1


def _why(wrong: str) -> str:
    """By the path that a decoding error ends with."""
    paths = {
        "`$.starts`": "wall",
        "`$.zone`": "zone",
        "`$.host`": "host",
        "`$.second`": "second",
        "`$.languages`": "language",
        "`$.about`": "about",
        "`$.capacity`": "places",
        "`$.turn_minutes`": "turn",
    }
    return next((why for path, why in paths.items() if path in wrong), "form")


def _rule(fields: Fields, plan: Plan) -> str:
    match fields.get("repeat"):
        case "week":
            rule = "FREQ=WEEKLY"
        case "two_weeks":
            rule = "FREQ=WEEKLY;INTERVAL=2"
        case "month":
            rule = _same_weekday(plan.starts)
        case "rule":
            # Without a rule it is one that nobody understands, and not one time alone.
            rule = fields.get("rule", "").strip().upper() or "FREQ="
        case _:
            return ""
    last = fields.get("last", "")
    if not last or "COUNT=" in rule or "UNTIL=" in rule:
        return rule[:300]
    return _until(rule, last, plan.zone)


def _until(rule: str, last: str, zone: str) -> str:
    """To the end of that day. A day or a zone that is none is left for the rule to be refused."""
    place = zones.zone(zone)
    try:
        day = datetime.strptime(last, "%Y-%m-%d")
    except ValueError:
        return f"{rule};UNTIL={last}"[:300]
    if place is None:
        return rule
    return rules.ended(rule, (day + timedelta(days=1, seconds=-1)).replace(tzinfo=place))


def _same_weekday(starts: str) -> str:
    """The second Tuesday; the fifth one is the last."""
    try:
        day = datetime.strptime(starts, zones.WALL)
    except ValueError:
        return "FREQ=MONTHLY"
    number = (day.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={-1 if number == 5 else number}{DAYS[day.weekday()]}"


def _repeat(plan: Plan) -> tuple[str, str]:
    """The choice that a rule comes from, and its last day."""
    if not plan.rule:
        return "once", ""
    kept = [part for part in plan.rule.split(";") if not part.startswith("UNTIL=")]
    base = ";".join(kept)
    named = _RHYTHMS.get(base) or ("month" if base == _same_weekday(plan.starts) else "rule")
    place = zones.zone(plan.zone)
    if named == "rule" or place is None:
        return "rule", ""
    return named, _last_day(plan, place)


def _last_day(plan: Plan, place: ZoneInfo) -> str:
    """The last one on which a session of this plan could still begin."""
    try:
        until = rules.read(plan.rule).until
    except BadRule:
        return ""
    if until is None:
        return ""
    wall = until.astimezone(place).replace(tzinfo=None)
    time = datetime.strptime(plan.starts, zones.WALL).time()
    day = wall if wall.time() >= time else wall - timedelta(days=1)
    return day.strftime("%Y-%m-%d")
