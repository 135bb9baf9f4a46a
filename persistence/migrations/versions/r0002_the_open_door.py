"""The open door: the directory's themes, recovery and consent, reports, and who is on duty."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_duty"),
    )
    op.create_table(
        "first_message",
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("room_id", "message_id", name="pk_first_message"),
    )
    with op.batch_alter_table("first_message") as batch:
        batch.create_index(
            "ix_first_message_waiting",
            ["at"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "held_name",
        sa.Column("skeleton", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("skeleton", name="pk_held_name"),
    )
    with op.batch_alter_table("held_name") as batch:
        batch.create_index("ix_held_name_account_id", ["account_id"], unique=False)
    op.create_table(
        "joining_pause",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_joining_pause"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    with op.batch_alter_table("notice") as batch:
        batch.create_index("ix_notice_account_id", ["account_id"], unique=False)

    op.create_table(
        "one_use_link",
        sa.Column("id_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id_hash", name="pk_one_use_link"),
    )
    op.create_table(
        "suspension",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=True),
        sa.Column("noted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_suspension"),
    )
    with op.batch_alter_table("suspension") as batch:
        batch.create_index("ix_suspension_account_id", ["account_id"], unique=False)
        batch.create_index("ix_suspension_until", ["until"], unique=False)

    op.create_table(
        "theme",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("tree", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_theme"),
    )
    op.create_table(
        "throttle",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_throttle"),
    )
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("recovery_hash", sa.String(), nullable=True))
        batch.add_column(sa.Column("adult_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("consent_version", sa.String(), nullable=True))
        batch.add_column(sa.Column("consent_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("entry") as batch:
        batch.create_index(
            "ix_entry_removed_together",
            ["room_id", "seq"],
            unique=False,
            sqlite_where=sa.text("kind = 'messages_removed'"),
            postgresql_where=sa.text("kind = 'messages_removed'"),
        )

    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("posts", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("concern", sa.String(), nullable=False, server_default="other"))
        batch.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch.add_column(sa.Column("reporter_id", sa.String(), nullable=True))
        batch.add_column(sa.Column("taken_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("taken_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("closed_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("outcome", sa.String(), nullable=True))
        batch.alter_column("message_id", existing_type=sa.String(), nullable=True)
        batch.create_index(
            "ix_report_open",
            ["opened_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    with op.batch_alter_table("room") as batch:
        batch.add_column(sa.Column("theme", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("lock_reason", sa.String(), nullable=True))
        batch.add_column(sa.Column("whom", sa.String(), nullable=False, server_default="all"))
        batch.add_column(sa.Column("live_pace_ms", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("calm_until", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch.add_column(sa.Column("synonyms", sa.Text(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("rules", sa.Text(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("caregivers", sa.String(), nullable=True))
        batch.add_column(sa.Column("moved_to", sa.String(), nullable=True))

    with op.batch_alter_table("session") as batch:
        batch.add_column(
            sa.Column("shared_device", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute("UPDATE room SET theme = tree")
    op.execute(
        "UPDATE membership SET posts = (SELECT count(*) FROM entry"
        " WHERE entry.room_id = membership.room_id AND entry.actor_id = membership.account_id"
        " AND entry.kind = 'message_posted')"
    )


def downgrade() -> None:
    with op.batch_alter_table("session") as batch:
        batch.drop_column("shared_device")

    with op.batch_alter_table("room") as batch:
        batch.drop_column("moved_to")
        batch.drop_column("caregivers")
        batch.drop_column("rules")
        batch.drop_column("synonyms")
        batch.drop_column("calm_until")
        batch.drop_column("live_pace_ms")
        batch.drop_column("whom")
        batch.drop_column("lock_reason")
        batch.drop_column("theme")

    op.execute("DELETE FROM report WHERE message_id IS NULL")
    with op.batch_alter_table("report") as batch:
        batch.drop_index(
            "ix_report_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch.alter_column("message_id", existing_type=sa.String(), nullable=False)
        batch.drop_column("outcome")
        batch.drop_column("closed_by")
        batch.drop_column("taken_at")
        batch.drop_column("taken_by")
        batch.drop_column("reporter_id")
        batch.drop_column("note")
        batch.drop_column("concern")

    with op.batch_alter_table("membership") as batch:
        batch.drop_column("posts")

    with op.batch_alter_table("entry") as batch:
        batch.drop_index(
            "ix_entry_removed_together",
            sqlite_where=sa.text("kind = 'messages_removed'"),
            postgresql_where=sa.text("kind = 'messages_removed'"),
        )

    with op.batch_alter_table("account") as batch:
        batch.drop_column("consent_at")
        batch.drop_column("consent_version")
        batch.drop_column("adult_at")
        batch.drop_column("recovery_hash")

    op.drop_table("throttle")
    op.drop_table("theme")
    op.drop_table("suspension")
    op.drop_table("one_use_link")
    op.drop_table("notice")
    op.drop_table("joining_pause")
    op.drop_table("held_name")
    op.drop_table("first_message")
    op.drop_table("duty")
