"""The audit room, and students who have turned 18."""

import sqlalchemy as sa
from alembic import op

from careercraft.fence import fence

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.text("now()")


def upgrade() -> None:
    op.create_table(
        "audit_rooms",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_audit_rooms_district_id_districts")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "asked_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_audit_rooms_district_id_asked_by_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_rooms")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_audit_rooms_district_id_id")),
    )
    op.create_index(op.f("ix_audit_rooms_district_id"), "audit_rooms", ["district_id"])
    fence(op, "audit_rooms")
    op.create_table(
        "rights_passed",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("noted_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_rights_passed_district_id_districts")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "student_id"],
            ["students.district_id", "students.id"],
            name=op.f("fk_rights_passed_district_id_student_id_students"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_passed")),
        sa.UniqueConstraint(
            "district_id", "student_id", name=op.f("uq_rights_passed_district_id_student_id")
        ),
    )
    op.create_index(op.f("ix_rights_passed_district_id"), "rights_passed", ["district_id"])
    op.create_index("ix_rights_passed_unseen", "rights_passed", ["district_id", "seen_at"])
    fence(op, "rights_passed")


def downgrade() -> None:
    op.drop_table("rights_passed")
    op.drop_table("audit_rooms")
