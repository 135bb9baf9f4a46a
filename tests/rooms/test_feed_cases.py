"""The feed of the server over the cases that the browser's feed is held to as well."""

import json
from pathlib import Path
from typing import Any

import pytest

from rooms.events import NameChanged
from rooms.feed import Feed
from rooms.transcript import Entry

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "feed.json").read_text(encoding="utf-8")
)
EVENT = NameChanged(member="0" * 32, name="Marigold")


def entry(seq: int) -> Entry:
    return Entry(room="0" * 32, seq=seq, at=0, event=EVENT)


def seqs(step: dict[str, Any], key: str) -> list[int]:
    return list(range(*step[f"{key}_range"])) if f"{key}_range" in step else step[key]


def bounds(found: range | None) -> list[int] | None:
    return None if found is None else [found.start, found.stop]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_feed_behaves_as_the_shared_cases_say(case: dict[str, Any]) -> None:
    feed = Feed(case["next_seq"])
    for step in case["steps"]:
        delivered = feed.accept(entry(seq) for seq in seqs(step, "arrive"))
        assert [each.seq for each in delivered] == seqs(step, "deliver")
        assert bounds(feed.hole()) == step["hole"]
        if "head" in step:
            assert bounds(feed.missing_up_to(step["head"])) == step["missing"]
        assert feed.overfull is step.get("overfull", False)
