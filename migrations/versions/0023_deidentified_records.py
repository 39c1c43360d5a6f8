"""Rows without a name that stay of destroyed records, and on which ground they do."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

DECIDED = ("agreement_ends", "destructions", "retention_runs")


def upgrade() -> None:
    op.create_table(
        "deidentified_records",
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("class_of", sa.Integer(), nullable=False),
        sa.Column("campus", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("ways", sa.String(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["districts.id"],
            name=op.f("fk_deidentified_records_district_id_districts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deidentified_records")),
    )
    op.create_index(
        op.f("ix_deidentified_records_district_id"),
        "deidentified_records",
        ["district_id"],
        unique=False,
    )
    fence(op, "deidentified_records")
    for table in DECIDED:
        op.add_column(
            table,
            sa.Column(
                "stays",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
                nullable=True,
            ),
        )


def downgrade() -> None:
    for table in DECIDED:
        op.drop_column(table, "stays")
    op.drop_table("deidentified_records")
