"""Get help: the emergency number first, checked lines only, and nothing is kept of who looked."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.help import warning
from server.help.declared import Kind
from server.help.lines import FRESH_DAYS, countries, lines_for, shipped
from server.pages import help_page
from server.texts import LANGUAGES
from tests.server.embedded import served


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_country_shows_its_emergency_number_before_anything_else(
    client: TestClient, lang: str
) -> None:
    for country in countries():
        page = client.get(f"/help?country={country.code}", headers={"accept-language": lang}).text
        links = re.findall(r'href="((?:tel|sms|https):[^"]*)"', page)
        wanted = [
            link
            for line in lines_for(country.code)
            for link in (line.call_link, line.text_link, line.chat, line.source)
            if link
        ]
        assert links == wanted, country
        first = lines_for(country.code)[0]
        assert first.kind is Kind.EMERGENCY


def test_every_line_says_where_and_when_it_was_checked(client: TestClient) -> None:
    page = client.get("/help?country=US").text
    assert page.count("Checked on ") == len(lines_for("US"))
    assert "988lifeline.org" in page


def test_country_is_guessed_and_can_always_be_changed(client: TestClient) -> None:
    page = client.get("/help", headers={"accept-language": "es-ES,es;q=0.9"}).text
    assert '<option value="ES" selected>' in page
    assert "idioma de su navegador" in page
    chosen = client.get("/help?country=US", headers={"accept-language": "es-ES"}).text
    assert '<option value="US" selected>' in chosen
    assert "idioma de su navegador" not in chosen


@pytest.mark.parametrize("country", ["", "XX", "%00", "us", "a" * 500])
def test_unknown_country_still_says_to_call(client: TestClient, country: str) -> None:
    page = client.get(f"/help?country={country}").text
    assert "Call the emergency number of the place where you are." in page
    assert "Choose your country" in page


def test_where_no_country_can_be_chosen_none_is_asked_for(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help_page, "countries", tuple)
    page = client.get("/help").text
    assert "Call the emergency number of the place where you are." in page
    assert "We do not have a checked number for any country yet." in page
    assert "hoose your country" not in page
    assert 'name="country"' not in page


def test_nothing_is_kept_of_who_looked_for_help(client: TestClient) -> None:
    answer = client.get("/help?country=US")
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_help_offers_to_tell_a_moderator_and_says_when_nobody_is_there(client: TestClient) -> None:
    page = client.get("/help").text
    assert 'href="/tell?concern=worried_about_someone"' in page
    assert "No moderator is on duty right now." in page


def test_operator_is_warned_of_lines_that_were_checked_long_ago() -> None:
    checked = max(line.checked for line in shipped().lines if line.checked)
    late = warning.of_stale_lines(checked + datetime.timedelta(days=FRESH_DAYS + 1))
    assert late is not None
    assert "988" in late


def test_operator_is_told_that_the_shipped_lines_were_checked_against_copies() -> None:
    checked = max(line.checked for line in shipped().lines if line.checked)
    advice = warning.of_lines(checked)
    assert warning.of_stale_lines(checked) is None
    assert advice is not None
    assert "look up every one" in advice
    late = warning.of_lines(checked + datetime.timedelta(days=FRESH_DAYS + 1))
    assert late is not None
    assert "look up every one" in late
    assert f"over {FRESH_DAYS} days ago" in late
