"""Telling a moderator: for everybody, with and without a script; nobody in the rooms sees it."""

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason
from rooms.ids import new_public_id
from server.app import create_app
from server.settings import load
from tests.journeys.house import SECRET, Person
from tests.server.embedded import join
from tests.server.looked_after import LookedAfter, looked_after

FROM_AFAR = ("203.0.113.9", 50_000)


def test_guest_tells_and_learns_whether_anybody_is_on_duty(place: LookedAfter) -> None:
    sam, elsewhere = place.staff(Role.MODERATOR), place.staff(Role.MODERATOR, place.parlour)
    message = place.say(place.person(), "Buy my miracle tea")
    assert place.tell(None, message=message).json() == {"on_duty": False}
    place.ask(elsewhere, "POST", "/api/duty", json={"on": True})
    assert place.tell(None, message=message).json() == {"on_duty": False}
    place.ask(sam, "POST", "/api/duty", json={"on": True})
    assert place.tell(None, message=message).json() == {"on_duty": True}
    (item,) = place.items(sam)
    assert item["quoted"]["text"] == "Buy my miracle tea"


def test_who_is_paused_or_out_of_the_room_or_closed_can_tell(place: LookedAfter) -> None:
    vera, ben = place.staff(Role.ADMIN), place.person()
    message = place.say(ben)
    for command in (commands.MuteMember, commands.RemoveMember):
        place.do(
            vera,
            command(
                room=place.garden,
                command_id=new_public_id(),
                member=ben.member(place.garden),
                seconds=600,
                reason=Reason.UNKIND,
            ),
        )
    assert place.tell(ben, message=message).status_code == 201
    assert 'name="concern"' in _page(place, ben, f"/tell?room={place.garden}&message={message}")
    close = commands.CloseAccount(
        room=place.garden,
        command_id=new_public_id(),
        member=ben.member(place.garden),
        reason=Reason.OTHER,
    )
    place.do(vera, close)
    assert place.tell(ben, message=message, note="Please look again.").status_code == 201
    assert place.tell(ben, room=None).status_code == 201
    assert len(place.items(vera)) == 3


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"room": "0" * 32}, "unknown_room"),
        ({"message": "00000000-0000-4000-8000-000000000000"}, "unknown_message"),
        ({"concern": "boring"}, "bad_request"),
        ({"concern": None}, "bad_request"),
        ({"room": "nothing"}, "bad_request"),
        ({"reporter": "somebody"}, "bad_request"),
        ({"note": "é" * 501}, "too_long"),
        ({"note": "nul \x00"}, "bad_text"),
    ],
)
def test_what_cannot_be_told_is_refused(
    place: LookedAfter, given: dict[str, Any], code: str
) -> None:
    assert place.tell(place.person(), **given).json()["code"] == code


def test_guest_cannot_tell_of_a_members_room(place: LookedAfter) -> None:
    message = place.say(place.person(), room=place.parlour)
    for there in (place.parlour, "0" * 32):
        assert place.tell(None, room=there).json()["code"] == "unknown_room"
        assert place.tell(None, room=there, message=message).json()["code"] == "unknown_room"
        assert place.ask(None, "GET", f"/tell?room={there}").status_code == 404
    assert place.tell(place.person(), room=place.parlour, message=message).status_code == 201


def test_longest_note_is_kept_as_it_is_and_space_is_no_note(place: LookedAfter) -> None:
    sam, ana = place.staff(Role.MODERATOR), place.person()
    for note in ("é" * 500, " \n ", None):
        assert place.tell(ana, note=note).status_code == 201
    assert [item["note"] for item in place.items(sam)] == ["é" * 500, None]


def test_guests_of_one_address_tell_five_times_an_hour(tmp_path: Path) -> None:
    with looked_after(tmp_path) as place:
        garden, ana = place.garden, place.person()
    settings = load(data_dir=tmp_path, secret_key=SECRET, demo=False)
    origin = {"origin": settings.address}
    with TestClient(
        create_app(settings), settings.address, headers=origin, client=FROM_AFAR
    ) as client:
        report = {"room": garden, "concern": "unkind"}
        answers = [
            client.post("/api/reports", json=report | {"note": str(number)}) for number in range(6)
        ]
        assert [answer.status_code for answer in answers] == [201] * 5 + [429]
        assert int(answers[-1].headers["retry-after"]) > 0
        form = client.post("/tell", data=report | {"note": "My words"})
        assert "My words" in form.text
        assert client.post("/api/reports", json=report | {"note": "0"}).status_code == 201
        token = {"authorization": f"Bearer {ana.token}"}
        assert client.post("/api/reports", json=report, headers=token).status_code == 201


