"""What counts as a link in the words of a new account, and what does not."""

import pytest

from rooms.links import has_link


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "see http://example.org/tea now",
        "HTTPS://EXAMPLE.ORG",
        "ftp://files.example.org",
        "www.example.org",
        "miracle-tea.com",
        "Look at Example.COM, it helped",
        "shop.example.co.uk/tea",
        "bit.ly/3abcd",
        "(example.net)",
        "example.com.mx",
        "tea.shop",
        "exam\u200bple.com",
        "\uff57\uff57\uff57.example.org",
        "example\u3002com",
        "example.de:8080/tea",
        "prueba salud.info hoy",
    ],
)
def test_link_is_seen(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "I slept well.It helped",
        "Gracias.No es nada.me gusta",
        "Dr. Alvarez said so, e.g. on Monday",
        "3.5 or 4.0/day",
        "and/or, y/o, 24/7",
        "v1.2.3",
        "ana@example.com",
        "wait... what",
        "a.m./p.m.",
        "WWW is old",
        "http is a word",
        "He was tired.store was closed",
        "¿Sí?.No",
        "mg/dl",
        "",
    ],
)
def test_everyday_writing_is_no_link(text: str) -> None:
    assert not has_link(text)
