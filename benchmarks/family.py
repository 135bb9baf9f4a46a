"""This process and its descendants: whether anybody else is working beside them, and their end.

Knows the process table, and nothing of what they measure.
"""

import ctypes
import os
import signal
import time
from collections.abc import Iterator

from benchmarks.machine import busy_seconds
from tests.services.process_table import PROC, stat_fields

PR_SET_CHILD_SUBREAPER = 36
QUIET_CORES = 0.15
"""What else may run before a round without being remarked on: the machine's own housekeeping."""
GLANCE_SECONDS = 0.3


def family(pid: int) -> list[int]:
    """The process and all its living descendants."""
    of_parent: dict[int, list[int]] = {}
    for child, parent in _parents():
        of_parent.setdefault(parent, []).append(child)
    found = [pid]
    for member in found:
        found += of_parent.get(member, [])
    return found


def children(pid: int) -> set[int]:
    """Those that the process itself has started and that still live."""
    return {child for child, parent in _parents() if parent == pid}


def cpu_seconds(pid: int) -> float:
    """Of the process and its descendants, also of those that have ended and were waited for."""
    return sum(map(_with_ended_children, family(pid)))


def disturbed() -> str | None:
    """A remark when something that is not of this run is working now. It looks for 0.3 s: the load
    average alone would still carry the round before."""
    ours, busy = cpu_seconds(os.getpid()), busy_seconds()
    time.sleep(GLANCE_SECONDS)
    others = (busy_seconds() - busy) - (cpu_seconds(os.getpid()) - ours)
    share = others / GLANCE_SECONDS
    if share <= QUIET_CORES:
        return None
    return f"something else used {share:.1f} cores (load average {os.getloadavg()[0]:.1f})"


def adopt_orphans() -> None:
    """Whom a descendant leaves behind becomes this process's child, so that `end` reaches it."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def end() -> None:
    """Kill every descendant of this process that still lives."""
    for pid in family(os.getpid())[1:]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _parents() -> Iterator[tuple[int, int]]:
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                yield int(entry.name), int(stat_fields(int(entry.name))[1])
            except OSError:
                continue


def _with_ended_children(pid: int) -> float:
    try:
        ticks = sum(map(int, stat_fields(pid)[11:15]))
    except OSError:
        return 0.0
    return ticks / os.sysconf("SC_CLK_TCK")
