"""The counselor's desk: watch lists, caseloads as assigned, outcomes as they changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = ("watch_lists", "watch_list_students", "caseload_moves", "outcome_changes")


def upgrade() -> None:
    op.create_table(
        "watch_lists",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("class_of", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        *_in_district("watch_lists"),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_watch_lists_district_id_id")),
        _reference("watch_lists", "owner_id", "users"),
        _reference("watch_lists", "campus_id", "campuses"),
        sa.CheckConstraint("kind in ('live', 'fixed')", name=op.f("ck_watch_lists_kind")),
    )
    op.create_index("ix_watch_lists_owner", "watch_lists", ["owner_id"])
    op.create_table(
        "watch_list_students",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        *_in_district("watch_list_students"),
        sa.UniqueConstraint(
            "list_id", "student_id", name=op.f("uq_watch_list_students_list_id_student_id")
        ),
        _reference("watch_list_students", "list_id", "watch_lists"),
        _reference("watch_list_students", "student_id", "students"),
    )
    op.create_table(
        "caseload_moves",
        sa.Column("counselor_id", sa.Uuid(), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("moved_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        *_in_district("caseload_moves"),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_caseload_moves_district_id_id")),
        _reference("caseload_moves", "counselor_id", "users"),
        _reference("caseload_moves", "moved_by", "users"),
    )
    op.create_table(
        "outcome_changes",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("state_before", sa.String(), nullable=False),
        sa.Column("state_after", sa.String(), nullable=False),
        sa.Column("level_before", sa.String(), nullable=True),
        sa.Column("level_after", sa.String(), nullable=True),
        sa.Column("indicators", postgresql.JSONB(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        *_in_district("outcome_changes"),
        _reference("outcome_changes", "student_id", "students"),
        sa.CheckConstraint(
            "because in ('facts', 'rules', 'both')", name=op.f("ck_outcome_changes_because")
        ),
    )
    op.create_index("ix_outcome_changes_student", "outcome_changes", ["student_id", "changed_at"])
    op.create_index("ix_outcome_changes_when", "outcome_changes", ["district_id", "changed_at"])
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_district_id"), table, ["district_id"])
        fence(op, table)


def downgrade() -> None:
    for table in ("outcome_changes", "caseload_moves", "watch_list_students", "watch_lists"):
        op.drop_table(table)


def _in_district(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f(f"fk_{table}_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", column],
        [f"{to}.district_id", f"{to}.id"],
        name=op.f(f"fk_{table}_{column}_{to}"),
    )
