"""Plans of students: actions, conference notes, and the time log of counselors."""

import sqlalchemy as sa
from alembic import op

from careercraft.fence import fence

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "plan_actions",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(), server_default="", nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        *_in_district("plan_actions"),
        _student("plan_actions"),
        _user("plan_actions", "owner_id"),
        _user("plan_actions", "created_by"),
        sa.CheckConstraint(
            "state in ('planned', 'under_way', 'done', 'dropped')",
            name=op.f("ck_plan_actions_state"),
        ),
    )
    op.create_index("ix_plan_actions_student", "plan_actions", ["student_id", "state"])
    op.create_index("ix_plan_actions_owner", "plan_actions", ["owner_id", "state", "due_on"])
    op.create_table(
        "conference_notes",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        *_in_district("conference_notes"),
        _student("conference_notes"),
        _user("conference_notes", "author_id"),
    )
    op.create_index("ix_conference_notes_student", "conference_notes", ["student_id", "held_on"])
    op.create_table(
        "time_entries",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("entered_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        *_in_district("time_entries"),
        _student("time_entries"),
        _user("time_entries", "user_id"),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_time_entries_some_minutes")),
    )
    op.create_index("ix_time_entries_user", "time_entries", ["user_id", "spent_on"])
    for table in ("plan_actions", "conference_notes", "time_entries"):
        op.create_index(op.f(f"ix_{table}_district_id"), table, ["district_id"])
        fence(op, table)


def downgrade() -> None:
    for table in ("time_entries", "conference_notes", "plan_actions"):
        op.drop_table(table)


def _in_district(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f(f"fk_{table}_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("district_id", "id", name=op.f(f"uq_{table}_district_id_id")),
    ]


def _student(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", "student_id"],
        ["students.district_id", "students.id"],
        name=op.f(f"fk_{table}_district_id_students"),
    )


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", column],
        ["users.district_id", "users.id"],
        name=op.f(f"fk_{table}_{column}_users"),
    )
