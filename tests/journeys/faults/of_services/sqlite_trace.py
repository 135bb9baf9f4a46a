"""What a process asked the kernel for, as strace wrote it down: when a command was read, when the
write-ahead log was written and when it was on the disk, when anything that names the command was
written to a socket. Pure but for the reading of the file. Knows no server.

What is written to the log is not taken apart: a write for somebody else's message counts for all
who had come by then. And what the disk itself does with a sync, only a power cut shows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

CALLS = (
    "read,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,pwritev,pwritev2,fdatasync,fsync"
)
"""What has to be traced."""

_CALL = re.compile(r"(\d+) +(?:(\w+)\(\d+<([^>]*)>|<\.\.\. (\w+) resumed)")
_COMMAND_ID = re.compile(r'\\"command_id\\":\\"([^\\"]+)\\"')
_SUCCEEDED = re.compile(r"= \d+$")
_UNFINISHED = "<unfinished ...>"
_LOG = "-wal"
_SYNCS = ("fdatasync", "fsync")
_READS = ("read", "recv")
_ANSWERS = ("write", "send")

_Span = tuple[int, int]


@dataclass
class Trace:
    """Line numbers. `logged` and `synced` are whole calls about the log, from asking to the
    kernel's answer."""

    read: dict[str, int] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    logged: list[_Span] = field(default_factory=list)
    synced: list[_Span] = field(default_factory=list)

    def violations(self) -> list[str]:
        """The commands that were answered before the log was written, and then synced, since they
        came."""
        return [
            f"{command} was answered before it was on the disk"
            for command, answered in self.answered.items()
            if not self._on_disk(self.read.get(command, answered), answered)
        ]

    def _on_disk(self, since: int, until: int) -> bool:
        written = min((done for asked, done in self.logged if asked > since), default=until)
        return any(written < asked and done < until for asked, done in self.synced)


def read_trace(lines: Iterable[str]) -> Trace:
    """Of `strace -f -y`, where one thread's call may be told in two lines."""
    trace, begun = Trace(), dict[str, int]()
    for number, line in enumerate(map(str.rstrip, lines)):
        found = _CALL.match(line)
        if found is None:
            continue
        thread, call, path, resumed = found.groups()
        if path is not None and path.endswith(_LOG):
            begun[thread] = number
        if thread in begun:
            if not line.endswith(_UNFINISHED):
                _of_the_log(trace, call or resumed, (begun.pop(thread), number), line)
            continue
        _of_commands(trace, call or resumed, number, line)
    return trace


def _of_the_log(trace: Trace, call: str, span: _Span, line: str) -> None:
    if _SUCCEEDED.search(line) is None:
        return
    if call in _SYNCS:
        trace.synced.append(span)
    elif "write" in call:
        trace.logged.append(span)


def _of_commands(trace: Trace, call: str, number: int, line: str) -> None:
    if call.startswith(_READS):
        known = trace.read
    elif call.startswith(_ANSWERS):
        known = trace.answered
    else:
        return
    for command in _COMMAND_ID.findall(line):
        known.setdefault(command, number)
