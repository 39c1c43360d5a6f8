"""What is asked for of each student, and the reminders that are to bring it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outcomes", sa.Column("asks", JSONB(), nullable=True))
    op.add_column(
        "plan_actions", sa.Column("asks_for", sa.String(), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("plan_actions", "asks_for")
    op.drop_column("outcomes", "asks")
