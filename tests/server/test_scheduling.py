"""Scheduling in a browser without a script, and over HTTP: seen before it is saved, and nobody's
words lost when two save at once.
"""

import asyncio
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from rooms.actor import Role
from server.calendar import zones
from tests.journeys.house import Person
from tests.server.forms import says
from tests.server.looked_after import LookedAfter, looked_after


def ahead(month: int, day: int) -> date:
    """The next such day, tomorrow at the earliest: it is within 366 days."""
    soon = datetime.now(UTC).date() + timedelta(days=1)
    this_year = date(soon.year, month, day)
    return this_year if this_year >= soon else date(soon.year + 1, month, day)


def sunday_from(day: date) -> date:
    return day + timedelta(days=(6 - day.weekday()) % 7)


def in_words(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


FIRST = ahead(6, 1)
STARTS = FIRST.isoformat()
LAST = (FIRST + timedelta(days=63)).isoformat()
NEXT_DAY = FIRST + timedelta(days=1)
FORM = {
    "form": "line",
    "date": STARTS,
    "time": "18:00",
    "zone": "America/Chicago",
    "minutes": "60",
    "repeat": "week",
    "last": LAST,
    "language": "en",
    "capacity": "12",
    "turn": "8",
    "other": "Europe/Madrid",
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[LookedAfter]:
    with looked_after(tmp_path) as place:
        yield place


def sent(place: LookedAfter, who: Person, path: str, **fields: str) -> tuple[int, str]:
    form = {name: value for name, value in (FORM | fields).items() if value}
    answer = place.ask(who, "POST", path, data=form, follow_redirects=False)
    return answer.status_code, unescape(answer.text).replace("\u202f", " ").replace("\xa0", " ")


def plan(place: LookedAfter, **given: Any) -> dict[str, Any]:
    said = {
        "room": place.garden,
        "form": "line",
        "starts": f"{STARTS}T18:00",
        "zone": "America/Chicago",
        "minutes": 60,
        "rule": "FREQ=WEEKLY;COUNT=10",
    }
    return said | given


def scheduled(place: LookedAfter, who: Person, **given: Any) -> dict[str, Any]:
    answer = place.ask(who, "POST", "/api/drop-in-series", json=plan(place, **given))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def sessions(place: LookedAfter, who: Person, series: str) -> list[dict[str, Any]]:
    answer = place.ask(who, "GET", f"/api/drop-in-series/{series}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["sessions"]
    return found


def test_dates_are_seen_in_two_zones_before_anything_is_saved(place: LookedAfter) -> None:
    rosa = place.staff(Role.MENTOR)
    status, page = sent(place, rosa, "/host/new", press="preview")
    assert status == 200
    assert says(page, "schedule-uncovered")
    assert says(page, "schedule-tzdata", version=zones.VERSION)
    assert f"{in_words(FIRST)}, 6:00 PM" in page
    assert f"{in_words(NEXT_DAY)}, 1:00 AM" in page
    assert page.count("6:00 PM") == 10
    assert place.ask(rosa, "GET", "/api/drop-in-series").json()["series"] == []
    assert f'value="{STARTS}"' in page


def test_odd_nights_and_missing_days_are_said(place: LookedAfter) -> None:
    rosa = place.staff(Role.MENTOR)
    # From one second Sunday of March to the next it can be 371 days: then Europe's is nearer.
    nights = (("America/Chicago", ahead(3, 8)), ("Europe/Madrid", ahead(3, 25)))
    zone, first = min(nights, key=lambda each: sunday_from(each[1]))
    sunday = sunday_from(first).isoformat()
    night = {"date": sunday, "time": "02:30", "repeat": "once", "zone": zone}
    _, page = sent(place, rosa, "/host/new", press="preview", **night)
    assert says(page, "schedule-note-gap", clock="3:30 AM")
    rule = {"repeat": "rule", "rule": "freq=monthly;bymonthday=31;count=4", "last": ""}
    last = ahead(1, 31)
    _, page = sent(place, rosa, "/host/new", press="preview", date=last.isoformat(), **rule)
    year = last.year
    assert f"no such day in February {year}, April {year}, and June {year}." in page


def test_form_is_saved_and_changed_without_a_script(place: LookedAfter) -> None:
    rosa = place.staff(Role.MENTOR)
    assert sent(place, rosa, "/host/new", press="save")[0] == 303
    (series,) = place.ask(rosa, "GET", "/api/drop-in-series").json()["series"]
    rows = series["sessions"]
    assert len(rows) == 10
    own = place.ask(rosa, "GET", "/host").text
    assert f"/host/session/{rows[0]['drop_in']}" in own
    path = f"/host/series/{series['series']}"
    page = place.ask(rosa, "GET", path).text
    assert 'value="week" checked' in page
    assert f'value="{LAST}"' in page
    assert sent(place, rosa, path, press="save", version="1", time="19:00")[0] == 303
    after = sessions(place, rosa, series["series"])
    assert [row["drop_in"] for row in after] == [row["drop_in"] for row in rows]
    assert {row["plan"]["starts"][11:] for row in after} == {"19:00"}


def test_following_ones_are_changed_and_called_off_on_their_page(place: LookedAfter) -> None:
    rosa = place.staff(Role.MENTOR)
    made = scheduled(place, rosa)
    rows = sessions(place, rosa, made["series"])
    path = f"/host/session/{rows[4]['drop_in']}?after=1"
    page = place.ask(rosa, "GET", path).text
    assert 'value="FREQ=WEEKLY;COUNT=6"' in page
    form = {"date": rows[4]["plan"]["starts"][:10], "time": "09:00", "version": "1"}
    rule = {"repeat": "rule", "rule": "FREQ=WEEKLY;COUNT=6", "last": ""}
    assert sent(place, rosa, path, press="save", **form, **rule)[0] == 303
    mine = place.ask(rosa, "GET", "/api/drop-in-series").json()["series"]
    assert sorted(len(each["sessions"]) for each in mine) == [4, 6]
    path = f"/host/session/{rows[7]['drop_in']}?after=1"
    status, page = sent(place, rosa, path, press="cancel", version="1")
    assert (status, says(page, "schedule-why-sure")) == (422, True)
    assert sent(place, rosa, path, press="cancel", version="1", sure="yes")[0] == 303
    mine = place.ask(rosa, "GET", "/api/drop-in-series").json()["series"]
    assert sorted(len(each["sessions"]) for each in mine) == [3, 4]


def test_of_two_saves_the_second_sees_both_texts(place: LookedAfter) -> None:
    rosa, sam = place.staff(Role.MENTOR), place.staff(Role.MODERATOR)
    made = scheduled(place, rosa)
    path = f"/host/series/{made['series']}"
    assert 'name="version" value="1"' in place.ask(rosa, "GET", path).text
    assert sent(place, sam, path, press="save", version="1", about="Sam's words")[0] == 303
    status, page = sent(place, rosa, path, press="preview", version="1", about="Rosa's words")
    assert (status, 'name="version" value="1"' in page) == (200, True)
    status, page = sent(place, rosa, path, press="save", version="1", about="Rosa's words")
    assert status == 409
    assert says(page, "refusal-edited_meanwhile")
    assert page.count("Rosa's words") == 2
    assert page.count("Sam's words") == 1
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert version[1] == "2"
    again = sent(place, rosa, path, press="save", version="2", about="Rosa's words")
    assert again[0] == 303


def test_a_clash_is_named_and_nothing_is_saved(place: LookedAfter) -> None:
    rosa, teo = place.staff(Role.MENTOR), place.staff(Role.MENTOR)
    scheduled(place, rosa)
    _, page = sent(place, teo, "/host/new", press="preview", time="18:30")
    assert f"{rosa.name} hosts in this room then: {in_words(FIRST)}, 6:00 PM" in page
    status, page = sent(place, teo, "/host/new", press="save", time="18:30")
    assert status == 409
    assert f"This room has another drop-in at that time: {in_words(FIRST)}, 6:00 PM" in page


def test_a_second_person_in_two_places_is_named_and_no_obstacle(place: LookedAfter) -> None:
    rosa, vera = place.staff(Role.MENTOR), place.staff(Role.MENTOR)
    elsewhere = place.staff(Role.MODERATOR, place.parlour)
    beside = {"room": place.parlour, "second": vera.member(place.parlour)}
    asyncio.run(place.house.grant(vera, Role.MENTOR, place.parlour))
    scheduled(place, elsewhere, **beside)
    then = f"{vera.name} is in “Members” then: {in_words(FIRST)}, 6:00 PM"
    second = {"second": vera.member(place.garden)}
    _, page = sent(place, rosa, "/host/new", press="preview", time="18:30", **second)
    assert then in page
    _, page = sent(place, rosa, "/host/new", press="preview", time="19:00", **second)
    assert then not in page
    _, page = sent(place, vera, f"/host/new?room={place.garden}", press="preview", time="18:30")
    assert then in page
    look = {"plan": plan(place, **second)}
    seen = place.ask(rosa, "POST", "/api/drop-in-series/preview", json=look).json()
    assert (len(seen["doubled"]), seen["clashes"]) == (10, [])
    assert {each["name"] for each in seen["doubled"]} == {vera.name}
    assert sent(place, rosa, "/host/new", press="save", time="18:30", **second)[0] == 303


def test_an_admin_ends_all_that_somebody_hosts_in_one_act(place: LookedAfter) -> None:
    rosa, sam, admin = (
        place.staff(Role.MENTOR),
        place.staff(Role.MODERATOR),
        place.staff(Role.ADMIN),
    )
    asyncio.run(place.house.grant(rosa, Role.MENTOR, place.parlour))
    made = scheduled(place, rosa)
    other = scheduled(place, rosa, room=place.parlour, starts=f"{STARTS}T09:00", rule="")
    path = f"/host/series/{made['series']}"
    button = f"End all drop-ins of {rosa.name}"
    assert button in place.ask(admin, "GET", "/host").text
    assert button in place.ask(admin, "GET", path).text
    for page in ("/host", path):
        assert button not in place.ask(sam, "GET", page).text
    assert sent(place, sam, path, press="stop-all", sure="yes")[0] != 303
    assert sent(place, admin, path, press="stop-all")[0] == 422
    assert len(sessions(place, rosa, made["series"])) == 10
    assert sent(place, admin, path, press="stop-all", sure="yes")[0] == 303
    for each in (made, other):
        assert sessions(place, rosa, each["series"]) == []
    again = scheduled(place, rosa)
    path = f"/api/drop-in-series/{again['series']}/stop-all"
    assert place.code(rosa, "POST", path) == "not_allowed"
    done = place.ask(admin, "POST", path).json()
    assert done == {"series": 1, "cancelled": 10, "guest": 0, "rooms": [place.garden]}
    assert place.code(admin, "POST", path) == "nothing_to_change"


@pytest.mark.parametrize(
    ("fields", "why", "field"),
    [
        ({"minutes": "1800"}, "length", "minutes"),
        ({"minutes": "-60"}, "length", "minutes"),
        ({"minutes": "sixty"}, "length", "minutes"),
        ({"date": f"{FIRST.year}-02-30"}, "wall", "date"),
        ({"date": ""}, "wall", "date"),
        ({"date": "9999-12-31"}, "far", "date"),
        ({"zone": "Mars/Base"}, "zone", "zone"),
        ({"last": "2020-01-01"}, "never", "date"),
        ({"last": "tomorrow"}, "until", "rule"),
        ({"repeat": "rule", "rule": "FREQ=HOURLY", "last": ""}, "often", "rule"),
        ({"repeat": "rule", "rule": "", "last": ""}, "rule", "rule"),
        ({"second": "0" * 32}, "second", "second"),
        ({"language": "tlhIngan"}, "language", "language"),
        ({"capacity": "900"}, "places", "capacity"),
        ({"form": "seance"}, "form", "form"),
        ({"about": "x" * 700}, "about", "about"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(
    place: LookedAfter, fields: dict[str, str], why: str, field: str
) -> None:
    rosa = place.staff(Role.MENTOR)
    for press in ("preview", "save"):
        status, page = sent(
            place, rosa, "/host/new", **({"about": "Kept", "press": press} | fields)
        )
        assert status == 422, why
        assert says(page, f"schedule-why-{why}")
        broken = re.search(r'id="schedule-(\w+)"[^>]*aria-invalid="true"', page)
        assert broken is not None
        assert broken[1] == field
        assert "about" in fields or "Kept" in page


def test_pages_are_for_those_who_may_change_what_they_show(place: LookedAfter) -> None:
    rosa, teo, sam = (
        place.staff(Role.MENTOR),
        place.staff(Role.MENTOR),
        place.staff(Role.MODERATOR),
    )
    member, elsewhere = place.person(), place.staff(Role.MODERATOR, place.parlour)
    made = scheduled(place, rosa)
    one = sessions(place, rosa, made["series"])[0]["drop_in"]
    paths = [f"/host/series/{made['series']}", f"/host/session/{one}"]
    for path in paths:
        seen = [place.ask(who, "GET", path).status_code for who in (rosa, sam)]
        unseen = [place.ask(who, "GET", path).status_code for who in (teo, member, elsewhere, None)]
        assert (seen, unseen) == ([200, 200], [404] * 4), path
        assert sent(place, teo, path, press="save", version="1")[0] == 404
    assert place.ask(member, "GET", "/host").status_code == 404
    assert place.ask(member, "GET", "/host/new").status_code == 404
    for path in ("/host/series/nothing", f"/host/session/{'0' * 32}", "/host/session/x?after=1"):
        assert place.ask(rosa, "GET", path).status_code == 404
    assert "Hosted by others" in place.ask(sam, "GET", "/host").text
    assert place.code(teo, "GET", f"/api/drop-in-series/{made['series']}") == "not_allowed"


def test_programs_schedule_over_http(place: LookedAfter) -> None:
    rosa = place.staff(Role.MENTOR)
    look = {"plan": plan(place, rule="FREQ=WEEKLY"), "zone": "Asia/Tokyo"}
    seen = place.ask(rosa, "POST", "/api/drop-in-series/preview", json=look).json()
    assert (len(seen["times"]), seen["last"], seen["tzdata"]) == (10, None, zones.VERSION)
    assert seen["times"][0]["elsewhere"] == f"{NEXT_DAY}T08:00"
    made = scheduled(place, rosa)
    rows = sessions(place, rosa, made["series"])
    change = {"version": 1, "plan": plan(place, starts=f"{STARTS}T11:00")}
    path = f"/api/drop-in-series/sessions/{rows[0]['drop_in']}"
    assert place.code(rosa, "PUT", path, json=change) == "ok"
    assert place.code(rosa, "PUT", path, json=change) == "edited_meanwhile"
    edit = {"version": 2, "plan": plan(place), "since": rows[5]["drop_in"]}
    path = f"/api/drop-in-series/{made['series']}"
    assert place.code(rosa, "PUT", path, json=edit) == "ok"
    cancel = {"version": 3, "scope": "all"}
    assert place.code(rosa, "POST", f"{path}/cancel", json=cancel) == "ok"
    admin = place.staff(Role.ADMIN)
    assert place.code(rosa, "POST", f"{path}/stop") == "not_allowed"
    assert place.code(admin, "POST", f"{path}/stop") == "ok"
    assert place.code(rosa, "PUT", path, json=edit) == "series_stopped"
    bad = {"plan": plan(place), "zone": "Mars/Base"}
    code = place.code(rosa, "POST", "/api/drop-in-series/preview", json=bad)
    assert code == "bad_schedule"


def test_spanish_reads_its_own_words(place: LookedAfter) -> None:
    rosa = place.staff(Role.MENTOR)
    place.client.headers["accept-language"] = "es"
    status, page = sent(place, rosa, "/host/new", press="preview")
    assert status == 200
    assert f", 1 de junio de {FIRST.year}, 18:00" in page
    assert "Reglas de los relojes" in page


def test_start_with_newer_rules_of_clocks_sets_sessions_right(tmp_path: Path) -> None:
    with looked_after(tmp_path) as place:
        rosa = place.staff(Role.MENTOR)
        made = scheduled(place, rosa, rule="FREQ=WEEKLY")
        before = sessions(place, rosa, made["series"])
    with sqlite3.connect(tmp_path / "hearthside.db") as database:
        database.execute("UPDATE drop_in_series SET tzdata = '2000a'")
        database.execute("UPDATE drop_in SET starts_at = starts_at + 3600000")
        (last,) = database.execute("SELECT max(original) FROM drop_in").fetchone()
        database.execute("DELETE FROM drop_in WHERE original = ?", (last,))
    database.close()
    with looked_after(tmp_path) as place:
        deadline = time.monotonic() + 20
        while (after := sessions(place, rosa, made["series"])) and time.monotonic() < deadline:
            if len(after) == len(before):
                break
            time.sleep(0.02)
    assert [one["starts_at"] for one in after] == [one["starts_at"] for one in before]
    assert [one["drop_in"] for one in after][:-1] == [one["drop_in"] for one in before][:-1]
