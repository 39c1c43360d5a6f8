"""Testing days with their lists, rooms and covered fees."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.text("now()")


def _in_district(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f(f"fk_{table}_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", column],
        [f"{other}.district_id", f"{other}.id"],
        name=op.f(f"fk_{table}_district_id_{column}_{other}"),
    )


def upgrade() -> None:
    op.create_table(
        "testing_days",
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("test", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("asked", postgresql.JSONB(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.CheckConstraint("test in ('SAT', 'ACT', 'TSIA2')", name=op.f("ck_testing_days_test")),
        sa.CheckConstraint(
            "subject in ('both', 'rla', 'math')", name=op.f("ck_testing_days_subject")
        ),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_testing_days_district_id_id")),
        _of("testing_days", "campus_id", "campuses"),
        _of("testing_days", "created_by", "users"),
        *_in_district("testing_days"),
    )
    op.create_index("ix_testing_days_campus", "testing_days", ["campus_id", "held_on"])
    op.create_table(
        "testing_rooms",
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("for_accommodations", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_testing_rooms_some_seats")),
        sa.UniqueConstraint("district_id", "id", name=op.f("uq_testing_rooms_district_id_id")),
        _of("testing_rooms", "day_id", "testing_days"),
        *_in_district("testing_rooms"),
    )
    op.create_index("ix_testing_rooms_day", "testing_rooms", ["day_id", "place"])
    op.create_table(
        "testing_seats",
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("needs_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.UniqueConstraint("day_id", "student_id", name=op.f("uq_testing_seats_day_id_student_id")),
        _of("testing_seats", "day_id", "testing_days"),
        _of("testing_seats", "student_id", "students"),
        _of("testing_seats", "room_id", "testing_rooms"),
        _of("testing_seats", "added_by", "users"),
        *_in_district("testing_seats"),
    )
    op.create_index("ix_testing_seats_student", "testing_seats", ["student_id"])
    op.create_table(
        "testing_fees",
        sa.Column("ends_in", sa.Integer(), nullable=False),
        sa.Column("per_student", sa.Integer(), nullable=False),
        sa.Column("in_all", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", MOMENT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "per_student >= 0 and in_all >= 0", name=op.f("ck_testing_fees_not_negative")
        ),
        _of("testing_fees", "entered_by", "users"),
        *_in_district("testing_fees"),
    )
    op.create_index("ix_testing_fees_year", "testing_fees", ["district_id", "ends_in", "entered_at"])
    for table in ("testing_days", "testing_rooms", "testing_seats", "testing_fees"):
        op.create_index(op.f(f"ix_{table}_district_id"), table, ["district_id"])
        fence(op, table)
    op.add_column("print_runs", sa.Column("testing_day_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_print_runs_district_id_testing_day_id_testing_days"),
        "print_runs",
        "testing_days",
        ["district_id", "testing_day_id"],
        ["district_id", "id"],
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("fk_print_runs_district_id_testing_day_id_testing_days"),
        "print_runs",
        type_="foreignkey",
    )
    op.drop_column("print_runs", "testing_day_id")
    for table in ("testing_fees", "testing_seats", "testing_rooms", "testing_days"):
        op.drop_table(table)
