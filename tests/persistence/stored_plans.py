"""The plan of a series as its row holds it, for sessions that are put into the tables as rows."""

import msgspec

from rooms.dropins.forms import Form
from rooms.dropins.plan import Plan
from rooms.ids import RoomId


def stored_plan(room: RoomId) -> str:
    """One that whoever reads the series can read."""
    plan = Plan(room=room, form=Form.LINE, starts="2026-11-24T18:00", zone="UTC", minutes=60)
    return msgspec.json.encode(plan).decode()
