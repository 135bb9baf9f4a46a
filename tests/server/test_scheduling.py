"""Scheduling in a browser without a script, and over HTTP: seen before it is saved."""

import re

import pytest

from rooms.actor import Role
from server.calendar import zones
from tests.server.forms import says
from tests.server.looked_after import LookedAfter
from tests.server.schedules import (
    FIRST,
    LAST,
    NEXT_DAY,
    STARTS,
    ahead,
    in_words,
    plan,
    scheduled,
    sent,
    sessions,
    sunday_from,
)


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
