"""One session changed by itself: moved, with a guest host, with other words. From then on it is
apart, and an edit of its series leaves it as it is.
"""

from sqlalchemy import Connection

from persistence.dropins import clashes, laying, series, session_rows
from persistence.dropins.casting import held_cast
from persistence.dropins.laying import Worked
from persistence.dropins.session_rows import Row
from rooms.actor import Actor
from rooms.dropins.schedule import Saved
from rooms.dropins.stages import State
from rooms.ids import DropInId
from rooms.refusals import Code, Refusal, refuse


def change(
    connection: Connection,
    secret: bytes,
    actor: Actor,
    drop_in: DropInId,
    version: int,
    worked: Worked,
) -> Saved | Refusal:
    """`worked` has one time. Refused as `persistence.dropins.series.edit`, and with `bad_schedule`
    (`past`) for a session that has begun or is over, and for a time that has passed."""
    before = session_rows.row_of(connection, drop_in)
    owner = None if before is None else series.owner(connection, before.series_id)
    if before is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if worked.plan.room != before.room_id:
        return refuse(Code.BAD_SCHEDULE, why="room")
    cast = held_cast(connection, secret, actor, worked.plan, before.host_id, owner)
    if isinstance(cast, Refusal):
        return cast
    row = held_row(connection, drop_in, version)
    if isinstance(row, Refusal):
        return row
    (time,) = worked.times.times
    if min(row.starts_at, time.starts_at) <= cast.now or row.state is not State.SCHEDULED:
        return refuse(Code.BAD_SCHEDULE, why="past")
    checked = laying.checked_words(worked, cast)
    if isinstance(checked, Refusal):
        return checked
    found = clashes.clashes(connection, laying.slots(checked.plan, cast.host, [time]), [row.id])
    if refused := clashes.refusal(found):
        return refused
    hosts = (cast.host, cast.second)
    laying.note_load(connection, actor, checked, cast, [row])
    moved = session_rows.change(connection, row, checked.plan, hosts, time, cast.now, apart=True)
    series.touch(connection, row.series_id)
    after = session_rows.row_of(connection, drop_in)
    return Saved(
        series=row.series_id,
        version=after.version if after else version,
        room=row.room_id,
        moved=int(moved),
        apart=(row.id,),
    )


def held_row(connection: Connection, drop_in: DropInId, version: int) -> Row | Refusal:
    """Read after the room's lock: as it was when the actor read it, or a refusal."""
    row = session_rows.row_of(connection, drop_in)
    held = None if row is None else series.by_id(connection, row.series_id)
    if row is None or held is None:
        return refuse(Code.UNKNOWN_DROP_IN)
    if held.stopped_at is not None:
        return refuse(Code.SERIES_STOPPED)
    return row if row.version == version else refuse(Code.EDITED_MEANWHILE)
