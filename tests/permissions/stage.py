"""The drop-in of a ground: as it is before each try, whatever the try before has changed."""

from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, delete, update

from persistence import clock, tables
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, RoomId, new_opaque_id
from tests.persistence import hours

LATE_MINUTES = 6


@dataclass
class Stage:
    """A session that should have begun six minutes ago; `live`: it did, as a line. `called`: who
    may take the floor."""

    room: RoomId
    host: AccountId
    live: bool = False
    called: AccountId | None = None
    drop_in: DropInId = field(default_factory=new_opaque_id)

    def set(self, connection: Connection) -> None:
        for each in (tables.drop_in, tables.drop_in_place):
            column = each.c.id if each is tables.drop_in else each.c.drop_in_id
            connection.execute(delete(each).where(column == self.drop_in))
        state = (State.LIVE if self.live else State.SCHEDULED).value
        hours.plan(connection, self.room, self.host, -LATE_MINUTES, id=self.drop_in, state=state)
        if self.live and self.called is not None:
            hours.call(connection, self.drop_in, self.called)
        room = tables.room
        hosting = self._hosting(clock.now_ms(connection)) if self.live else None
        connection.execute(update(room).where(room.c.id == self.room).values(hosting=hosting))

    def _hosting(self, now: int) -> str:
        hosted = Hosted(
            drop_in=self.drop_in,
            form=Form.LINE,
            host=self.host,
            host_since=now,
            opened_at=now,
            ends_at=now + 60 * hours.MINUTE_MS,
        )
        return msgspec.json.encode(hosted).decode()
