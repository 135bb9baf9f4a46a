"""Calendars for programs, the page where they are chosen, the link at the end of a mail, and what
open pages are told: as a browser and a calendar program without our script see it.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
from sqlalchemy import Connection, update
from starlette.testclient import TestClient

from persistence import clock, outbox, tables
from persistence.dropins import coming
from persistence.people import accounts, wishes
from persistence.people.wishes import Wishes
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId
from server.people import mail_links
from server.settings import load
from tests.server.embedded import PASSWORD, join, room_ids, served
from tests.server.forms import opened, says
from tests.server.held_sessions import Sessions

NO_MAIL_SERVER = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "from@house.example"}
DAY_MINUTES = 24 * 60


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture
def held(tmp_path: Path, client: TestClient) -> Sessions:
    """A house with two mentors, and Luz before the browser."""
    for name in ("Rosa", "Heron", "Luz"):
        client.cookies.clear()
        join(client, name)
    return Sessions(tmp_path)


def hosted(client: TestClient, held: Sessions, begins: int, **columns: object) -> DropInId:
    room = room_ids(client)["Open"]
    return held.hold(room, held.account("Rosa"), begins, **columns)


def comes(held: Sessions, name: str, drop_in: DropInId) -> AccountId:
    account = held.account(name)
    answer = coming.Answer(coming=True, remind=True)
    held.write(lambda connection: coming.say(connection, account, drop_in, answer))
    return account


def wished(held: Sessions, name: str) -> Wishes:
    account = held.account(name)
    return held.write(lambda connection: wishes.of(connection, account))


def events(client: TestClient, address: str) -> dict[str, str]:
    """The sessions in a calendar, each with its status."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    found = icalendar.Calendar.from_ical(answer.content).events
    return {str(event["UID"]).replace("-", ""): str(event["STATUS"]) for event in found}


def address_of(client: TestClient, **form: str) -> str:
    page = client.post("/me/calendar/address", data=form).text
    return page.partition('value="')[2].partition('"')[0]


def test_file_of_a_session_is_for_anybody_and_names_nothing(
    client: TestClient, held: Sessions
) -> None:
    drop_in = hosted(client, held, 60, about="Ostomy")
    client.cookies.clear()
    answer = client.get(f"/d/{drop_in}.ics")
    assert not any(word in answer.text for word in ("Rosa", "Ostomy", "Open\r"))
    assert f"/d/{drop_in}" in answer.text.replace("\r\n ", "")
    known = {"if-none-match": answer.headers["etag"]}
    assert client.get(f"/d/{drop_in}.ics", headers=known).status_code == 304
    assert client.get(f"/d/{'0' * 32}.ics").status_code == 404


def test_feed_has_what_one_comes_to_hosts_or_helps_with_and_nothing_else(
    client: TestClient, held: Sessions
) -> None:
    luz = held.account("Luz")
    room = room_ids(client)["Open"]
    comes_to, hosts = hosted(client, held, 60), held.hold(room, luz, 200)
    helps = hosted(client, held, 400, second_id=luz)
    over = hosted(client, held, -50 * DAY_MINUTES)
    long_over = hosted(client, held, -70 * DAY_MINUTES)
    hosted(client, held, 600)
    for drop_in in (comes_to, over, long_over):
        comes(held, "Luz", drop_in)
    address = address_of(client)
    shown = dict.fromkeys((comes_to, helps, hosts, over), "CONFIRMED")
    assert events(client, address) == shown
    _set(held, comes_to, state=State.CANCELLED.value)
    assert events(client, address) == shown | {comes_to: "CANCELLED"}
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in client.get(address).text
    assert "Rosa" not in client.get(address).text


def test_new_address_ends_the_old_one_and_stopping_ends_both(
    client: TestClient, held: Sessions
) -> None:
    first, second = address_of(client), address_of(client)
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert second not in client.get("/me/calendar").text
    client.post("/me/calendar/stop")
    assert client.get(second).status_code == 404
    third = address_of(client)
    _close(held, "Luz")
    assert client.get(third).status_code == 404


