"""The machine under the benchmarks: its cores, how busy they are, and what is installed.

Linux alone: everything comes from /proc. Knows no benchmark and no server in particular.
"""

import os
import platform
import re
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata

from benchmarks.load.compiler import find_compiler
from tests.services import ServiceMissing, find_postgres, find_redis
from tests.services.process_table import PROC

PACKAGES = ("uvicorn", "starlette", "websockets", "uvloop", "msgspec", "asyncpg", "sqlmodel")
ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Cores:
    """Who runs where; a single core is both."""

    server: Sequence[int]
    load: Sequence[int]


def cores() -> Cores:
    """The first half of the cores this process may use for the server, the others for the load."""
    mine = sorted(os.sched_getaffinity(0))
    half = max(1, len(mine) // 2)
    return Cores(server=mine[:half], load=mine[half:] or mine)


def pinned(pid: int, on: Collection[int]) -> None:
    """Keep a process, with all the threads it has now and later, on these cores; 0 is this one."""
    for thread in (PROC / str(pid or os.getpid()) / "task").iterdir():
        os.sched_setaffinity(int(thread.name), on)


def busy_seconds() -> float:
    """All cores' time at work since the machine began."""
    user, nice, system, _idle, _waiting, irq, soft_irq = (
        int(part) for part in (PROC / "stat").read_text().split()[1:8]
    )
    return (user + nice + system + irq + soft_irq) / os.sysconf("SC_CLK_TCK")


def versions() -> dict[str, str]:
    """Of what is measured and of what it stands on; "absent" where there is none."""
    return {
        "Python": platform.python_version(),
        **{package: metadata.version(package) for package in PACKAGES},
        "PostgreSQL": _postgres(),
        "Redis": _redis(),
        "Node": _said("node", "--version"),
        "C compiler": _compiler(),
    }


def description() -> dict[str, str]:
    """The machine, and `versions()`: what stands in every result."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    shared = cores()
    return {
        "CPU": f"{_cpu_model()}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "server on cores": ", ".join(map(str, shared.server)),
        "load on cores": ", ".join(map(str, shared.load)),
        **versions(),
    }


def _cpu_model() -> str:
    found = re.search(r"^model name\s*: (.*)$", (PROC / "cpuinfo").read_text(), re.M)
    return found[1].strip() if found else platform.machine()


def _postgres() -> str:
    try:
        return _said(str(find_postgres() / "postgres"), "--version")
    except ServiceMissing:
        return ABSENT


def _compiler() -> str:
    try:
        return _said(*find_compiler().command, "--version")
    except ServiceMissing:
        return ABSENT


def _redis() -> str:
    try:
        program = find_redis()
    except ServiceMissing:
        return ABSENT
    return _said(str(program.path), "--version", environment=program.environment)


def _said(*argv: str, environment: Mapping[str, str] | None = None) -> str:
    """The version in the first line a program prints of itself."""
    try:
        done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    except OSError:
        return ABSENT
    first = done.stdout.partition("\n")[0]
    version = re.search(r"\d+(\.\d+)+", first)
    return version[0] if version else first or ABSENT
