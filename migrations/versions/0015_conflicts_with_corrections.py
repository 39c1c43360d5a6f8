"""Which staged rows say otherwise than a corrected record."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("conflicts", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("import_rows", column)
    op.alter_column("import_rows", "conflicts", server_default=None)
    op.create_index(
        "ix_import_rows_conflicts",
        "import_rows",
        ["batch_id"],
        postgresql_where=sa.text("conflicts"),
    )


def downgrade() -> None:
    op.drop_index("ix_import_rows_conflicts", "import_rows")
    op.drop_column("import_rows", "conflicts")