def test_plain_titles_are_for_those_who_want_them(client: TestClient, held: Sessions) -> None:
    comes(held, "Luz", hosted(client, held, 60))
    address = address_of(client, plain="yes")
    assert "SUMMARY:Drop-in with Rosa in Open" in client.get(address).text
    before = client.get(address).headers["etag"]
    client.post("/me/calendar/titles", data={})
    after = client.get(address, headers={"if-none-match": before})
    assert after.status_code == 200
    assert "SUMMARY:Online meeting" in after.text


def test_zone_of_the_device_is_offered_and_never_taken_silently(
    client: TestClient, held: Sessions
) -> None:
    client.cookies.set("device-zone", "America/Chicago")
    page = client.get("/me/calendar").text
    assert says(page, "zone-offered", zone="Central Time")
    assert '<option value="America/Chicago" selected>' in page
    assert wished(held, "Luz").zone is None
    bad = {"zone": "Mars/Olympus", "tongue": "es"}
    assert client.post("/me/calendar/zone", data=bad).status_code == 422
    assert wished(held, "Luz").zone is None
    client.post("/me/calendar/zone", data=bad | {"zone": "Europe/Madrid"})
    assert (wished(held, "Luz").zone, wished(held, "Luz").tongue) == ("Europe/Madrid", "es")
    assert says(client.get("/me/calendar").text, "zone-is", zone="Central European Time")


def test_house_without_a_mail_server_says_so_and_makes_no_mail(
    client: TestClient, held: Sessions
) -> None:
    assert says(client.get("/me/calendar").text, "mail-none-here")
    assert client.get("/api/me/calendar").json()["sends_mail"] is False


def test_nobody_is_written_to_who_has_not_said_so(tmp_path: Path) -> None:
    with served(tmp_path, **NO_MAIL_SERVER) as client:
        join(client, "Luz")
        held = Sessions(tmp_path)
        assert says(client.get("/me/calendar").text, "mail-no-address")
        assert client.post("/me/calendar/mail", data={"wanted": "yes"}).status_code == 422
        account = held.account("Luz")
        held.write(lambda connection: accounts.set_email(connection, account, "luz@example.org"))
        assert says(client.get("/me/calendar").text, "mail-off")
        assert not wished(held, "Luz").by_mail
        client.post("/me/calendar/mail", data={"wanted": "yes"})
        assert says(client.get("/me/calendar").text, "mail-on", address="luz@example.org")
        assert client.post("/api/me/mail", json={"by_mail": False}).status_code == 204
        assert not wished(held, "Luz").by_mail


def test_mail_program_ends_the_mail_by_itself_and_looking_at_the_link_does_not(
    client: TestClient, held: Sessions, tmp_path: Path
) -> None:
    luz = held.account("Luz")
    key = "reminder:x:y"

    def one_mail(connection: Connection) -> None:
        accounts.set_email(connection, luz, "luz@example.org")
        wishes.agree_to_mail(connection, luz)
        outbox.put(
            connection,
            key=key,
            kind="reminder_soon",
            channel="mail",
            account=luz,
            subject=None,
            payload={},
            due_at=2**53,
        )

    held.write(one_mail)
    link = mail_links.stop_link(load(data_dir=tmp_path).secret, "", 1, key)
    client.cookies.clear()
    assert says(client.get(link).text, "mail-stop-title")
    assert wished(held, "Luz").by_mail
    # From no page of ours, and from no page at all.
    del client.headers["origin"]
    one_click = {"List-Unsubscribe": "One-Click"}
    assert client.post(link[:-1] + "x", data=one_click).status_code == 404
    assert wished(held, "Luz").by_mail
    assert client.post("/me/calendar/mail", data={}).status_code == 403
    assert says(client.post(link, data=one_click).text, "mail-stopped-title")
    assert not wished(held, "Luz").by_mail


