"""Documents of many students, asked for at once."""

import sqlalchemy as sa
from alembic import op

from careercraft.fence import fence

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "print_runs",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("packed_as", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_print_runs_district_id_districts")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "asked_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_print_runs_district_id_asked_by_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_runs")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_print_runs_district_id_id")),
    )
    op.create_index("ix_print_runs_asked", "print_runs", ["asked_by", "asked_at"])
    op.create_index(op.f("ix_print_runs_district_id"), "print_runs", ["district_id"])
    fence(op, "print_runs")
    op.add_column("documents", sa.Column("run_id", sa.Uuid(), nullable=True))
    op.add_column("documents", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("documents", sa.Column("failure", sa.String(), nullable=True))
    op.add_column("documents", sa.Column("own_words_sealed", sa.LargeBinary(), nullable=True))
    op.create_foreign_key(
        op.f("fk_documents_district_id_run_id_print_runs"),
        "documents",
        "print_runs",
        ["district_id", "run_id"],
        ["district_id", "id"],
    )
    op.create_index("ix_documents_run", "documents", ["run_id", "place"])


def downgrade() -> None:
    op.drop_index("ix_documents_run", "documents")
    op.drop_constraint(
        op.f("fk_documents_district_id_run_id_print_runs"), "documents", type_="foreignkey"
    )
    for column in ("own_words_sealed", "failure", "place", "run_id"):
        op.drop_column("documents", column)
    op.drop_table("print_runs")
