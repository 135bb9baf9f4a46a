"""A person's screen name as a column of somebody else's statement."""

from sqlalchemy import ColumnElement, func, select

from persistence import tables


def shown_name(
    account: ColumnElement[str], room: ColumnElement[str] | None = None
) -> ColumnElement[str]:
    """The name in the room's tree, else the one taken at joining; empty for who has left."""
    general = tables.screen_name.alias()
    names = [
        select(general.c.name)
        .where(general.c.account_id == account, general.c.tree == tables.ANYWHERE)
        .scalar_subquery()
    ]
    if room is not None:
        own, place = tables.screen_name.alias(), tables.room.alias()
        in_tree = (
            select(own.c.name)
            .join(place, place.c.tree == own.c.tree)
            .where(own.c.account_id == account, place.c.id == room)
        )
        names.insert(0, in_tree.scalar_subquery())
    return func.coalesce(*names, "")
