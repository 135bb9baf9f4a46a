"""What waits for those who look after the rooms: who sees it, and who does what about it."""

from pathlib import Path
from typing import Any

from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.ids import new_public_id
from tests.journeys.house import Person
from tests.server.looked_after import LookedAfter, looked_after

HTML = {"accept": "text/html"}


def told(place: LookedAfter, teller: Person | None = None) -> str:
    """The id of a report in the garden."""
    ana = place.person()
    message = place.say(ana, "Call 555 0100")
    assert place.tell(teller or ana, message=message).status_code == 201
    (admin,) = [place.staff(Role.ADMIN)]
    return str(next(item["id"] for item in place.items(admin) if item["message"] == message))


def press(place: LookedAfter, who: Person, page: str, **fields: str) -> int:
    answer = place.ask(who, "POST", page, data=fields, follow_redirects=False)
    return answer.status_code


def test_each_sees_what_is_theirs_to_see_to(place: LookedAfter) -> None:
    told(place)
    people: dict[str, Person | None] = {
        "guest": None,
        "member": place.person(),
        "mentor": place.staff(Role.MENTOR),
        "moderator": place.staff(Role.MODERATOR),
        "other": place.staff(Role.MODERATOR, place.parlour),
        "admin": place.staff(Role.ADMIN),
        "suspended": place.staff(Role.MODERATOR),
    }
    moderator, suspended = people["moderator"], people["suspended"]
    assert moderator is not None
    assert suspended is not None
    place.suspend(moderator, suspended)
    codes = {name: place.code(who, "GET", "/api/attention") for name, who in people.items()}
    assert codes == {
        "guest": "not_signed_in",
        "member": "not_allowed",
        "mentor": "not_allowed",
        "moderator": "ok",
        "other": "ok",
        "admin": "ok",
        "suspended": "not_allowed",
    }
    seen = {
        name: [item["kind"] for item in place.items(who)]
        for name, who in people.items()
        if who is not None and codes[name] == "ok"
    }
    assert seen == {"moderator": ["report"], "other": [], "admin": ["report", "suspension"]}
    pages = {name: place.ask(who, "GET", "/mod").status_code for name, who in people.items()}
    assert pages == {name: 200 if codes[name] == "ok" else 404 for name in codes} | {
        "suspended": 200
    }
    page = place.ask(suspended, "GET", "/mod").text
    assert "Your role as a moderator is set aside" in page
    assert "555 0100" not in page


def test_only_who_looks_after_a_room_touches_what_waits_there(place: LookedAfter) -> None:
    report = told(place)
    acts = {"take": None, "release": None, "done": {"outcome": "acted"}}
    nobody = [
        (None, "not_signed_in"),
        (place.person(), "not_allowed"),
        (place.staff(Role.MENTOR), "unknown_message"),
        (place.staff(Role.MODERATOR, place.parlour), "unknown_message"),
    ]
    for who, code in nobody:
        for act, body in acts.items():
            path = f"/api/attention/{report}/{act}"
            assert place.code(who, "POST", path, json=body or {}) == code, (act, code)
    sam = place.staff(Role.MODERATOR)
    for item in ("nothing", "0" * 32, "00000000-0000-4000-8000-000000000000"):
        assert place.code(sam, "POST", f"/api/attention/{item}/take") == "unknown_message"
    assert place.code(sam, "POST", f"/api/attention/{report}/take") == "ok"
    bad = {"outcome": "forgotten"}
    assert place.code(sam, "POST", f"/api/attention/{report}/done", json=bad) == "bad_request"


def test_what_one_has_taken_another_sees_and_cannot_take(place: LookedAfter) -> None:
    report = told(place)
    sam, ina = place.staff(Role.MODERATOR), place.staff(Role.MODERATOR)
    assert place.code(sam, "POST", f"/api/attention/{report}/take") == "ok"
    (mine,), (theirs,) = place.items(sam), place.items(ina)
    assert (mine["taken"]["mine"], theirs["taken"]["mine"]) == (True, False)
    assert theirs["taken"]["by"] == sam.name
    for act, body in (("take", None), ("release", None), ("done", {"outcome": "acted"})):
        path = f"/api/attention/{report}/{act}"
        assert place.code(ina, "POST", path, json=body) == "nothing_to_change"
    assert press(place, ina, "/mod", act="take", id=report) == 409
    assert sam.name in place.ask(ina, "GET", "/mod").text
    assert press(place, sam, "/mod", act="done", id=report, outcome="nothing_wrong") == 303
    assert place.items(ina) == []


