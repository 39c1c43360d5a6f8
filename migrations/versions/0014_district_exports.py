"""Complete exports of a district's data."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "district_exports",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("purpose_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column(
            "counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "asked_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_district_exports_district_id_asked_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["districts.id"],
            name=op.f("fk_district_exports_district_id_districts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district_exports")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_district_exports_district_id_id")),
    )
    op.create_index(op.f("ix_district_exports_district_id"), "district_exports", ["district_id"])
    fence(op, "district_exports")


def downgrade() -> None:
    op.drop_table("district_exports")