def test_what_is_new_is_told_and_shown_in_the_persons_time(
    client: TestClient, held: Sessions
) -> None:
    drop_in = hosted(client, held, 30 * DAY_MINUTES)
    luz = comes(held, "Luz", drop_in)
    client.post("/api/me/zone", json={"zone": "Australia/Lord_Howe"})
    told = _moved(client, held, luz, drop_in)
    assert told["zone"] == "Australia/Lord_Howe"
    (notice,) = told["notices"]
    assert (notice["kind"], notice["drop_in"]) == ("session_moved", drop_in)
    page = client.get("/me").text
    assert "Your drop-in has a new time: Wednesday, June 2 at 10:30" in page
    assert f'href="/d/{drop_in}"' in page
    client.post("/me/notices", data={"notice": notice["notice"]})
    assert client.get("/api/me/notices").json()["notices"] == []


def test_reminder_keeps_nobody_from_where_they_were_going(
    client: TestClient, held: Sessions
) -> None:
    drop_in = hosted(client, held, 30 * DAY_MINUTES)
    luz = comes(held, "Luz", drop_in)
    assert _moved(client, held, luz, drop_in)["notices"]
    client.cookies.clear()
    room = f"/r/{room_ids(client)['Open']}"
    form = opened(client, f"/join?next={room}") | {"name": "Luz", "password": PASSWORD}
    answer = client.post("/login", data=form, follow_redirects=False)
    assert answer.headers["location"] == room


def _moved(client: TestClient, held: Sessions, account: AccountId, drop_in: DropInId) -> Any:
    """What the person is told once the house has noticed."""
    _move(held, account, drop_in)
    deadline = time.monotonic() + 20
    told: Any = {"notices": []}
    while not told["notices"] and time.monotonic() < deadline:
        told = client.get("/api/me/notices").json()
    return told


def _move(held: Sessions, account: AccountId, drop_in: DropInId) -> None:
    # On Lord Howe clocks are half an hour back by then.
    at = 1_969_747_200_000

    def moving(connection: Connection) -> None:
        where = tables.drop_in.c.id == drop_in
        row = {"starts_at": at, "ends_at": at + 3_600_000}
        connection.execute(update(tables.drop_in).where(where).values(row))
        outbox.put(
            connection,
            key=f"moved:{drop_in}",
            kind="moved",
            channel="page",
            account=account,
            subject=drop_in,
            payload={"starts_at": at},
            due_at=clock.now_ms(connection),
        )

    held.write(moving)


def _set(held: Sessions, drop_in: DropInId, **columns: object) -> None:
    change = update(tables.drop_in).where(tables.drop_in.c.id == drop_in).values(**columns)
    held.write(lambda connection: connection.execute(change).rowcount)


def _close(held: Sessions, name: str) -> None:
    account = tables.account
    change = update(account).where(account.c.id == held.account(name)).values(state="closed")
    held.write(lambda connection: connection.execute(change).rowcount)


def test_mail_is_offered_where_a_reminder_was_asked_for_and_is_agreed_to_there(
    tmp_path: Path,
) -> None:
    with served(tmp_path, **NO_MAIL_SERVER) as client:
        for name in ("Rosa", "Luz"):
            client.cookies.clear()
            join(client, name)
        held = Sessions(tmp_path)
        drop_in = hosted(client, held, DAY_MINUTES)
        page, offer = f"/d/{drop_in}", f'action="/d/{drop_in}/mail"'
        comes(held, "Luz", drop_in)
        assert offer not in client.get(page).text, "there is no address"
        luz = held.account("Luz")
        held.write(lambda connection: accounts.set_email(connection, luz, "luz@example.org"))
        assert offer in client.get(page).text
        assert not wished(held, "Luz").by_mail
        done = client.post(f"{page}/mail").text
        assert says(done, "dropin-said-mail")
        assert offer not in done
        assert wished(held, "Luz").by_mail
