"""Tokens with which a district's own programs read its records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column(
            "scopes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "made_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_api_tokens_district_id_made_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "revoked_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_api_tokens_district_id_revoked_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_api_tokens_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_api_tokens_district_id_id")),
    )
    op.create_index(op.f("ix_api_tokens_district_id"), "api_tokens", ["district_id"])
    op.create_index("uq_api_tokens_secret_hash", "api_tokens", ["secret_hash"], unique=True)
    fence(op, "api_tokens")


def downgrade() -> None:
    op.drop_table("api_tokens")