def test_it_all_waits_after_a_restart(tmp_path: Path) -> None:
    with looked_after(tmp_path) as place:
        report, sam = told(place), place.staff(Role.MODERATOR)
        assert place.code(sam, "POST", f"/api/attention/{report}/take") == "ok"
        before = place.items(sam)
    with looked_after(tmp_path) as place:
        assert place.items(sam) == before


def test_lists_are_worked_through_without_a_script(place: LookedAfter) -> None:
    report, sam = told(place), place.staff(Role.MODERATOR)
    page = place.ask(sam, "GET", "/mod").text
    assert "Call 555 0100" in page
    assert 'http-equiv="refresh"' not in page
    assert press(place, sam, "/mod", act="take", id=report) == 303
    assert "You have taken this" in place.ask(sam, "GET", "/mod").text
    assert press(place, sam, "/mod", act="release", id=report) == 303
    assert press(place, sam, "/mod", act="duty", on="1") == 303
    assert f"On duty now: {sam.name}" in place.ask(sam, "GET", "/mod").text
    assert press(place, sam, "/mod", act="duty", on="0") == 303
    assert "Nobody is on duty" in place.ask(sam, "GET", "/mod").text
    assert press(place, sam, "/mod", act="done", id=report, outcome="acted") == 303
    assert "Nothing needs you right now" in place.ask(sam, "GET", "/mod").text
    for fields in ({}, {"act": "nothing"}, {"act": "take", "id": "x"}, {"act": "take"}):
        assert press(place, sam, "/mod", **fields) == 409


def test_mentor_claims_a_first_message_and_gives_it_back(place: LookedAfter) -> None:
    rosa, teo, sam = (
        place.staff(Role.MENTOR),
        place.staff(Role.MENTOR),
        place.staff(Role.MODERATOR),
    )
    elsewhere, member = place.staff(Role.MENTOR, place.parlour), place.person()
    wren = place.person()
    message = place.say(wren, "Hello, I am new here.")
    page = place.ask(rosa, "GET", "/mentor").text
    assert "Hello, I am new here." in page
    assert f'href="/r/{place.garden}#m{message}"' in page
    assert place.ask(member, "GET", "/mentor").status_code == 404
    assert "Hello, I am new" not in place.ask(elsewhere, "GET", "/mentor").text
    item = f"{place.garden}.{message}"
    assert press(place, rosa, "/mentor", act="take", id=item) == 303
    assert press(place, teo, "/mentor", act="take", id=item) == 409
    assert press(place, elsewhere, "/mentor", act="take", id=item) == 409
    found = place.ask(sam, "GET", "/api/first-messages").json()["items"]
    assert [each["taken"]["by"] for each in found] == [rosa.name]
    assert press(place, rosa, "/mentor", act="release", id=item) == 303
    assert press(place, teo, "/mentor", act="done", id=item) == 303
    assert place.ask(sam, "GET", "/api/first-messages").json()["items"] == []


def test_room_tells_helpers_alone_which_messages_are_first(place: LookedAfter) -> None:
    wren = place.person()
    message = place.say(wren)
    place.say(wren)
    path = f"/api/rooms/{place.garden}/first-messages"
    for role in (Role.MENTOR, Role.MODERATOR, Role.ADMIN):
        helper = place.staff(role)
        assert place.ask(helper, "GET", path).json() == {"messages": [message]}
    for who in (wren, place.staff(Role.MENTOR, place.parlour)):
        assert place.code(who, "GET", path) == "not_allowed"
    assert place.code(None, "GET", path) == "not_signed_in"
    assert place.code(wren, "GET", f"/api/rooms/{'0' * 32}/first-messages") == "unknown_room"


def test_admin_takes_note_of_a_suspension_once(place: LookedAfter) -> None:
    sam, ina = place.staff(Role.MODERATOR), place.staff(Role.MODERATOR)
    vera, otto = place.staff(Role.ADMIN), place.staff(Role.ADMIN)
    place.suspend(sam, ina)
    (item,) = place.items(vera)
    assert (item["person"], item["by"]) == (ina.name, sam.name)
    path = f"/api/suspensions/{item['id']}/noted"
    assert place.code(sam, "POST", path) == "not_allowed"
    assert place.code(vera, "POST", path) == "ok"
    assert place.code(otto, "POST", path) == "nothing_to_change"
    assert press(place, otto, "/mod", act="noted", id=item["id"]) == 409
    assert place.items(otto) == []


