"""Drop-ins: their schedule, sessions and lines, calls for a moderator, and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("plain_titles", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_calendar_feed"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feed_token_hash"),
    )
    op.create_table(
        "drop_in",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("series_id", sa.String(), nullable=False),
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("host_id", sa.String(), nullable=False),
        sa.Column("second_id", sa.String(), nullable=True),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("turn_minutes", sa.Integer(), nullable=False),
        sa.Column("first_timers_first", sa.Boolean(), nullable=False),
        sa.Column("position_hidden", sa.Boolean(), nullable=False),
        sa.Column("expert", sa.Boolean(), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("last_hosting", sa.Text(), nullable=True),
        sa.Column("line_open", sa.Boolean(), nullable=False),
        sa.Column("line_version", sa.BigInteger(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("offered_to", sa.String(), nullable=True),
        sa.Column("offered_at", sa.BigInteger(), nullable=True),
        sa.Column("handed_note", sa.Text(), nullable=True),
        sa.Column("handed_at", sa.BigInteger(), nullable=True),
        sa.Column("well_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_drop_in"),
    )
    with op.batch_alter_table("drop_in") as batch:
        batch.create_index(
            "ix_drop_in_ahead",
            ["starts_at"],
            unique=False,
            sqlite_where=sa.text("state = 'scheduled'"),
            postgresql_where=sa.text("state = 'scheduled'"),
        )
        batch.create_index(
            "ix_drop_in_live",
            ["room_id"],
            unique=False,
            sqlite_where=sa.text("state = 'live'"),
            postgresql_where=sa.text("state = 'live'"),
        )
        batch.create_index("ix_drop_in_room_id_starts_at", ["room_id", "starts_at"], unique=False)
        batch.create_index("ix_drop_in_host_id", ["host_id"], unique=False)
        batch.create_index("ix_drop_in_second_id", ["second_id"], unique=False)
        batch.create_index("ix_drop_in_series_id", ["series_id"], unique=False)

    op.create_table(
        "drop_in_coming",
        sa.Column("drop_in_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("remind", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("drop_in_id", "account_id", name="pk_drop_in_coming"),
    )
    with op.batch_alter_table("drop_in_coming") as batch:
        batch.create_index("ix_drop_in_coming_account_id", ["account_id"], unique=False)

    op.create_table(
        "drop_in_debrief",
        sa.Column("drop_in_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("wants_talk", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("drop_in_id", "account_id", name="pk_drop_in_debrief"),
    )
    op.create_table(
        "drop_in_feedback",
        sa.Column("drop_in_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("again", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("drop_in_id", "digest", name="pk_drop_in_feedback"),
    )
    op.create_table(
        "drop_in_place",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("drop_in_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("in_writing", sa.Boolean(), nullable=False),
        sa.Column("first_time", sa.Boolean(), nullable=False),
        sa.Column("position_hidden", sa.Boolean(), nullable=False),
        sa.Column("moved_down", sa.Boolean(), nullable=False),
        sa.Column("moved_up_at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_drop_in_place"),
    )
    with op.batch_alter_table("drop_in_place") as batch:
        batch.create_index("ix_drop_in_place_account_id", ["account_id"], unique=False)
        batch.create_index("ix_drop_in_place_drop_in_id", ["drop_in_id"], unique=False)
        batch.create_index(
            "uq_drop_in_place_held",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "drop_in_present",
        sa.Column("drop_in_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("drop_in_id", "digest", name="pk_drop_in_present"),
    )
    op.create_table(
        "drop_in_question",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("drop_in_id", sa.String(), nullable=False),
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("erase_at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("read_out", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_drop_in_question"),
    )
    with op.batch_alter_table("drop_in_question") as batch:
        batch.create_index("ix_drop_in_question_account_id", ["account_id"], unique=False)
        batch.create_index("ix_drop_in_question_drop_in_id", ["drop_in_id"], unique=False)
        batch.create_index("ix_drop_in_question_erase_at", ["erase_at"], unique=False)

    op.create_table(
        "drop_in_seen",
        sa.Column("drop_in_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("drop_in_id", "account_id", name="pk_drop_in_seen"),
    )
    op.create_table(
        "drop_in_series",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("host_id", sa.String(), nullable=False),
        sa.Column("second_id", sa.String(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tzdata", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("split_from", sa.String(), nullable=True),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_drop_in_series"),
    )
    with op.batch_alter_table("drop_in_series") as batch:
        batch.create_index("ix_drop_in_series_host_id", ["host_id"], unique=False)
        batch.create_index("ix_drop_in_series_room_id", ["room_id"], unique=False)

    op.create_table(
        "expert_record",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("verified_by", sa.String(), nullable=False),
        sa.Column("verified_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_expert_record"),
    )
    op.create_table(
        "held_reply",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("drop_in_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_held_reply"),
    )
    with op.batch_alter_table("held_reply") as batch:
        batch.create_index("ix_held_reply_drop_in_id", ["drop_in_id"], unique=False)

    op.create_table(
        "help_call",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("drop_in_id", sa.String(), nullable=True),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_help_call"),
        sa.UniqueConstraint("key", name="uq_help_call_key"),
    )
    with op.batch_alter_table("help_call") as batch:
        batch.create_index("ix_help_call_drop_in_id", ["drop_in_id"], unique=False)
        batch.create_index(
            "ix_help_call_open",
            ["at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("zone", sa.String(), nullable=True))
        batch.add_column(sa.Column("tongue", sa.String(), nullable=True))
        batch.add_column(sa.Column("mail_agreed_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column("drop_in_id", sa.String(), nullable=True))

    with op.batch_alter_table("room") as batch:
        batch.add_column(sa.Column("hosting", sa.Text(), nullable=True))
    # Never written to by any release: made anew.
    op.drop_table("outbox")
    op.create_table(
        "outbox",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("voided_at", sa.BigInteger(), nullable=True),
        sa.Column("refused_as", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    with op.batch_alter_table("outbox") as batch:
        batch.create_index(
            "ix_outbox_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND voided_at IS NULL"),
        )
        batch.create_index("ix_outbox_subject", ["subject"], unique=False)


def downgrade() -> None:
    op.drop_table("outbox")
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
    with op.batch_alter_table("room") as batch:
        batch.drop_column("hosting")

    with op.batch_alter_table("notice") as batch:
        batch.drop_column("drop_in_id")

    with op.batch_alter_table("account") as batch:
        batch.drop_column("mail_agreed_at")
        batch.drop_column("tongue")
        batch.drop_column("zone")

    with op.batch_alter_table("help_call") as batch:
        batch.drop_index(
            "ix_help_call_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch.drop_index("ix_help_call_drop_in_id")

    op.drop_table("help_call")
    with op.batch_alter_table("held_reply") as batch:
        batch.drop_index("ix_held_reply_drop_in_id")

    op.drop_table("held_reply")
    op.drop_table("expert_record")
    with op.batch_alter_table("drop_in_series") as batch:
        batch.drop_index("ix_drop_in_series_room_id")
        batch.drop_index("ix_drop_in_series_host_id")

    op.drop_table("drop_in_series")
    op.drop_table("drop_in_seen")
    with op.batch_alter_table("drop_in_question") as batch:
        batch.drop_index("ix_drop_in_question_erase_at")
        batch.drop_index("ix_drop_in_question_drop_in_id")
        batch.drop_index("ix_drop_in_question_account_id")

    op.drop_table("drop_in_question")
    op.drop_table("drop_in_present")
    with op.batch_alter_table("drop_in_place") as batch:
        batch.drop_index(
            "uq_drop_in_place_held",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch.drop_index("ix_drop_in_place_drop_in_id")
        batch.drop_index("ix_drop_in_place_account_id")

    op.drop_table("drop_in_place")
    op.drop_table("drop_in_feedback")
    op.drop_table("drop_in_debrief")
    with op.batch_alter_table("drop_in_coming") as batch:
        batch.drop_index("ix_drop_in_coming_account_id")

    op.drop_table("drop_in_coming")
    with op.batch_alter_table("drop_in") as batch:
        batch.drop_index("ix_drop_in_series_id")
        batch.drop_index("ix_drop_in_second_id")
        batch.drop_index("ix_drop_in_host_id")
        batch.drop_index("ix_drop_in_room_id_starts_at")
        batch.drop_index(
            "ix_drop_in_live",
            sqlite_where=sa.text("state = 'live'"),
            postgresql_where=sa.text("state = 'live'"),
        )
        batch.drop_index(
            "ix_drop_in_ahead",
            sqlite_where=sa.text("state = 'scheduled'"),
            postgresql_where=sa.text("state = 'scheduled'"),
        )

    op.drop_table("drop_in")
    op.drop_table("calendar_feed")
