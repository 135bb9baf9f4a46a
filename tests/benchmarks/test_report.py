"""What is reported is what was stored: nobody types a figure, and what fell short is named."""

import math
import re
from pathlib import Path

import msgspec

from benchmarks.report import page, stored, tables, terminal, written
from benchmarks.report.bars import Bar, absent, bars
from benchmarks.report.page import Picture
from benchmarks.results import Table, Verdict
from benchmarks.scale import page as scale
from tests.benchmarks.invented import LOST, NOBODY_THERE, ON_TIME, TOO_SLOW, invented


def test_pages_are_what_the_stored_results_give() -> None:
    results = stored.everything()
    assert written.PAGE.read_text("utf-8") == written.markdown(results)
    assert scale.PAGE.read_text("utf-8") == scale.markdown(results)


def test_what_was_measured_is_read_as_it_was_written(tmp_path: Path) -> None:
    stored.write(invented(), tmp_path)
    assert stored.read("invented", tmp_path) == invented()
    assert stored.everything(tmp_path) == [invented()]


def test_absent_rival_counts_as_unmet() -> None:
    assert [target.verdict for target in (ON_TIME, TOO_SLOW, NOBODY_THERE, LOST)] == [
        Verdict.MET,
        Verdict.UNMET,
        Verdict.ABSENT,
        Verdict.MET,
    ]
    said = tables.markdown([invented()], missing=["growth"])
    assert "1 of 3 targets are met." in said
    assert "deliveries, over ejabberd: absent, target ≥ 4x" in said
    assert "p99 | overloaded: 81.5 ms, target ≤ 50 ms" in said
    assert "**Not measured:** growth." in said


def test_tables_have_a_line_for_each_target_and_each_contestant() -> None:
    said = tables.markdown([invented("kills", Table.FAULTS), invented()], missing=[])
    faults, speed = said.index("## Faults"), said.index("## Speed")
    assert faults < said.index("| kill: lost | ≤ 0 messages | 0 messages | 0 to 0 | 1 of 20 |")
    line = "| CPU a delivery, over C | ≤ 1.50x | 1.28x | 1.03 to 1.41 | 3 of 5 | met |"
    assert speed < said.index(line)
    assert "absent, there is no <abacus> here" in said
    assert "theirs" in terminal.table(invented())


def test_bars_say_how_much_of_its_limit_each_target_uses() -> None:
    results = [invented("kills", Table.FAULTS), invented()]
    assert bars(results) == [
        Bar("invented: p99 | overloaded", 81.5 / 50, "81.5 ms (≤ 50 ms)", met=False),
        Bar("invented: CPU a delivery, over C", 1.28 / 1.5, "1.28x (≤ 1.50x)", met=True),
        Bar("kills: kill: lost", 0.0, "0 messages (≤ 0 messages)", met=True),
    ]
    assert absent(results) == 1
    half = msgspec.structs.replace(NOBODY_THERE, value=8.0)
    lost = msgspec.structs.replace(LOST, value=1.0)
    turned = msgspec.structs.replace(invented(), targets=(half, lost))
    assert [bar.share for bar in bars([turned])] == [math.inf, 0.5]


def test_page_asks_nobody_for_anything() -> None:
    results = [invented(), invented("kills", Table.FAULTS)]
    picture = Picture("<growth>", b"<svg/>", b"<svg></svg>")
    said = page.html(results, {"speed": picture, "invented-1": picture}, missing=[])
    assert said.count("<picture>") == 2
    assert said.count("Not measured yet.") == 1
    assert said.count("&lt;growth&gt;") == 2
    assert "&lt;abacus&gt;" in said
    assert not re.search(r'https?:|(src|srcset)="(?!data:)|url\(|@import|<link|<script', said)
