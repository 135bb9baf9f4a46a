"""Who can no longer get in finds how to reach those who run this place."""

from pathlib import Path

import pytest

from server.settings import SettingsError, load
from tests.server.embedded import served
from tests.server.forms import log_in, says


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("help@example.org", "mailto:help@example.org"),
        ("https://example.org/contact", "https://example.org/contact"),
        ("tel:+34 600 000 000", "tel:+34600000000"),
    ],
)
def test_contact_is_on_every_page_where_somebody_is_stuck(
    tmp_path: Path, contact: str, link: str
) -> None:
    with served(tmp_path, contact=contact) as client:
        wrong = log_in(client, "Nobody")
        assert wrong.count(f'href="{link}"') == 2
        for path in ("/recover", "/rules"):
            page = client.get(path).text
            assert page.count(f'href="{link}"') == 2, path
            assert says(page, "nav-contact")
        assert f'href="{link}"' in client.get("/help").text


def test_house_without_a_contact_offers_none(tmp_path: Path) -> None:
    with served(tmp_path, contact="") as client:
        assert not says(client.get("/recover").text, "nav-contact")


@pytest.mark.parametrize(
    "contact", ["javascript:alert(1)", "us", "http://example.org", "a@b c.org"]
)
def test_contact_that_opens_nothing_is_refused(contact: str) -> None:
    with pytest.raises(SettingsError, match="CONTACT is not right"):
        load(contact=contact)
