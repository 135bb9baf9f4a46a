"""A command on the wire is exactly one of the declared structs, or it is refused at decoding."""

from typing import Any, get_args

import msgspec
import pytest

from rooms import commands
from rooms.commands import Command
from rooms.events import Event
from rooms.ids import command_digest, member_id, new_opaque_id, new_public_id, wire_name
from tests.rooms.scene import ROOM, account, member, uid

POST = {"type": "post_message", "ref": 1, "room": ROOM, "command_id": uid(1), "body": "x"}
MUTE = {
    "type": "mute_member",
    "room": ROOM,
    "command_id": uid(1),
    "member": member("ana"),
    "seconds": 60,
    "reason": "unkind",
}


def decoded(raw: dict[str, Any]) -> Command:
    command: Command = msgspec.json.decode(msgspec.json.encode(raw), type=Command)
    return command


def test_command_is_decoded_into_its_struct() -> None:
    expected = commands.PostMessage(ref=1, room=ROOM, command_id=uid(1), body="x")
    assert decoded(POST) == expected


@pytest.mark.parametrize(
    "raw",
    [
        {**POST, "type": "drop_table"},
        {**POST, "surprise": 1},
        {**POST, "body": "x" * 20_001},
        {**POST, "body": None},
        {**POST, "command_id": uid(0xABCDEF).upper()},
        {**POST, "command_id": uid(1).replace("-4", "-7", 1)},
        {**POST, "command_id": f"{uid(1)} OR 1=1"},
        {**POST, "room": "../../etc/passwd"},
        {**POST, "room": ROOM[:-1]},
        {**POST, "ref": -1},
        {**POST, "ref": 2**53},
        {**POST, "ref": 1.5},
        {key: value for key, value in POST.items() if key != "command_id"},
        {**MUTE, "seconds": 0},
        {**MUTE, "seconds": commands.LONGEST_SANCTION_SECONDS + 1},
        {**MUTE, "reason": "because"},
        {"type": "join_room", "room": ROOM, "after": -1},
        {"type": "read_history", "room": ROOM, "before": 5, "limit": 101},
        {"type": "open_sealed", "room": ROOM, "message": uid(1), "reason": ""},
    ],
)
def test_what_is_no_command_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        decoded(raw)


@pytest.mark.parametrize("union", [Command, Event], ids=["commands", "events"])
def test_every_struct_has_its_own_name_on_the_wire(union: object) -> None:
    names = [struct.__struct_config__.tag for struct in get_args(union)]
    assert len(set(names)) == len(names)
    assert names == [wire_name(struct.__name__) for struct in get_args(union)]


def test_name_on_the_wire_is_written_with_underscores() -> None:
    assert wire_name("ChangeRole") == "change_role"


@pytest.mark.parametrize("number", range(3))
def test_fresh_ids_are_what_the_wire_takes(number: int) -> None:
    command = decoded(
        {**POST, "ref": number, "command_id": new_public_id(), "room": new_opaque_id()}
    )
    assert command.ref == number


def test_member_id_says_nothing_outside_its_room() -> None:
    secret = b"s" * 64
    here = member_id(secret, ROOM, account("ana"))
    others = {
        member_id(secret, "b" * 32, account("ana")),
        member_id(secret, ROOM, account("ben")),
        member_id(b"t" * 64, ROOM, account("ana")),
    }
    assert here == member_id(secret, ROOM, account("ana"))
    assert here not in others
    assert len(others) == 3


def test_digest_tells_a_repeat_from_another_command() -> None:
    secret = b"s" * 32
    digest = command_digest(secret, b'{"body":"x"}')
    assert digest == command_digest(secret, b'{"body":"x"}')
    assert digest != command_digest(secret, b'{"body":"y"}')
    assert digest != command_digest(b"t" * 32, b'{"body":"x"}')
