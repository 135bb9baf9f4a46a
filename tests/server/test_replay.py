"""The replay against a real server, and what it plays."""

import asyncio
import os
import random
import signal
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rooms.commands import MAX_BODY_CODE_POINTS, PostMessage
from rooms.ids import new_public_id
from server.failure import Failure
from server.replay import conversations, main, stage
from server.replay.client import Member
from server.replay.conversations import parts_of
from server.replay.line import STEADY_SECONDS, SentAway, after_opened, wait_ms
from server.setup.steps import ROOT
from server.talk import frames
from tests.services.processes import end, free_port, start, wait_until

LONG_TURN = "Some days are long, and this sentence is one of them. " * 92 + "Thank you."
CONVERSATIONS = "\n".join(
    [
        '{"id": 1, "topic": "rest", "title": "Sleep", "turns": ['
        '{"speaker": "asker", "text": "How do you rest on the days between?"},'
        '{"speaker": "answerer 1", "text": "A short walk first, then a book."},'
        '{"speaker": "asker", "text": "I will try the walk."}]}',
        '{"id": 2, "turns": [{"speaker": "asker", "text": "¿Alguien más cose por la noche?"},'
        '{"speaker": "answerer 1", "text": "Yo tejo.\\nDespacio, pero tejo."}]}',
        '{"id": 3, "turns": [{"speaker": "asker", "text": 7}]}',
        f'{{"id": 4, "turns": [{{"speaker": "asker", "text": "{LONG_TURN}"}},'
        '{"speaker": "answerer 1", "text": "That is a lot to carry\\u0007. We read all of it."}]}',
        '{"id": 5, "turns": [{"speaker": "asker", "text": "First evening without the brace."},'
        '{"speaker": "answerer 1", "text": "How did it feel?"},'
        '{"speaker": "answerer 2", "text": "Congratulations!"}]}',
    ]
)


@dataclass(frozen=True, slots=True)
class Home:
    """A running server of the test's own, with its data."""

    url: str
    data: Path

    @property
    def database(self) -> str:
        return f"sqlite:///{self.data / 'hearthside.db'}"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    port, data, log = free_port(), tmp_path / "data", tmp_path / "server.log"
    argv: list[str | Path] = [
        sys.executable,
        "-m",
        "server",
        "--data",
        data,
        "--no-demo",
        "--port",
        str(port),
    ]
    given = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = start(argv, log=log, environment=given | {"PYTHONPATH": str(ROOT)})
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _is_ready(url), process, log=log, what="The server")
        yield Home(url, data)
    finally:
        end(process, signal.SIGTERM)