def test_joining_is_paused_by_who_looks_after_everything(place: LookedAfter) -> None:
    sam, vera = place.staff(Role.MODERATOR), place.staff(Role.ADMIN)
    assert "Pause joining" not in place.ask(sam, "GET", "/mod").text
    paused = {"act": "pause_joining", "long": "2-hours", "reason": "flooding"}
    assert press(place, sam, "/mod", **paused) == 409
    assert press(place, vera, "/mod", **paused) == 303
    assert "Nobody new can join until" in place.ask(sam, "GET", "/mod").text
    assert press(place, vera, "/mod", act="open_joining") == 303
    assert press(place, vera, "/mod", act="open_joining") == 409


def test_duty_is_for_staff_and_watching_is_no_switch(place: LookedAfter) -> None:
    sam = place.staff(Role.MODERATOR)
    assert place.code(place.person(), "POST", "/api/duty", json={"on": True}) == "not_allowed"
    watching = place.ask(sam, "POST", "/api/duty", json={"on": None}).json()
    assert watching == {"you": False, "names": [sam.name]}
    assert place.ask(sam, "POST", "/api/duty", json={"on": True}).json()["you"] is True
    assert place.ask(sam, "POST", "/api/duty", json={"on": None}).json()["you"] is True
    assert place.ask(sam, "POST", "/api/duty", json={"on": False}).json()["names"] == []


def test_who_pressed_done_by_mistake_puts_it_back(place: LookedAfter) -> None:
    report, sam, ina = told(place), place.staff(Role.MODERATOR), place.staff(Role.MODERATOR)
    assert press(place, sam, "/mod", act="reopen", id=report) == 409
    assert press(place, sam, "/mod", act="done", id=report, outcome="nothing_wrong") == 303
    assert "Put it back" in place.ask(sam, "GET", "/mod").text
    assert "Put it back" not in place.ask(ina, "GET", "/mod").text
    path = f"/api/attention/{report}/reopen"
    assert place.code(ina, "POST", path) == "nothing_to_change"
    assert press(place, sam, "/mod", act="reopen", id=report) == 303
    (item,) = place.items(ina)
    assert (item["id"], item["taken"]) == (report, None)
    page = place.ask(sam, "GET", "/mod").text
    assert "1 thing needs attention" in page
    assert "Put it back" not in page
    assert press(place, ina, "/mod", act="done", id=report, outcome="acted") == 303


def test_mentor_puts_back_what_needed_an_answer_after_all(place: LookedAfter) -> None:
    rosa, teo = place.staff(Role.MENTOR), place.staff(Role.MENTOR)
    item = f"{place.garden}.{place.say(place.person())}"
    assert press(place, rosa, "/mentor", act="done", id=item) == 303
    assert press(place, teo, "/mentor", act="reopen", id=item) == 409
    assert "Put it back" in place.ask(rosa, "GET", "/mentor").text
    assert press(place, rosa, "/mentor", act="reopen", id=item) == 303
    (waits,) = place.ask(teo, "GET", "/api/first-messages").json()["items"]
    assert waits["taken"] is None
    reply: dict[str, Any] = {
        "room": place.garden,
        "body": "Welcome",
        "reply_to": item.partition(".")[2],
    }
    place.do(rosa, commands.PostMessage(**reply, command_id=new_public_id()))
    assert press(place, rosa, "/mentor", act="reopen", id=item) == 409


def test_report_of_what_was_taken_down_offers_to_be_done(place: LookedAfter) -> None:
    told(place)
    sam = place.staff(Role.MODERATOR)
    assert "Done: I acted" not in place.ask(sam, "GET", "/mod").text
    (item,) = place.items(sam)
    removing = {"room": place.garden, "message": item["message"], "reason": Reason.OTHER}
    place.do(sam, commands.RemoveMessage(**removing, command_id=new_public_id()))
    page = place.ask(sam, "GET", "/mod").text
    assert "A moderator has taken this message down" in page
    assert "Done: I acted" in page
    assert press(place, sam, "/mod", act="done", id=item["id"], outcome="acted") == 303


def test_page_says_whether_one_counts_as_on_duty(place: LookedAfter) -> None:
    sam = place.staff(Role.MODERATOR)
    assert "You are not on duty now" in place.ask(sam, "GET", "/mod").text
    place.ask(sam, "POST", "/api/duty", json={"on": None})
    assert "You count as on duty while" in place.ask(sam, "GET", "/mod").text
    assert press(place, sam, "/mod", act="duty", on="1") == 303
    assert "You are on duty. It lasts" in place.ask(sam, "GET", "/mod").text
    ended = place.ask(sam, "POST", "/mod", data={"act": "duty", "on": "0"}).text
    assert "You have ended your duty. Press" in ended
    assert "You count as on duty" not in ended
