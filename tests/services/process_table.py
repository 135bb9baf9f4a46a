"""What a process uses, as Linux's /proc tells it. Knows a process by its id alone."""

import os
from pathlib import Path

PROC = Path("/proc")


def cpu_seconds(pid: int) -> tuple[float, float]:
    """User and system time of one process, all its threads, without its children. (0, 0) when it
    is gone."""
    try:
        fields = stat_fields(pid)
    except OSError:
        return 0.0, 0.0
    ticks = os.sysconf("SC_CLK_TCK")
    return int(fields[11]) / ticks, int(fields[12]) / ticks


def resident_bytes(pid: int) -> int:
    """Of one process; 0 when it is gone."""
    try:
        pages = (PROC / str(pid) / "statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def open_descriptors(pid: int) -> int:
    """How many one process has. Raises OSError when it is gone."""
    return len(list((PROC / str(pid) / "fd").iterdir()))


def stat_fields(pid: int) -> list[str]:
    """`/proc/PID/stat` from its third field on: the state, the parent, …"""
    # The command's name is in brackets and may hold anything; what follows is plain.
    return (PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()
