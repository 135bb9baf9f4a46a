"""People may write in any language; the pages name each one, also where no name is known."""

import sqlite3
from html import unescape
from pathlib import Path

import pytest

from server.tongues import listed
from tests.server.embedded import room_ids, served


def test_room_in_any_language_is_shown_on_every_page(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        with sqlite3.connect(tmp_path / "hearthside.db") as database:
            database.execute("""UPDATE room SET languages = '["en", "fr", "xx"]'""")
        database.close()
        client.post("/find", data={"q": "open"})
        for path in ("/", "/?view=az", "/find"):
            page = client.get(path)
            assert page.status_code == 200, path
            assert '<li lang="fr">Français</li>' in page.text
            assert '<li lang="en">xx</li>' in page.text
        room = client.get(f"/r/{room_ids(client)['Open']}", headers={"accept-language": "es"})
        assert "inglés, francés y xx" in unescape(room.text)


@pytest.mark.parametrize(
    ("lang", "codes", "said"),
    [
        ("es", ["en", "es"], "español e inglés"),
        ("en", ["es", "en"], "English and Spanish"),
        ("es", ["en", "fr", "is"], "inglés, francés e islandés"),
        ("es", ["en"], "inglés"),
    ],
)
def test_languages_are_listed_with_the_page_s_own_first(
    lang: str, codes: list[str], said: str
) -> None:
    assert listed(lang, codes) == said
