"""Frames made up by hypothesis, the same ones for the same seed: commands with anything in any
field, JSON that is none, and frames that RFC 6455 forbids. Sends nothing.
"""

import json
from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from rooms import commands
from rooms.ids import RoomId, new_public_id, wire_name
from tests.journeys.faults.hostile.raw_socket import mangled

ROUND = 200
"""Conversations made in one go: about a second's work."""

Conversation = Sequence[bytes]
"""What one socket sends, a piece after the other."""

_COMMANDS = [
    (wire_name(kind.__name__), kind.__struct_fields__) for kind in get_args(commands.Command)
]
_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=2**53 - 2, max_value=2**53 + 2),
    st.floats(),
    st.text(max_size=40),
    st.just("\ud800"),
    st.just("\x00"),
)
_ANYTHING = st.recursive(
    _ODD,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)


def conversations(room: RoomId, number: int) -> Sequence[Conversation]:
    """A round of them, the same for the same number; `room` is one that exists, so that some of it
    is understood."""
    made: list[Conversation] = []

    @seed(number)
    @settings(
        max_examples=ROUND,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_conversation(room))
    def keep(conversation: list[bytes]) -> None:
        made.append(conversation)

    keep()
    return made


def _conversation(room: RoomId) -> st.SearchStrategy[list[bytes]]:
    sensible = _command(room).map(_as_json).map(mangled)
    bent = st.tuples(_command(room).map(_as_json), _bends()).map(lambda both: both[1](both[0]))
    said = st.one_of(sensible, sensible, sensible, bent.map(mangled))
    shouted = st.one_of(said, _raw_frame(), st.binary(max_size=90))
    return st.lists(said, min_size=1, max_size=9) | st.lists(shouted, min_size=1, max_size=4)


@st.composite
def _command(draw: st.DrawFn, room: RoomId) -> dict[str, Any]:
    """A command with most fields as they should be."""
    kind, fields = draw(st.sampled_from(_COMMANDS))
    right: dict[str, Any] = {
        "ref": draw(st.integers(0, 9)),
        "room": room,
        "command_id": new_public_id(),
        "message": new_public_id(),
        "member": room,
        "seq": draw(st.integers(0, 9)),
        "before": draw(st.integers(0, 9)),
        "body": draw(st.text(max_size=300)),
        "reason": "unkind",
        "epoch": draw(st.text(max_size=9)),
        "after": draw(st.integers(-1, 9)),
        "limit": draw(st.integers(0, 101)),
    }
    made = {"type": kind} | {field: right.get(field, room) for field in fields}
    for field in draw(st.lists(st.sampled_from([*made, "__proto__"]), max_size=2)):
        made[field] = draw(_ANYTHING)
    return made


def _as_json(value: object) -> bytes:
    """With NaN and Infinity, and with surrogates either escaped or not."""
    return json.dumps(value).encode()


def _bends() -> st.SearchStrategy[Any]:
    """Ways to spoil a document: cut, doubled, a byte turned, a byte pushed in."""
    place = st.integers(0, 400)
    return st.one_of(
        place.map(lambda at: lambda text: text[:at]),
        place.map(lambda at: lambda text: text + text[:at]),
        st.tuples(place, st.integers(0, 255)).map(
            lambda turn: lambda text: _turned(text, turn[0] % max(len(text), 1), turn[1])
        ),
        st.binary(max_size=4).map(lambda pushed: lambda text: pushed + text),
    )


def _turned(text: bytes, at: int, byte: int) -> bytes:
    return text[:at] + bytes([byte]) + text[at + 1 :]


def _raw_frame() -> st.SearchStrategy[bytes]:
    """Any first byte: unknown opcodes, reserved bits, pieces out of turn, long control frames."""
    whole = st.builds(
        lambda payload, first, masked: mangled(payload, first_byte=first, masked=masked),
        st.binary(max_size=200),
        st.integers(0, 255),
        st.sampled_from([True, True, True, False]),
    )
    lying = st.builds(
        lambda first, length: bytes([first, 0xFF]) + length.to_bytes(8) + bytes(8),
        st.integers(0, 255),
        st.integers(0, 2**64 - 1),
    )
    return whole | lying
