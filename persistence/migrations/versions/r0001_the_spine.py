"""The spine: the log of every room, and the people and rooms it speaks of."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("auth_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("room_id", sa.String(), nullable=True),
        sa.Column("target_account", sa.String(), nullable=True),
        sa.Column("target_seq", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_table(
        "log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
    )
    op.create_index("ix_report_message", "report", ["room_id", "message_id"])
    op.create_table(
        "reaction",
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("reaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "room_id", "message_id", "account_id", "reaction", name="pk_reaction"
        ),
    )
    op.create_table(
        "read_marker",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "room_id", name="pk_read_marker"),
    )
    op.create_table(
        "role_grant",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "room_id", name="pk_role_grant"),
    )
    op.create_table(
        "room",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tree", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("readers", sa.String(), nullable=False),
        sa.Column("pace_ms", sa.Integer(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("purposes", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_room"),
        sa.UniqueConstraint("key", name="uq_room_key"),
    )
    op.create_table(
        "sanction",
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("room_id", "seq", name="pk_sanction"),
    )
    op.create_index(
        "ix_sanction_due",
        "sanction",
        ["until"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_sanction_held",
        "sanction",
        ["room_id", "account_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "entry",
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("command_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("sealed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name="fk_entry_room_id"),
        sa.PrimaryKeyConstraint("room_id", "seq", name="pk_entry"),
        sa.UniqueConstraint(
            "actor_id", "command_id", "room_id", name="uq_entry_actor_id_command_id_room_id"
        ),
    )
    op.create_index("ix_entry_message", "entry", ["room_id", "message_id"], unique=False)
    op.create_index(
        "ix_entry_posts",
        "entry",
        ["room_id", "seq"],
        unique=False,
        sqlite_where=sa.text("kind = 'message_posted' AND seq > 0"),
        postgresql_where=sa.text("kind = 'message_posted' AND seq > 0"),
    )
    op.create_index(
        "ix_entry_sealed",
        "entry",
        ["sealed_at"],
        unique=False,
        sqlite_where=sa.text("sealed_at IS NOT NULL AND body IS NOT NULL"),
        postgresql_where=sa.text("sealed_at IS NOT NULL AND body IS NOT NULL"),
    )
    op.create_index(
        "uq_entry_posted",
        "entry",
        ["room_id", "message_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'message_posted'"),
        postgresql_where=sa.text("kind = 'message_posted'"),
    )
    op.create_table(
        "membership",
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=False),
        sa.Column("last_post", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name="fk_membership_room_id"),
        sa.PrimaryKeyConstraint("room_id", "account_id", name="pk_membership"),
        sa.UniqueConstraint("room_id", "member_id", name="uq_membership_room_id_member_id"),
    )
    op.create_index("ix_membership_account_id", "membership", ["account_id"], unique=False)
    op.create_table(
        "screen_name",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("tree", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("skeleton", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_screen_name_account_id"),
        sa.PrimaryKeyConstraint("account_id", "tree", name="pk_screen_name"),
        sa.UniqueConstraint("skeleton", "tree", name="uq_screen_name_skeleton_tree"),
    )
    op.create_table(
        "session",
        sa.Column("id_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_session_account_id"),
        sa.PrimaryKeyConstraint("id_hash", name="pk_session"),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"], unique=False)
    epoch: sa.BindParameter[str] = sa.bindparam("epoch", uuid.uuid4().hex)
    op.execute(sa.text("INSERT INTO log (id, epoch) VALUES (1, :epoch)").bindparams(epoch))


def downgrade() -> None:
    op.drop_index("ix_session_account_id", table_name="session")
    op.drop_table("session")
    op.drop_table("screen_name")
    op.drop_index("ix_membership_account_id", table_name="membership")
    op.drop_table("membership")
    op.drop_index(
        "uq_entry_posted",
        table_name="entry",
        sqlite_where=sa.text("kind = 'message_posted'"),
        postgresql_where=sa.text("kind = 'message_posted'"),
    )
    op.drop_index(
        "ix_entry_sealed",
        table_name="entry",
        sqlite_where=sa.text("sealed_at IS NOT NULL AND body IS NOT NULL"),
        postgresql_where=sa.text("sealed_at IS NOT NULL AND body IS NOT NULL"),
    )
    op.drop_index(
        "ix_entry_posts",
        table_name="entry",
        sqlite_where=sa.text("kind = 'message_posted' AND seq > 0"),
        postgresql_where=sa.text("kind = 'message_posted' AND seq > 0"),
    )
    op.drop_index("ix_entry_message", table_name="entry")
    op.drop_table("entry")
    op.drop_index("ix_sanction_held", table_name="sanction")
    op.drop_index(
        "ix_sanction_due",
        table_name="sanction",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("sanction")
    op.drop_table("room")
    op.drop_table("role_grant")
    op.drop_table("read_marker")
    op.drop_table("reaction")
    op.drop_index("ix_report_message", table_name="report")
    op.drop_table("report")
    op.drop_table("outbox")
    op.drop_table("log")
    op.drop_table("audit")
    op.drop_table("account")
