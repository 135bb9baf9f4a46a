"""What one person hosts, for the operator: their series, and the sessions that are ahead or live,
with who stands beside them. Nobody who comes or waits is in it.
"""

import msgspec
from sqlalchemy import Connection, func, select

from persistence import clock, tables
from persistence.people.shown_names import shown_name
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, SeriesId

_d = tables.drop_in.c
_s = tables.drop_in_series.c
_r = tables.room.c


class Hour(msgspec.Struct, frozen=True, kw_only=True):
    """One session. `room` is the operator's key; `guest`: in somebody else's series."""

    drop_in: DropInId
    series: SeriesId
    room: str
    starts: str
    zone: str
    minutes: int
    form: str
    live: bool
    guest: bool
    second: str
    expert: bool


def hours(connection: Connection, host: AccountId) -> list[Hour]:
    """Live and ahead, by time."""
    rows = connection.execute(
        select(
            *(_d.id, _d.series_id, _d.starts, _d.zone, _d.minutes, _d.form, _d.state, _d.expert),
            _r.key,
            _s.host_id.label("owner"),
            shown_name(_d.second_id, _d.room_id).label("second"),
        )
        .join(tables.drop_in_series, _s.id == _d.series_id)
        .join(tables.room, _r.id == _d.room_id)
        .where(_d.host_id == host, _d.state.in_((State.SCHEDULED.value, State.LIVE.value)))
        .order_by(_d.starts_at)
    )
    return [
        Hour(
            drop_in=row.id,
            series=row.series_id,
            room=row.key,
            starts=row.starts,
            zone=row.zone,
            minutes=row.minutes,
            form=row.form,
            live=row.state == State.LIVE.value,
            guest=row.owner != host,
            second=row.second or "",
            expert=row.expert,
        )
        for row in rows
    ]


def alone(connection: Connection) -> int:
    """How many sessions ahead name nobody beside the host."""
    now = clock.now_ms(connection)
    asked = select(func.count()).where(
        _d.state == State.SCHEDULED.value, _d.second_id.is_(None), _d.starts_at > now
    )
    return int(connection.execute(asked).scalar_one())
