"""Documents that people hand in about a student."""

import sqlalchemy as sa
from alembic import op

from careercraft.fence import fence

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("about_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        sa.Column("kept_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("destroyed_at", MOMENT, nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state in ('received', 'confirmed', 'turned_down')", name=op.f("ck_papers_state")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_papers_district_id_districts")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "student_id"],
            ["students.district_id", "students.id"],
            name=op.f("fk_papers_district_id_student_id_students"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "evidence_id"],
            ["evidence.district_id", "evidence.id"],
            name=op.f("fk_papers_district_id_evidence_id_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "request_id"],
            ["privacy_requests.district_id", "privacy_requests.id"],
            name=op.f("fk_papers_district_id_request_id_privacy_requests"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "kept_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_papers_district_id_kept_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "decided_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_papers_district_id_decided_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "removed_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_papers_district_id_removed_by_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_papers_district_id_id")),
    )
    op.create_index(op.f("ix_papers_district_id"), "papers", ["district_id"])
    op.create_index("ix_papers_student", "papers", ["student_id", "kept_at"])
    op.create_index("ix_papers_state", "papers", ["district_id", "state", "kept_at"])
    op.create_index("ix_papers_evidence", "papers", ["evidence_id"])
    op.create_index("ix_papers_request", "papers", ["request_id"])
    fence(op, "papers")


def downgrade() -> None:
    op.drop_table("papers")
