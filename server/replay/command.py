"""`python3 -m server replay`: what may be typed, and what is printed. Names places, never words."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from server.failure import Failure
from server.replay import conversations, replay, stage
from server.replay.conversations import Recorded
from server.replay.replay import Report, Wanted
from server.settings import Settings, load

DIFFERS = 1
MALFORMED = 3
MOST_FAULTS_SAID = 20


def main(argv: Sequence[str]) -> int:
    """0 when everything matched, 1 when not, 3 when it did but lines of the file were malformed.

    Raises Failure, DatabaseUnreachable and MigrationPending before anything is played.
    """
    asked = _parser().parse_args(argv)
    recorded = _read(asked.file)
    for malformed in recorded.malformed:
        where = f"{asked.file}, line {malformed.line}"
        print(f"{where}: {malformed.why}; skipped.", file=sys.stderr)
    if not recorded.conversations:
        raise Failure(f"{asked.file} holds no conversation to play.")
    report = asyncio.run(_replay(recorded, asked))
    _print(recorded, report)
    if report.faults:
        return DIFFERS
    return MALFORMED if recorded.malformed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m server replay",
        description="Play recorded conversations against a running server with throwaway data"
        " (`--data NEW_FOLDER --no-demo`), and compare what every client showed.",
        epilog='A line of FILE is {"id", "turns": [{"speaker", "text"}, …]}.',
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--url",
        action="append",
        help="where the server is (default http://127.0.0.1:8000); again for each process",
    )
    parser.add_argument("--people", type=_number, default=20, metavar="N")
    parser.add_argument("--rooms", type=_number, default=4, metavar="K")
    parser.add_argument("--rate", type=_rate, default=20.0, metavar="R", help="messages a second")
    parser.add_argument(
        "--prepare",
        "--data",
        dest="prepare",
        metavar="WHERE",
        help="the server's data folder or database address, to make rooms and people in"
        " (default: as the server would choose it)",
    )
    parser.add_argument(
        "--database", metavar="URL", help="compare with this database instead of over HTTP"
    )
    parser.add_argument(
        "--browsers", type=int, default=0, metavar="N", help="listeners that are real browsers"
    )
    parser.add_argument("--chromium", type=Path, metavar="PATH", help="the browser to use")
    parser.add_argument(
        "--metrics-token",
        metavar="TOKEN",
        help="the server's METRICS_TOKEN, for its batch sizes (default: as in the environment)",
    )
    return parser


def _read(path: Path) -> Recorded:
    try:
        return conversations.read(path)
    except OSError as error:
        raise Failure(f"{path} cannot be read ({error.strerror}).") from None


async def _replay(recorded: Recorded, asked: argparse.Namespace) -> Report:
    urls = tuple(url.rstrip("/") for url in asked.url or ["http://127.0.0.1:8000"])
    settings = _settings(asked.prepare)
    known = settings.metrics_token
    prepared = await stage.prepare(settings.database, rooms_wanted=asked.rooms, people=asked.people)
    wanted = Wanted(
        urls=urls,
        per_second=asked.rate,
        browsers=asked.browsers,
        chromium=asked.chromium,
        database=asked.database,
        metrics_token=asked.metrics_token or (known.get_secret_value() if known else None),
    )
    try:
        return await replay.run(recorded.conversations, prepared, wanted)
    except OSError as error:
        raise Failure(f"The server could not be read back from ({error}).") from None


def _settings(where: str | None) -> Settings:
    """The settings of the server under replay, as far as its database goes."""
    if where is None:
        return load()
    if "://" in where:
        return load(database_url=where)
    return load(data_dir=Path(where), database_url="")


def _print(recorded: Recorded, report: Report) -> None:
    print(
        f"Played {len(recorded.conversations):,} conversations as {report.messages:,} messages"
        f" ({recorded.characters_stripped:,} control characters left out)."
    )
    for line in report.lines:
        print(f"  {line}")
    if not report.faults:
        print(f"Verdict: all {report.compared:,} lists equal the transcript.")
        return
    for fault in report.faults[:MOST_FAULTS_SAID]:
        print(f"  ✗ {fault}")
    print(f"Verdict: {len(report.faults):,} differences in {report.compared:,} lists.")


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _rate(text: str) -> float:
    rate = float(text)
    if not 0 < rate <= 10_000:
        raise argparse.ArgumentTypeError("must be above 0, and at most 10000")
    return rate
