"""Help lines: what is shown, and what the operator is told about them."""

import datetime
from pathlib import Path

import pytest

from server.failure import Failure
from server.help import lines, warning
from server.help.declared import Kind
from server.help.lines_file import LinesFileError, read
from server.texts import LANGUAGES

COUNTRY = '[[country]]\ncode = "ZZ"\nname = { en = "Nowhere", es = "Ningún lugar" }\n'
LINE = (
    '[[line]]\ncountry = "ZZ"\nkind = "line"\nname = { en = "A line", es = "Una línea" }\n'
    'call = "112"\nlanguages = ["en"]\nsource = "https://example.org"\n'
)


def written(folder: Path, text: str) -> Path:
    path = folder / "lines.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_line_that_nobody_checked_is_never_shown() -> None:
    held = lines.shipped()
    shown = [line for country in held.countries for line in lines.lines_for(country.code)]
    assert {line for line in held.lines if line.checked is None}.isdisjoint(shown)
    assert set(shown) == {line for line in held.lines if line.checked}


def test_country_without_a_checked_line_is_not_offered() -> None:
    offered = {country.code for country in lines.countries()}
    assert offered == {line.country for line in lines.shipped().lines if line.checked}
    assert {"US", "CA", "GB", "IE", "AU", "NZ", "MX", "ES", "CL", "CO", "PE"} <= offered
    assert lines.lines_for("AR") == ()


def test_emergency_number_comes_first_in_every_country() -> None:
    for country in lines.countries():
        kinds = [line.kind for line in lines.lines_for(country.code)]
        assert kinds[0] is Kind.EMERGENCY
        assert kinds == sorted(kinds, key=list(Kind).index)


def test_every_line_names_a_page_that_says_so_and_can_be_reached() -> None:
    for line in lines.shipped().lines:
        assert line.source.startswith("https://")
        assert line.call or line.text or line.chat


def test_every_line_speaks_both_languages() -> None:
    for line in lines.shipped().lines:
        for said in (line.name, line.what, line.hours):
            assert said is None or all(said.in_language(language) for language in LANGUAGES)


def test_number_can_be_called_and_texted_as_it_stands() -> None:
    samaritans = next(line for line in lines.lines_for("GB") if line.call == "116 123")
    need_to_talk = next(line for line in lines.lines_for("NZ") if line.text)
    assert samaritans.call_link == "tel:116123"
    assert samaritans.text_link is None
    assert need_to_talk.text_link == "sms:1737"


def test_unknown_country_has_no_lines() -> None:
    assert lines.lines_for("ZZ") == ()


@pytest.mark.parametrize(
    ("header", "country"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "MX"),
        ("en, es-ES;q=0.5", "ES"),
        ("en-gb", "GB"),
        ("en-US;q=0.4, en-NZ;q=0.9", "NZ"),
        ("es-AR, es-CL;q=0.2", "CL"),
        ("es-Latn-PE", "PE"),
        ("es", None),
        ("es-419", None),
        ("", None),
        ("*", None),
        ("en-US;q=x", None),
        ("-" * 5000, None),
    ],
)
def test_country_is_guessed_from_the_browsers_region_alone(
    header: str, country: str | None
) -> None:
    assert lines.guess_country(header) == country


def test_line_checked_over_90_days_ago_is_named_to_the_operator_and_still_shown(
    tmp_path: Path,
) -> None:
    source = f"{COUNTRY}{LINE}checked = 2026-08-01\n{LINE}checked = 2026-08-02\n{LINE}"
    held = read(written(tmp_path, source)).lines
    today = datetime.date(2026, 10, 31)
    assert lines.stale(held, datetime.date(2026, 10, 30)) == ()
    assert lines.stale(held, today) == held[:1]
    assert lines.stale(lines.lines_for("US"), datetime.date(2036, 1, 1)) == lines.lines_for("US")


@pytest.mark.parametrize(
    ("checked", "said"),
    [("", "no line is shown"), ("checked = 2026-11-01\n", "has not come yet: ZZ 112")],
)
def test_lines_that_cannot_be_relied_on_are_wrong(tmp_path: Path, checked: str, said: str) -> None:
    held = read(written(tmp_path, f"{COUNTRY}{LINE}{checked}"))
    with pytest.raises(Failure, match=said):
        warning.refuse_unusable(held, datetime.date(2026, 10, 31))
    warning.refuse_unusable(lines.shipped(), datetime.date(2036, 1, 1))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the file holds no [[country]]."),
        (COUNTRY, 1, "the file holds no [[line]]."),
        ("[[country]\n", 1, "this is not TOML"),
        (f"{COUNTRY}{LINE}presses = 1\n", 11, "`presses`"),
        (COUNTRY.replace(', es = "Ningún lugar"', "") + LINE, 3, "`name.es`"),
        (COUNTRY + LINE.replace('call = "112"\n', ""), 4, "needs `call`, `text` or `chat`"),
        (COUNTRY + LINE.replace('"112"', '"call us"'), 8, "`call`"),
        (COUNTRY + LINE.replace("https", "http"), 10, "`source`"),
        (COUNTRY + LINE.replace('"ZZ"', '"QQ"'), 5, "no [[country]] with the code QQ"),
        (COUNTRY + COUNTRY + LINE, 5, "ZZ is there twice"),
        (f'{COUNTRY}{LINE}checked = "soon"\n', 11, "`checked`"),
        (f'{COUNTRY}{LINE}checked = "2026-08-01"\n', 11, "`checked`"),
        ("clicks = 1\n" + COUNTRY + LINE, 1, "`clicks` is not known here"),
        ('from_copies = "no"\n' + COUNTRY + LINE, 1, "`from_copies` is true or false"),
    ],
)
def test_bad_file_is_refused_whole_with_file_line_and_reason(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(LinesFileError) as refused:
        read(path)
    assert str(refused.value).startswith(f"{path}, line {line}: ")
    assert reason in str(refused.value)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LinesFileError, match="cannot be read"):
        read(tmp_path / "none.toml")
