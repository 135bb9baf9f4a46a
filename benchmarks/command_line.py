"""What may be typed after `python3 -m benchmarks`, and the run of what was asked for.

Nothing that was started outlives it, also when it is interrupted.
"""

import argparse
import sys
import traceback
from collections.abc import Sequence

import msgspec

from benchmarks import family, registry
from benchmarks.benchmark import FULL_ROUNDS, SECONDS, Effort
from benchmarks.progress import Bar
from benchmarks.report import stored, terminal, written
from benchmarks.results import Result

INTERRUPTED = 130
QUICK_SECONDS = 2.0


def main(arguments: Sequence[str]) -> int:
    """0 when everything that was asked for ran; whether the targets are met, the tables say."""
    asked = _parser().parse_args(arguments)
    if asked.list:
        print(_listing())
        return 0
    names = _wanted(asked.names)
    unknown = set(names) - registry.BENCHMARKS.keys() - registry.COMMANDS.keys()
    if unknown:
        print(f"There is no {', '.join(sorted(unknown))}: --list says what there is.")
        return 2
    family.adopt_orphans()
    try:
        return _run_all(names, _effort(asked))
    except KeyboardInterrupt:
        print("\nInterrupted: what had begun is being ended.", file=sys.stderr)
        return INTERRUPTED
    finally:
        family.end()


def _wanted(asked: Sequence[str]) -> list[str]:
    """Everything but the faults when nothing is asked for, and all faults by one word."""
    if not asked:
        return [name for name in registry.BENCHMARKS if name not in registry.FAULTS]
    at = list(asked)
    if registry.CHAOS in at:
        place = at.index(registry.CHAOS)
        at[place : place + 1] = registry.FAULTS
    return at


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m benchmarks",
        description="Measures, prints a table, and stores what a full run has found.",
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="which; all but the faults if none"
    )
    parser.add_argument("--rounds", type=int, default=FULL_ROUNDS, help="interleaved rounds")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each measurement")
    parser.add_argument("--quick", action="store_true", help="one short round, never stored")
    parser.add_argument("--list", action="store_true", help="what there is")
    return parser


def _effort(asked: argparse.Namespace) -> Effort:
    if asked.quick:
        return Effort(rounds=1, seconds=min(QUICK_SECONDS, asked.seconds), quick=True)
    return Effort(rounds=max(1, asked.rounds), seconds=asked.seconds)


def _listing() -> str:
    lines = [f"{name:20} {_title(name)}" for name in registry.BENCHMARKS]
    return "\n".join([*lines, *registry.COMMANDS])


def _title(name: str) -> str:
    try:
        return registry.benchmark(name).title
    except Exception as error:
        return f"cannot be had: {error}"


def _run_all(names: Sequence[str], effort: Effort) -> int:
    failed = 0
    for name in names:
        if name in registry.COMMANDS:
            registry.command(name)()
            continue
        try:
            _run(name, effort)
        except Exception:
            # One that fails is told of, and the next still runs.
            traceback.print_exc()
            print(f"{name} failed.", file=sys.stderr)
            failed += 1
        finally:
            family.end()
    return 1 if failed else 0


def _run(name: str, effort: Effort) -> None:
    before = stored.read(name)
    bar = Bar(name, before.took_seconds if before and effort.is_full else 0.0)
    try:
        result = registry.benchmark(name).run(effort, bar)
    finally:
        took_seconds = bar.done()
    result = msgspec.structs.replace(result, took_seconds=round(took_seconds, 1))
    print(terminal.table(result))
    _keep(result, effort)


def _keep(result: Result, effort: Effort) -> None:
    if effort.is_full:
        print(
            f"Stored in {stored.write(result)}; `python3 -m benchmarks report` draws the plots.\n"
        )
        written.write_pages()
    else:
        print(f"Not stored: a full run has {FULL_ROUNDS} rounds.\n")
