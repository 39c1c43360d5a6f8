"""Who was ticked for a what-if, and what-ifs that are worked out in the background."""

import sqlalchemy as sa
from alembic import op

from careercraft.fence import fence

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.text("now()")


def own(table: str, person: str) -> list[sa.schema.SchemaItem]:
    """The columns and keys of a table that belongs to a person of a district."""
    return [
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f(f"fk_{table}_district_id_districts")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", person],
            ["users.district_id", "users.id"],
            name=op.f(f"fk_{table}_district_id_{person}_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("district_id", "id", name=op.f(f"uq_{table}_district_id_id")),
    ]


def upgrade() -> None:
    op.create_table(
        "what_if_choices",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("class_of", sa.Integer(), nullable=False),
        sa.Column("students_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, server_default=NOW, nullable=False),
        *own("what_if_choices", "owner_id"),
    )
    op.create_table(
        "what_if_runs",
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("class_of", sa.Integer(), nullable=False),
        sa.Column("asked_for", sa.String(), nullable=False),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("result_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        *own("what_if_runs", "asked_by"),
    )
    op.create_index("ix_what_if_runs_asked", "what_if_runs", ["asked_by", "asked_for"])
    for table in ("what_if_choices", "what_if_runs"):
        op.create_index(op.f(f"ix_{table}_district_id"), table, ["district_id"])
        fence(op, table)


def downgrade() -> None:
    op.drop_table("what_if_runs")
    op.drop_table("what_if_choices")
