"""How long records are kept, what was destroyed, keys of single records, and registers of staff.

Also lets a district forget its own entries in the sign-in index.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import APP_ROLE, CURRENT_DISTRICT, fence

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = (
    "access_review_lines",
    "access_reviews",
    "agreement_ends",
    "destructions",
    "record_keys",
    "retention_periods",
    "retention_runs",
    "staff_proofs",
    "terms_acknowledgements",
)


STUDENT_OF_REQUEST = "fk_privacy_requests_district_id_student_id_students"


def upgrade() -> None:
    op.create_table(
        "agreement_ends",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("export_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("export_declined_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroy_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_agreement_ends_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_ends")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_agreement_ends_district_id_id")),
    )
    op.create_index(
        op.f("ix_agreement_ends_district_id"), "agreement_ends", ["district_id"], unique=False
    )
    op.create_index(
        "uq_agreement_ends_open",
        "agreement_ends",
        ["district_id"],
        unique=True,
        postgresql_where=sa.text("state in ('asked', 'confirmed')"),
    )
    op.create_table(
        "destructions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("case_number", sa.Integer(), nullable=True),
        sa.Column("instructed_by", sa.Uuid(), nullable=True),
        sa.Column("instructed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column(
            "people",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "counts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kept",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("unreadable_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_destructions_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destructions")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_destructions_district_id_id")),
        sa.UniqueConstraint(
            "district_id", "number", name=op.f("uq_destructions_district_id_number")
        ),
    )
    op.create_index(
        op.f("ix_destructions_district_id"), "destructions", ["district_id"], unique=False
    )
    op.create_index(
        "ix_destructions_subject", "destructions", ["district_id", "subject_id"], unique=False
    )
    op.create_table(
        "record_keys",
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_record_keys_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_keys")),
    )
    op.create_index(
        op.f("ix_record_keys_district_id"), "record_keys", ["district_id"], unique=False
    )
    op.create_table(
        "access_reviews",
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "begun_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_access_reviews_district_id_begun_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_access_reviews_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_reviews")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_access_reviews_district_id_id")),
    )
    op.create_index(
        op.f("ix_access_reviews_district_id"), "access_reviews", ["district_id"], unique=False
    )
    op.create_index(
        "ix_access_reviews_recent", "access_reviews", ["district_id", "begun_at"], unique=False
    )
    op.create_table(
        "retention_periods",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column(
            "set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "set_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_retention_periods_district_id_set_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["districts.id"],
            name=op.f("fk_retention_periods_district_id_districts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_periods")),
    )
    op.create_index(
        op.f("ix_retention_periods_district_id"), "retention_periods", ["district_id"], unique=False
    )
    op.create_index(
        "ix_retention_periods_newest",
        "retention_periods",
        ["district_id", "name", "number"],
        unique=True,
    )
    op.create_table(
        "retention_runs",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column(
            "found",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column(
            "found_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "destroyed",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "decided_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_retention_runs_district_id_decided_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_retention_runs_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_runs")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_retention_runs_district_id_id")),
    )
    op.create_index(
        op.f("ix_retention_runs_district_id"), "retention_runs", ["district_id"], unique=False
    )
    op.create_index(
        "ix_retention_runs_recent", "retention_runs", ["district_id", "found_at"], unique=False
    )
    op.create_table(
        "staff_proofs",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=True),
        sa.Column("document_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column(
            "entered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind in ('training', 'background_check')", name=op.f("ck_staff_proofs_kind")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "entered_by"],
            ["users.district_id", "users.id"],
            name=op.f("fk_staff_proofs_district_id_entered_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "user_id"],
            ["users.district_id", "users.id"],
            name=op.f("fk_staff_proofs_district_id_user_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_staff_proofs_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_proofs")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_staff_proofs_district_id_id")),
    )
    op.create_index(
        op.f("ix_staff_proofs_district_id"), "staff_proofs", ["district_id"], unique=False
    )
    op.create_index(
        "ix_staff_proofs_user", "staff_proofs", ["user_id", "kind", "done_on"], unique=False
    )
    op.create_table(
        "terms_acknowledgements",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "user_id"],
            ["users.district_id", "users.id"],
            name=op.f("fk_terms_acknowledgements_district_id_user_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["districts.id"],
            name=op.f("fk_terms_acknowledgements_district_id_districts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_acknowledgements")),
        sa.UniqueConstraint(
            "district_id",
            "user_id",
            "version",
            name=op.f("uq_terms_acknowledgements_district_id_user_id_version"),
        ),
    )
    op.create_index(
        op.f("ix_terms_acknowledgements_district_id"),
        "terms_acknowledgements",
        ["district_id"],
        unique=False,
    )
    op.create_table(
        "access_review_lines",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "review_id"],
            ["access_reviews.district_id", "access_reviews.id"],
            name=op.f("fk_access_review_lines_district_id_review_id_access_reviews"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "user_id"],
            ["users.district_id", "users.id"],
            name=op.f("fk_access_review_lines_district_id_user_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["districts.id"],
            name=op.f("fk_access_review_lines_district_id_districts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review_lines")),
        sa.UniqueConstraint(
            "district_id", "id", name=op.f("uq_access_review_lines_district_id_id")
        ),
        sa.UniqueConstraint(
            "review_id",
            "user_id",
            "role",
            "campus_id",
            name=op.f("uq_access_review_lines_review_id_user_id_role_campus_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("ix_access_review_lines_district_id"),
        "access_review_lines",
        ["district_id"],
        unique=False,
    )
    for table in TABLES:
        fence(op, table)
    op.drop_constraint(STUDENT_OF_REQUEST, "privacy_requests", type_="foreignkey")
    _forget_sign_ins()


def _forget_sign_ins() -> None:
    """The application has no right on the sign-in index; at the end of an agreement it may empty
    the part of its own district.
    """
    op.execute(
        f"""
        create function forget_sign_ins() returns bigint
        language sql security definer set search_path = public, pg_temp as $$
            with gone as (
                delete from sign_in_index where district_id = {CURRENT_DISTRICT} returning 1
            )
            select count(*) from gone
        $$
        """
    )
    op.execute("revoke all on function forget_sign_ins() from public")
    op.execute(f"grant execute on function forget_sign_ins() to {APP_ROLE}")


def downgrade() -> None:
    op.execute("drop function forget_sign_ins()")
    op.create_foreign_key(
        STUDENT_OF_REQUEST,
        "privacy_requests",
        "students",
        ["district_id", "student_id"],
        ["district_id", "id"],
    )
    op.drop_index(op.f("ix_access_review_lines_district_id"), table_name="access_review_lines")
    op.drop_table("access_review_lines")
    op.drop_index(
        op.f("ix_terms_acknowledgements_district_id"), table_name="terms_acknowledgements"
    )
    op.drop_table("terms_acknowledgements")
    op.drop_index("ix_staff_proofs_user", table_name="staff_proofs")
    op.drop_index(op.f("ix_staff_proofs_district_id"), table_name="staff_proofs")
    op.drop_table("staff_proofs")
    op.drop_index("ix_retention_runs_recent", table_name="retention_runs")
    op.drop_index(op.f("ix_retention_runs_district_id"), table_name="retention_runs")
    op.drop_table("retention_runs")
    op.drop_index("ix_retention_periods_newest", table_name="retention_periods")
    op.drop_index(op.f("ix_retention_periods_district_id"), table_name="retention_periods")
    op.drop_table("retention_periods")
    op.drop_index("ix_access_reviews_recent", table_name="access_reviews")
    op.drop_index(op.f("ix_access_reviews_district_id"), table_name="access_reviews")
    op.drop_table("access_reviews")
    op.drop_index(op.f("ix_record_keys_district_id"), table_name="record_keys")
    op.drop_table("record_keys")
    op.drop_index("ix_destructions_subject", table_name="destructions")
    op.drop_index(op.f("ix_destructions_district_id"), table_name="destructions")
    op.drop_table("destructions")
    op.drop_index(
        "uq_agreement_ends_open",
        table_name="agreement_ends",
        postgresql_where=sa.text("state in ('asked', 'confirmed')"),
    )
    op.drop_index(op.f("ix_agreement_ends_district_id"), table_name="agreement_ends")
    op.drop_table("agreement_ends")
