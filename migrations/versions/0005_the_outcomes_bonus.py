"""The outcomes bonus beside each stored outcome, and the two flags that its groups are counted by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (
    ("bonus_state", sa.String()),
    ("bonus_waits_for", sa.String()),
    ("bonus_standing", sa.String()),
    ("economically_disadvantaged", sa.Boolean()),
    ("special_education", sa.Boolean()),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("outcomes", sa.Column(name, kind, nullable=True))
    op.add_column(
        "outcomes",
        sa.Column("bonus_paths", postgresql.JSONB(), nullable=False, server_default="{}"),
    )
    op.create_index(
        "ix_outcomes_class_bonus", "outcomes", ["district_id", "class_of", "bonus_state"]
    )


def downgrade() -> None:
    op.drop_index("ix_outcomes_class_bonus", table_name="outcomes")
    for name, _ in (*COLUMNS, ("bonus_paths", None)):
        op.drop_column("outcomes", name)
