"""Incidents: the case, its timeline, those affected."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def _own(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f(f"fk_{table}_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _of_incident(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", "incident_id"],
        ["incidents.district_id", "incidents.id"],
        name=op.f(f"fk_{table}_district_id_incident_id_incidents"),
    )


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("discovered_at", MOMENT, nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("readable", sa.String(), nullable=False),
        sa.Column("affected", sa.Integer(), nullable=True),
        sa.Column("report_by", sa.Uuid(), nullable=True),
        sa.Column("told", JSON, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("due_name", sa.String(), nullable=True),
        sa.Column("letters_task_id", sa.Uuid(), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("report_sealed", sa.LargeBinary(), nullable=True),
        *_own("incidents"),
        sa.ForeignKeyConstraint(
            ["district_id", "opened_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_incidents_district_id_opened_by_users"),
        ),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_incidents_district_id_id")),
        sa.UniqueConstraint("district_id", "number", name=op.f("uq_incidents_district_id_number")),
    )
    op.create_index(op.f("ix_incidents_district_id"), "incidents", ["district_id"])
    op.create_index("ix_incidents_list", "incidents", ["district_id", "closed_at", "due_at"])
    op.create_table(
        "incident_entries",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        *_own("incident_entries"),
        _of_incident("incident_entries"),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_incident_entries_district_id_id")),
    )
    op.create_index(op.f("ix_incident_entries_district_id"), "incident_entries", ["district_id"])
    op.create_index("ix_incident_entries_incident", "incident_entries", ["incident_id", "at"])
    op.create_table(
        "incident_students",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("letter_ready_at", MOMENT, nullable=True),
        sa.Column("letter_sent_at", MOMENT, nullable=True),
        sa.Column("letter_sent_how", sa.String(), nullable=True),
        sa.Column("letter_sent_by", sa.Uuid(), nullable=True),
        *_own("incident_students"),
        _of_incident("incident_students"),
        sa.ForeignKeyConstraint(
            ["district_id", "student_id"],
            ["students.district_id", "students.id"],
            name=op.f("fk_incident_students_district_id_student_id_students"),
        ),
        sa.UniqueConstraint(
            "incident_id", "student_id", name=op.f("uq_incident_students_incident_id_student_id")
        ),
    )
    op.create_index(op.f("ix_incident_students_district_id"), "incident_students", ["district_id"])
    op.create_index("ix_incident_students_student", "incident_students", ["student_id"])
    fence(op, "incidents")
    fence(op, "incident_entries", rights="select, insert, delete")
    fence(op, "incident_students")


def downgrade() -> None:
    for table in ("incident_students", "incident_entries", "incidents"):
        op.drop_table(table)
