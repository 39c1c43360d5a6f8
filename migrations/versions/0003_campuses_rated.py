"""What a campus's rating needs, previews of other rules, and declarations for one campus.

Every campus should be judged anew afterwards: outcomes keep two more facts, and groups are counted.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FENCED = ("campus_scores", "group_counts", "rule_previews")
STANDING = "uq_source_declarations_standing"
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    _declarations_for_one_campus()
    op.add_column("outcomes", sa.Column("sure_level", sa.String(), nullable=True))
    op.add_column(
        "outcomes",
        sa.Column(
            "only_by_tier_3_ibc", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
    )
    _group_counts()
    _campus_scores()
    _rule_previews()
    for table in FENCED:
        fence(op, table)


def _declarations_for_one_campus() -> None:
    op.add_column("source_declarations", sa.Column("campus_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_source_declarations_district_id_campus_id_campuses"),
        "source_declarations",
        "campuses",
        ["district_id", "campus_id"],
        ["district_id", "id"],
    )
    op.drop_index(STANDING, table_name="source_declarations")
    op.create_index(
        STANDING,
        "source_declarations",
        ["district_id", "covers", "campus_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )


def _group_counts() -> None:
    op.create_table(
        "group_counts",
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("class_of", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("graduated", sa.Boolean(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("not_met", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("membership_unknown", sa.Integer(), nullable=False),
        *_of_a_campus("group_counts"),
        sa.UniqueConstraint(
            "campus_id",
            "class_of",
            "group",
            "graduated",
            name=op.f("uq_group_counts_campus_id_class_of_group_graduated"),
        ),
    )
    op.create_index(op.f("ix_group_counts_district_id"), "group_counts", ["district_id"])


def _campus_scores() -> None:
    op.create_table(
        "campus_scores",
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("campus_type", sa.String(), nullable=False),
        sa.Column("scores", JSON, nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        _moment("entered_at"),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        *_of_a_campus("campus_scores"),
        _of_a_user("campus_scores", "entered_by"),
    )
    op.create_index(op.f("ix_campus_scores_district_id"), "campus_scores", ["district_id"])
    op.create_index(
        "uq_campus_scores_current",
        "campus_scores",
        ["campus_id", "year"],
        unique=True,
        postgresql_where=sa.text("replaced_at is null"),
    )


def _rule_previews() -> None:
    op.create_table(
        "rule_previews",
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.Column("class_of", sa.Integer(), nullable=False),
        sa.Column("rules_of", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        _moment("asked_at"),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("students", sa.Integer(), nullable=True),
        sa.Column("changes", JSON, nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        *_of_a_campus("rule_previews"),
        _of_a_user("rule_previews", "asked_by"),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_rule_previews_district_id_id")),
    )
    op.create_index(op.f("ix_rule_previews_district_id"), "rule_previews", ["district_id"])


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _of_a_campus(table: str) -> tuple[object, ...]:
    """The columns and keys of every table here."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "campus_id"],
            ["campuses.district_id", "campuses.id"],
            name=op.f(f"fk_{table}_district_id_campus_id_campuses"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f(f"fk_{table}_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _of_a_user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", column],
        ["users.district_id", "users.id"],
        name=op.f(f"fk_{table}_district_id_{column}_users"),
    )


def downgrade() -> None:
    for table in FENCED:
        op.drop_table(table)
    op.drop_column("outcomes", "only_by_tier_3_ibc")
    op.drop_column("outcomes", "sure_level")
    op.drop_index(STANDING, table_name="source_declarations")
    op.drop_column("source_declarations", "campus_id")
    op.create_index(
        STANDING,
        "source_declarations",
        ["district_id", "covers"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
