"""What people decide about files: the meaning of columns, and who rows are about."""

import sqlalchemy as sa
from alembic import op

from careercraft.fence import fence

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_mappings",
        sa.Column("format_id", sa.String(), nullable=False),
        sa.Column("header_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("mapping_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["district_id", "saved_by"], ["users.district_id", "users.id"], name=op.f("fk_column_mappings_district_id_saved_by_users")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_column_mappings_district_id_districts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mappings")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_column_mappings_district_id_id")),
    )
    op.create_index(op.f("ix_column_mappings_district_id"), "column_mappings", ["district_id"])
    op.create_index("uq_column_mappings_in_use", "column_mappings", ["district_id", "header_lookup"], unique=True, postgresql_where=sa.text("withdrawn_at is null"))
    op.create_table(
        "match_decisions",
        sa.Column("person_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("person_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["district_id", "decided_by"], ["users.district_id", "users.id"], name=op.f("fk_match_decisions_district_id_decided_by_users")),
        sa.ForeignKeyConstraint(["district_id", "student_id"], ["students.district_id", "students.id"], name=op.f("fk_match_decisions_district_id_student_id_students")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_match_decisions_district_id_districts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_decisions")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_match_decisions_district_id_id")),
    )
    op.create_index(op.f("ix_match_decisions_district_id"), "match_decisions", ["district_id"])
    op.create_index("uq_match_decisions_in_use", "match_decisions", ["district_id", "person_lookup"], unique=True, postgresql_where=sa.text("withdrawn_at is null"))
    for table in ("column_mappings", "match_decisions"):
        fence(op, table)
    op.add_column("import_batches", sa.Column("mapping_id", sa.Uuid(), nullable=True))
    op.add_column("import_batches", sa.Column("parent_id", sa.Uuid(), nullable=True))
    op.add_column("import_batches", sa.Column("confirmed_by", sa.Uuid(), nullable=True))
    op.add_column("import_batches", sa.Column("confirmation_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("import_rows", sa.Column("person_lookup", sa.LargeBinary(), nullable=True))
    op.create_index("ix_import_rows_waiting", "import_rows", ["district_id", "person_lookup"], postgresql_where=sa.text("person_lookup is not null"))


def downgrade() -> None:
    op.drop_index("ix_import_rows_waiting", table_name="import_rows")
    op.drop_column("import_rows", "person_lookup")
    for column in ("confirmation_sealed", "confirmed_by", "parent_id", "mapping_id"):
        op.drop_column("import_batches", column)
    op.drop_table("match_decisions")
    op.drop_table("column_mappings")