def test_form_works_without_a_script_and_keeps_the_words(place: LookedAfter) -> None:
    sam = place.staff(Role.MODERATOR)
    message = place.say(place.person(), "Call me <b>now</b>")
    address = f"/tell?room={place.garden}&message={message}"
    page = _page(place, None, address)
    assert "Call me &lt;b&gt;now&lt;/b&gt;" in page
    assert "Open" not in re.findall(r"<title>(.*?)</title>", page)[0]
    form = {"room": place.garden, "message": message, "note": "Twice."}
    again = place.client.post("/tell", data=form)
    assert again.status_code == 422
    assert 'role="alert"' in again.text
    assert "Twice." in again.text
    done = place.client.post("/tell", data=form | {"concern": "contact_details"})
    assert done.status_code == 200
    assert 'href="/help"' in done.text.split("<main")[1].split('role="status"')[0]
    assert [item["note"] for item in place.items(sam)] == ["Twice."]
    place.ask(sam, "POST", "/api/duty", json={"on": True})
    place.client.cookies.clear()
    done = place.client.post("/tell?lang=es", data=form | {"concern": "contact_details"})
    assert "de turno y pronto" in done.text
    assert len(place.items(sam)) == 1


def test_form_of_the_house_offers_the_rooms_one_may_read(place: LookedAfter) -> None:
    assert f'value="{place.parlour}"' not in _page(place, None, "/tell")
    join(place.client, "Linden")
    assert f'value="{place.parlour}"' in place.client.get("/tell").text
    place.client.post("/tell", data={"room": "", "concern": "worried_about_someone"})
    (item,) = place.items(place.staff(Role.MODERATOR))
    assert (item["room"], item["kind"]) == (None, "worry")


def test_no_byte_that_a_member_reads_differs_when_somebody_told(tmp_path: Path) -> None:
    worlds = []
    for told in (False, True):
        folder = tmp_path / str(told)
        folder.mkdir()
        with looked_after(folder) as place:
            worlds.append(_world(place, told=told))
    assert worlds[0] == worlds[1]


def _world(place: LookedAfter, *, told: bool) -> list[str]:
    """All that members and guests read while a message is told of, taken and done."""
    sam, ana, ben = place.staff(Role.MODERATOR), place.person(), place.person()
    message = place.say(ana, "Some words")
    if told:
        _tell_and_see_to_it(place, sam, message)
    paths = [f"/api/rooms/{place.garden}/messages", f"/api/rooms/{place.garden}", "/api/rooms"]
    paths += [f"/r/{place.garden}", f"/tell?room={place.garden}&message={message}", "/"]
    pages = [place.ask(who, "GET", path).text for path in paths for who in (ben, ana, None)]
    return _without_chance(pages, [sam, ana, ben])


def _tell_and_see_to_it(place: LookedAfter, sam: Person, message: str) -> None:
    for who in (None, sam):
        assert place.tell(who, message=message).status_code == 201
    taken, done = place.items(sam)
    assert place.code(sam, "POST", f"/api/attention/{taken['id']}/take") == "ok"
    body = {"outcome": "acted"}
    assert place.code(sam, "POST", f"/api/attention/{done['id']}/done", json=body) == "ok"


def _without_chance(texts: list[str], people: list[Person]) -> list[str]:
    """The texts with every id, name and time replaced by the order in which it first appears."""
    names = "|".join(person.name for person in people)
    chance = re.compile(
        rf"[0-9a-f]{{8}}-[0-9a-f-]{{27}}|[0-9a-f]{{32}}|\b\d{{13}}\b|{names}"
        r"|\d{4}-\d\d-\d\dT[\d:]+Z|\d\d:\d\d UTC|\b[\w-]{22,}\b"
    )
    seen: dict[str, str] = {}
    return [chance.sub(lambda m: seen.setdefault(m[0], f"<{len(seen)}>"), text) for text in texts]


def _page(place: LookedAfter, who: Person | None, path: str) -> str:
    answer = place.ask(who, "GET", path)
    assert answer.status_code == 200, answer.text
    return answer.text
