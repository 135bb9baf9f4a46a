"""What a replay finds and says, against hand-made wrongs."""

import io

import pytest
from msgspec.structs import replace

from rooms.actor import Role
from rooms.transcript import Message
from server.replay import verdict
from server.replay.figures import percentile, servers
from server.replay.progress import Progress
from server.replay.readback import Transcript
from server.replay.verdict import Said


def _said(number: int, body: str = "said") -> Message:
    return Message(
        message=f"{number:08d}-0000-4000-8000-000000000000",
        seq=number,
        at=number,
        author="0" * 32,
        name="Ana",
        role=Role.MEMBER,
        body=body,
    )


TRANSCRIPT = Transcript(head=3, messages=tuple(_said(number) for number in (1, 2, 3)))


def test_a_list_with_two_messages_swapped_is_found() -> None:
    first, second, third = TRANSCRIPT.messages
    assert verdict.shown_differs("client", [first, second, third], TRANSCRIPT) == []
    [fault] = verdict.shown_differs("client", [second, first, third], TRANSCRIPT)
    assert fault == "client shows another message at place 1 (seq 2, not 1)"


@pytest.mark.parametrize(
    "shown",
    [
        TRANSCRIPT.messages[:2],
        TRANSCRIPT.messages[1:],
        (*TRANSCRIPT.messages, TRANSCRIPT.messages[2]),
        (*TRANSCRIPT.messages[:2], replace(TRANSCRIPT.messages[2], body="other words")),
    ],
    ids=["last lost", "first lost", "shown twice", "changed"],
)
def test_a_list_that_is_not_the_transcript_is_found(shown: tuple[Message, ...]) -> None:
    assert len(verdict.shown_differs("client", shown, TRANSCRIPT)) == 1


def test_a_browsers_list_may_begin_later_but_not_be_another() -> None:
    ids = [message.message for message in TRANSCRIPT.messages]
    assert verdict.newest_differ("browser", ids[1:], TRANSCRIPT, began_at=1) == []
    assert verdict.newest_differ("browser", ids[2:], TRANSCRIPT, began_at=1) != []
    assert verdict.newest_differ("browser", ids[::-1], TRANSCRIPT, began_at=1) != []
    assert verdict.newest_differ("browser", ids[:2], TRANSCRIPT, began_at=1) != []


def test_what_was_acknowledged_and_is_not_there_is_found() -> None:
    held = [Said("room", m.seq, m.message, m.body or "") for m in TRANSCRIPT.messages]
    lost = Said("room", 4, _said(4).message, "said")
    moved = Said("room", 2, held[0].message, "said")
    assert verdict.acknowledged_differ("room", held, TRANSCRIPT, began_at=0) == []
    assert len(verdict.acknowledged_differ("room", [*held, lost], TRANSCRIPT, 0)) == 1
    assert len(verdict.acknowledged_differ("room", [moved, *held[1:]], TRANSCRIPT, 0)) == 1
    assert len(verdict.acknowledged_differ("room", held[1:], TRANSCRIPT, 0)) == 1
    assert verdict.acknowledged_differ("room", held[1:], TRANSCRIPT, began_at=1) == []


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([], 0.5) == 0
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(list(range(1, 101)), 0.99) == 99


def test_batch_sizes_are_those_of_the_replay_alone() -> None:
    name = "hearthside_batch_size"
    before = {
        f"{name}_count": 2.0,
        f"{name}_sum": 2.0,
        f'{name}_bucket{{le="1.0"}}': 2.0,
        f'{name}_bucket{{le="4.0"}}': 2.0,
        f'{name}_bucket{{le="+Inf"}}': 2.0,
    }
    after = {
        f"{name}_count": 6.0,
        f"{name}_sum": 12.0,
        f'{name}_bucket{{le="1.0"}}': 3.0,
        f'{name}_bucket{{le="4.0"}}': 6.0,
        f'{name}_bucket{{le="+Inf"}}': 6.0,
    }
    said = servers([before, after], [after, before])
    # The second process was started anew: all it counted is the replay's.
    assert said[0] == "batches      6, 2.0 commands each (≤ 1: 3, ≤ 4: 3)"


def test_batch_sizes_that_a_server_keeps_to_itself_are_not_available() -> None:
    figures = {"hearthside_batch_size_count": 1.0}
    assert "not available" in servers([{}], [{}])[0]
    assert "not available" in servers([{}, {}], [{}, figures])[0]


def test_progress_is_drawn_on_a_terminal_only() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for out, drawn in ((Terminal(), True), (io.StringIO(), False)):
        progress = Progress(2, out)
        progress.step()
        progress.step()
        progress.close()
        assert ("2 of 2 messages" in out.getvalue()) is drawn
