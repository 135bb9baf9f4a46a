"""What a process asked the kernel for, as strace wrote it down: when a command was read, when the
write-ahead log was on the disk, when anything that names the command was written to a socket.

Pure but for the reading of the file. Knows no server.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

CALLS = "read,recvfrom,recvmsg,write,writev,sendto,sendmsg,fdatasync,fsync"
"""What has to be traced."""

_CALL = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(\(| resumed)")
_COMMAND_ID = re.compile(r'\\"command_id\\":\\"([^\\"]+)\\"')
_SYNCS = ("fdatasync", "fsync")
_OF_THE_LOG = "-wal>"
_UNFINISHED = "<unfinished ...>"
_DONE = "= 0"


@dataclass
class Trace:
    """Line numbers. `synced` are whole waits for the disk, from asking to its answer."""

    read: dict[str, int] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    synced: list[tuple[int, int]] = field(default_factory=list)

    def violations(self) -> list[str]:
        """The commands that were answered though the log was not on the disk since they came."""
        return [
            f"{command} was answered before it was on the disk"
            for command, answered in self.answered.items()
            if not any(
                self.read.get(command, answered) < asked and done < answered
                for asked, done in self.synced
            )
        ]


def read_trace(lines: Iterable[str]) -> Trace:
    """Of `strace -f -y`, where one thread's call may be told in two lines."""
    trace, syncing = Trace(), dict[str, int]()
    for number, line in enumerate(lines):
        found = _CALL.match(line)
        if found is None:
            continue
        thread, call, opens = found.groups()
        if call in _SYNCS:
            _sync(trace, syncing, thread, number, line, begins=opens == "(")
            continue
        known = trace.read if call.startswith(("read", "recv")) else trace.answered
        for command in _COMMAND_ID.findall(line):
            known.setdefault(command, number)
    return trace


def _sync(
    trace: Trace, syncing: dict[str, int], thread: str, number: int, line: str, *, begins: bool
) -> None:
    if begins and _OF_THE_LOG in line:
        syncing[thread] = number
    if _UNFINISHED in line:
        return
    asked = syncing.pop(thread, None)
    if asked is not None and line.rstrip().endswith(_DONE):
        trace.synced.append((asked, number))
