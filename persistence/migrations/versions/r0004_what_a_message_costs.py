"""What a message costs: fewer indexes and no foreign keys on what every append writes.

Nothing here is needed by the release before, which asks the same columns by equality. While the two
indexes are built nobody writes: on PostgreSQL some seconds for a million entries.
"""

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None

_POSTED = sa.text("kind = 'message_posted'")


def upgrade() -> None:
    _alone()
    op.drop_index(
        "uq_entry_posted", table_name="entry", sqlite_where=_POSTED, postgresql_where=_POSTED
    )
    op.drop_index("ix_entry_message", table_name="entry")
    # The rooms' locks guarantee what these keys did: `persistence.tables` says how.
    with op.batch_alter_table("entry") as entry:
        entry.drop_constraint("fk_entry_room_id", type_="foreignkey")
        entry.drop_constraint("uq_entry_actor_id_command_id_room_id", type_="unique")
        entry.create_unique_constraint(
            "uq_entry_command_id_actor_id_room_id", ["command_id", "actor_id", "room_id"]
        )
    op.create_index("ix_entry_message", "entry", ["room_id", "message_id", "kind"])
    with op.batch_alter_table(
        "membership", table_kwargs={"sqlite_with_rowid": False}
    ) as membership:
        membership.drop_constraint("fk_membership_room_id", type_="foreignkey")


def downgrade() -> None:
    _alone()
    with op.batch_alter_table("membership", table_kwargs={"sqlite_with_rowid": True}) as membership:
        membership.create_foreign_key("fk_membership_room_id", "room", ["room_id"], ["id"])
    op.drop_index("ix_entry_message", table_name="entry")
    with op.batch_alter_table("entry") as entry:
        entry.drop_constraint("uq_entry_command_id_actor_id_room_id", type_="unique")
        entry.create_unique_constraint(
            "uq_entry_actor_id_command_id_room_id", ["actor_id", "command_id", "room_id"]
        )
        entry.create_foreign_key("fk_entry_room_id", "room", ["room_id"], ["id"])
    op.create_index("ix_entry_message", "entry", ["room_id", "message_id"])
    op.create_index(
        "uq_entry_posted",
        "entry",
        ["room_id", "message_id"],
        unique=True,
        sqlite_where=_POSTED,
        postgresql_where=_POSTED,
    )


def _alone() -> None:
    """In the order of an append, or the two would wait for each other."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("LOCK TABLE room, entry, membership IN ACCESS EXCLUSIVE MODE")
