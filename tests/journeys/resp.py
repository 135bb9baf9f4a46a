"""Cuts one direction of a Redis connection (RESP2) into whole messages. Knows their shape and
their first words, and nothing of what they do.
"""

END = b"\r\n"
NESTED, BULK = b"*", b"$"


class Framer:
    """What was fed, cut where one message ends and the next begins."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are whole by now, in order, each with its ends of line."""
        self._held += data
        messages, at = [], 0
        while (end := _end(self._held, at)) is not None:
            messages.append(self._held[at:end])
            at = end
        self._held = self._held[at:]
        return messages


def words(message: bytes) -> list[bytes]:
    """The strings of a flat array, as a command or a publication is; empty for anything else."""
    if not message.startswith(NESTED):
        return []
    found, at = [], message.index(END) + len(END)
    while at < len(message):
        end = _end(message, at)
        assert end is not None
        if message.startswith(BULK, at):
            found.append(message[message.index(END, at) + len(END) : end - len(END)])
        at = end
    return found


def _end(held: bytes, at: int) -> int | None:
    """Where the message that begins at `at` ends; None while that is not known."""
    line_end = held.find(END, at)
    if line_end < 0:
        return None
    kind, after = held[at : at + 1], line_end + len(END)
    if kind not in (NESTED, BULK):
        return after
    count = int(held[at + 1 : line_end])
    if kind == BULK:
        end = after + count + len(END) if count >= 0 else after
        return end if end <= len(held) else None
    for _ in range(count):
        inner = _end(held, after)
        if inner is None:
            return None
        after = inner
    return after