def _is_ready(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/readyz", timeout=5):
            return True
    except OSError:
        return False


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    file = tmp_path / "conversations.jsonl"
    file.write_text(CONVERSATIONS, encoding="utf-8")
    return file


def _asked(home: Home, recorded: Path, *more: str) -> list[str]:
    wanted = ["--people", "6", "--rooms", "2", "--rate", "200"]
    return [str(recorded), "--url", home.url, "--prepare", str(home.data), *wanted, *more]


# Whole replays


def test_every_list_equals_the_transcript_and_the_malformed_line_is_named(
    home: Home, recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(_asked(home, recorded)) == 3
    said = capsys.readouterr()
    assert "line 3: Expected `str`, got `int` - at `$.turns[0].text`; skipped." in said.err
    assert "Played 4 conversations as 12 messages (1 control characters left out)." in said.out
    assert "Verdict: all 12 lists equal the transcript." in said.out
    assert "Congratulations" not in said.out + said.err


def test_the_transcript_can_be_read_from_the_database(
    home: Home, recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded.write_text(CONVERSATIONS.splitlines()[0], encoding="utf-8")
    assert main(_asked(home, recorded, "--database", home.database)) == 0
    assert "Verdict: all 12 lists equal the transcript." in capsys.readouterr().out


def test_a_server_that_is_not_there_is_said_in_one_sentence(home: Home, recorded: Path) -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Failure, match="No server is ready at"):
        main([str(recorded), "--url", gone, "--prepare", str(home.data)])


# The client


async def test_a_client_whose_line_drops_shows_all_once_and_loses_no_message(home: Home) -> None:
    made = await stage.prepare(home.database, rooms_wanted=1, people=2)
    [room], dice = made.rooms, random.Random(1)
    async with (
        Member(home.url, token=made.tokens[0], dice=dice) as ana,
        Member(home.url, token=made.tokens[1], dice=dice) as ben,
    ):
        await ana.join(room)
        await ben.join(room)
        receipts = []
        for number in range(8):
            posting = asyncio.create_task(ana.post(room, f"message {number}"))
            if number in (2, 5):
                await ana.until(lambda: ana.is_open)
                await ben.until(lambda: ben.is_open)
                ana.drop()
                ben.drop()
            receipts.append(await posting)
        await ana.reach(room, receipts[-1].seq)
        await ben.reach(room, receipts[-1].seq)
        expected = [f"message {number}" for number in range(8)]
        assert [message.body for message in ana.messages(room)] == expected
        assert ben.messages(room) == ana.messages(room)
        assert [message.message for message in ben.messages(room)] == [
            receipt.command_id for receipt in receipts
        ]
        assert ben.tally.reconnects == ana.tally.reconnects == 2


async def test_a_page_above_is_shown_above_and_brought_up_to_date(home: Home) -> None:
    made = await stage.prepare(home.database, rooms_wanted=1, people=7)
    [room] = made.rooms
    async with (
        Member(home.url, token=made.tokens[0]) as late,
        Member(home.url, token=made.tokens[1]) as early,
    ):
        await early.join(room)
        for token in made.tokens[1:]:
            async with Member(home.url, token=token) as writer:
                for number in range(10):
                    await writer.post(room, f"message {number}")
        joined = await late.join(room)
        assert joined.page is not None
        assert len(late.messages(room)) == len(joined.page.messages) == 50
        assert await late.read_earlier(room)
        assert not await late.read_earlier(room)
        assert late.messages(room) == early.messages(room)
        assert len(late.messages(room)) == 60


async def test_what_is_refused_is_not_sent_again(home: Home) -> None:
    made = await stage.prepare(home.database, rooms_wanted=1, people=1)
    [room] = made.rooms
    async with Member(home.url, token=made.tokens[0]) as ana:
        command = PostMessage(room=room, command_id=new_public_id(), body="  ")
        answer = await ana.write(command)
        assert isinstance(answer, frames.Refused)
        assert answer.code == "empty"
        assert ana.tally.resends == 0


async def test_a_client_that_may_not_come_in_stops_trying(home: Home) -> None:
    async with Member(home.url, origin="https://elsewhere.example") as foreign:
        with pytest.raises(SentAway):
            await foreign.join("0" * 32, within_seconds=30)
        assert foreign.sent_away == 403


def test_the_wait_before_returning_is_spread_and_grows() -> None:
    assert wait_ms(0, 2_000, 0.5) == wait_ms(9, 2_000, 0.5) == 1_000
    assert wait_ms(12, 2_000, 0.5) == 8_000
    assert wait_ms(30, 2_000, 1.0) == 30_000
    assert wait_ms(0, 0, 1.0) == wait_ms(39, 0, 1.0) == 500
    assert wait_ms(3, 12_000, 1.0) == 12_000
    assert wait_ms(4, 12_000, 1.0) == 24_000


def test_a_line_that_did_not_hold_makes_the_next_waits_grow() -> None:
    assert after_opened(7, STEADY_SECONDS, 2_000) == 0
    assert wait_ms(after_opened(0, 1.0, 2_000), 2_000, 1.0) == 2_000
    assert wait_ms(after_opened(0, 1.0, 2_000) + 1, 2_000, 1.0) == 4_000


# What is played


def test_a_long_turn_is_split_at_sentences_and_loses_nothing() -> None:
    parts = parts_of(LONG_TURN)
    assert len(parts) == 3
    assert all(len(part) <= MAX_BODY_CODE_POINTS for part in parts)
    assert all(part.endswith(".") for part in parts)
    assert " ".join(parts) == LONG_TURN


def test_without_a_sentence_it_is_split_at_a_space_and_else_where_it_must_be() -> None:
    words = "word " * 900
    assert " ".join(parts_of(words)) == words.strip()
    assert all(part.endswith("word") for part in parts_of(words))
    assert [len(part) for part in parts_of("x" * 4_001)] == [2_000, 2_000, 1]
    assert parts_of(" \n ") == []


def test_lines_that_are_no_conversation_are_named_and_never_quoted(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(
        b'{"id": 1, "turns": [{"speaker": "a", "text": "secret"}]}\n\n'
        b'{"id": 2, "turns": []}\n'
        b'{"id": 3, "turns": [{"speaker": "a", "text": " \\u0000 "}]}\n'
        b'secret\n\xff\n{"id": 6, "turns": [{"speaker": "a", "text": "\\ud800"}]}\n'
    )
    found = conversations.read(file)
    assert [conversation.id for conversation in found.conversations] == [1]
    assert [malformed.line for malformed in found.malformed] == [3, 4, 5, 6, 7]
    assert not [malformed for malformed in found.malformed if "secret" in malformed.why]
