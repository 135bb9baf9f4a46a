"""What a process used is known, it stays on its cores, and nothing outlives a run."""

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from benchmarks import machine, registry
from tests.services import process_table

SECONDS = 20


def test_a_busy_process_is_seen_working() -> None:
    began = process_table.cpu_seconds(os.getpid())
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    assert sum(process_table.cpu_seconds(os.getpid())) > sum(began)
    assert process_table.resident_bytes(os.getpid()) > 1_000_000


def test_a_process_stays_on_its_cores() -> None:
    (core, *_) = machine.cores().load
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        machine.pinned(child.pid, [core])
        assert os.sched_getaffinity(child.pid) == {core}
        child.communicate(b"\n", timeout=SECONDS)


def test_no_descendant_outlives_its_family_not_even_an_orphan() -> None:
    """A child starts a child of its own and is gone before the end."""
    grandchild = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {grandchild!r}])"
    whole = (
        "import subprocess, sys; from benchmarks import family; family.adopt_orphans();"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE);"
        "child.wait(); print(child.stdout.readline().decode(), flush=True); family.end()"
    )
    done = subprocess.run(
        [sys.executable, "-c", whole], capture_output=True, text=True, timeout=SECONDS, check=True
    )
    assert not _lives(int(done.stdout))


def test_every_place_in_the_registry_holds_the_benchmark_of_that_name() -> None:
    assert [registry.benchmark(name).name for name in registry.BENCHMARKS] == [*registry.BENCHMARKS]
    assert all(_is_defined(*place.split(":")) for place in registry.COMMANDS.values())


def _is_defined(module: str, function: str) -> bool:
    """Without importing it: a command may need what is installed for the benchmarks alone."""
    found = find_spec(module)
    assert found is not None
    assert found.origin is not None
    return f"\ndef {function}() -> None:" in Path(found.origin).read_text(encoding="utf-8")


def _lives(pid: int) -> bool:
    try:
        return process_table.stat_fields(pid)[0] != "Z"
    except OSError:
        return False
