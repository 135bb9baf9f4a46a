"""A publication as it crosses Redis: who sent it, for which topic, and the bytes themselves.

Refuses to know what the bytes mean. Anybody may write to a shared Redis, so reading never raises.
"""

from dataclasses import dataclass

VERSION = 1


@dataclass(frozen=True, slots=True)
class Envelope:
    """An opened publication."""

    sender: str
    topic: str
    payload: bytes


def seal(envelope: Envelope) -> bytes:
    sender, topic = envelope.sender.encode(), envelope.topic.encode()
    head = bytes((VERSION, len(sender))) + len(topic).to_bytes(2)
    return head + sender + topic + envelope.payload


def unseal(data: bytes) -> Envelope | None:
    """None for another version, or for what no release of ours wrote."""
    if len(data) < 4 or data[0] != VERSION:
        return None
    middle = 4 + data[1]
    end = middle + int.from_bytes(data[2:4])
    if len(data) < end:
        return None
    try:
        return Envelope(data[4:middle].decode(), data[middle:end].decode(), data[end:])
    except UnicodeDecodeError:
        return None
