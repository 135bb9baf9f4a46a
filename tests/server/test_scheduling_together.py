"""Several people schedule: no words are lost when two save at once, and what clashes is named."""

import asyncio
import re
import sqlite3
import time
from pathlib import Path

from rooms.actor import Role
from tests.server.forms import says
from tests.server.looked_after import LookedAfter, looked_after
from tests.server.schedules import (
    FIRST,
    STARTS,
    in_words,
    plan,
    scheduled,
    sent,
    sessions,
)


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
