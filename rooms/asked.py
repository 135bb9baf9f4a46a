"""What every request has, whatever is asked; the requests themselves are in `rooms.commands`."""

from typing import Annotated

import msgspec
from msgspec import Meta

from rooms.ids import PublicId, RoomId, wire_name


class Asked(
    msgspec.Struct,
    frozen=True,
    gc=False,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="type",
    tag=wire_name,
):
    """`ref` is the asker's own number for this request; the answer carries it back."""

    ref: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0


class InRoom(Asked, frozen=True, kw_only=True):
    room: RoomId


class ToAppend(InRoom, frozen=True, kw_only=True):
    """`command_id` is made by the client and kept over retries: one id, one effect, for life."""

    command_id: PublicId
