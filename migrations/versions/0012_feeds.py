"""Feeds, what they took, and mail on its way out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSONB = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NOW = sa.text("now()")


def own(table: str) -> list[sa.schema.SchemaItem]:
    """The columns and keys of every table of a district."""
    return [
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f(f"fk_{table}_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("district_id", "id", name=op.f(f"uq_{table}_district_id_id")),
    ]


def within(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A reference that cannot leave the district."""
    return sa.ForeignKeyConstraint(
        ["district_id", column],
        [f"{other}.district_id", f"{other}.id"],
        name=op.f(f"fk_{table}_district_id_{column}_{other}"),
    )


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("format_id", sa.String(), nullable=True),
        sa.Column("mapping_id", sa.Uuid(), nullable=True),
        sa.Column("campuses", JSONB, nullable=False),
        sa.Column("settings_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("local_hour", sa.Integer(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("acts_for", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("next_run_at", MOMENT, nullable=False),
        sa.Column("last_taken_at", MOMENT, nullable=True),
        sa.Column("overdue_told_at", MOMENT, nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        within("feeds", "acts_for", "users"),
        *own("feeds"),
    )
    op.create_table(
        "feed_runs",
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("counts", JSONB, nullable=False),
        sa.Column("asked_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        within("feed_runs", "feed_id", "feeds"),
        *own("feed_runs"),
    )
    op.create_index("ix_feed_runs_feed", "feed_runs", ["feed_id", "asked_at"])
    op.create_table(
        "feed_files",
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("place_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("taken_at", MOMENT, server_default=NOW, nullable=False),
        within("feed_files", "feed_id", "feeds"),
        within("feed_files", "run_id", "feed_runs"),
        *own("feed_files"),
    )
    op.create_index("ix_feed_files_run", "feed_files", ["run_id"])
    op.create_index("ix_feed_files_place", "feed_files", ["feed_id", "place_lookup"])
    op.create_index("ix_feed_files_batch", "feed_files", ["district_id", "batch_id"])
    op.create_index(
        "uq_feed_files_content",
        "feed_files",
        ["district_id", "content_hash"],
        unique=True,
        postgresql_where=sa.text("outcome <> 'same'"),
    )
    op.create_table(
        "mails",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("letter_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("next_try_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        *own("mails"),
    )
    op.create_index(
        "ix_mails_waiting",
        "mails",
        ["district_id", "next_try_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    for table in ("feeds", "feed_runs", "feed_files", "mails"):
        op.create_index(op.f(f"ix_{table}_district_id"), table, ["district_id"])
        fence(op, table)


def downgrade() -> None:
    for table in ("mails", "feed_files", "feed_runs", "feeds"):
        op.drop_table(table)
