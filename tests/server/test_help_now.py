"""I need help now, over HTTP and on the page of those who look after the rooms."""

import pytest

from rooms.actor import Role
from tests.journeys.house import Person
from tests.server.looked_after import LookedAfter


def call(place: LookedAfter, who: Person | None, **said: object) -> tuple[int, dict[str, object]]:
    answer = place.ask(who, "POST", f"/api/rooms/{place.garden}/help-now", json=said)
    return answer.status_code, answer.json()


def test_guest_is_shown_the_way_to_help_lines_and_everybody_else_is_heard(
    place: LookedAfter,
) -> None:
    assert call(place, None)[1]["code"] == "not_signed_in"
    for who in (place.person(), *(place.staff(role) for role in Role if role.rank > 1)):
        status, said = call(place, who)
        assert (status, said["taken"], said["on_duty"]) == (200, False, False)
    unknown = place.code(place.person(), "POST", f"/api/rooms/{'0' * 32}/help-now", json={})
    assert unknown == "unknown_room"


@pytest.mark.parametrize(
    "note", ["x" * 5_000, "a\x00b\x07c", "  \n", "é\r\nü", "\u2066right", "\u202eme"]
)
def test_no_note_is_a_reason_to_refuse_a_call(place: LookedAfter, note: str) -> None:
    sam = place.staff(Role.MODERATOR)
    assert call(place, place.person(), note=note)[0] == 200
    (item,) = place.items(sam)
    kept = item["note"] or ""
    assert len(kept) <= 2_000
    assert not {"\x00", "\x07", "\r", "\u2066", "\u202e"} & set(kept)


def test_call_is_seen_and_taken_by_moderators_and_who_called_is_told(place: LookedAfter) -> None:
    sam, ana = place.staff(Role.MODERATOR), place.person()
    for kept_out in (place.person(), place.staff(Role.MENTOR)):
        assert place.code(kept_out, "GET", "/api/attention") == "not_allowed"
    place.tell(ana, concern="worried_about_someone")
    call(place, ana, note="Please come")
    first = place.items(sam)[0]
    assert (first["kind"], first["call"], first["person"]) == ("call", "help_now", ana.name)
    page = place.ask(sam, "GET", "/mod").text
    assert page.index("Needs help now") < page.index("Worried about someone")
    assert "Please come" in page
    path = f"/api/attention/{first['id']}"
    assert place.code(sam, "POST", f"{path}/take") == "ok"
    own = place.ask(ana, "GET", f"/api/rooms/{place.garden}/help-now").json()
    assert (own["taken"], own["unanswered"]) == (True, False)
    assert place.code(sam, "POST", f"{path}/done", json={}) == "ok"
    assert "Done just now" in place.ask(sam, "GET", "/mod").text
    assert place.ask(ana, "GET", f"/api/rooms/{place.garden}/help-now").json()["at"] is None
    assert place.code(sam, "POST", f"{path}/reopen") == "ok"


def test_call_that_is_reopened_beside_a_new_one_keeps_nobody_from_calling(
    place: LookedAfter,
) -> None:
    sam, ana = place.staff(Role.MODERATOR), place.person()
    call(place, ana, note="Please come")
    path = f"/api/attention/{place.items(sam)[0]['id']}"
    assert place.code(sam, "POST", f"{path}/take") == "ok"
    assert place.code(sam, "POST", f"{path}/done", json={}) == "ok"
    call(place, ana, note="Again")
    assert place.code(sam, "POST", f"{path}/reopen") == "ok"
    assert call(place, ana, note="Hello?")[0] == 200
    assert place.ask(ana, "GET", f"/api/rooms/{place.garden}/help-now").status_code == 200
    assert "Hello?" in place.ask(sam, "GET", "/mod").text


def test_mentor_is_not_shown_who_needs_help(place: LookedAfter) -> None:
    teo, ana = place.staff(Role.MENTOR), place.person()
    call(place, ana, note="Please come")
    assert ana.name not in place.ask(teo, "GET", "/mentor").text
    assert place.ask(teo, "GET", "/api/first-messages").json()["items"] == []
