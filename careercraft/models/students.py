"""Students, and what each record was before an import changed it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Lookup, Moment, Now, Sealed


class Student(InDistrict, Base):
    """A student. In the clear stands only what finds and groups rows of opaque ids.

    `identity_sealed`: names, date of birth, ids, sex, ethnicity, home language.
    `profile_sealed`: student groups, graduation facts, program.
    `status`: enrolled, graduated or withdrawn.
    """

    __tablename__ = "students"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        UniqueConstraint("district_id", "state_id_lookup"),
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        ForeignKeyConstraint(["district_id", "counselor_id"], ["users.district_id", "users.id"]),
        Index("ix_students_campus_class", "campus_id", "class_of"),
        Index("ix_students_local_id_lookup", "district_id", "local_id_lookup"),
        Index("ix_students_name_birth_lookup", "district_id", "name_birth_lookup"),
    )

    campus_id: Mapped[UUID]
    counselor_id: Mapped[UUID | None]
    class_of: Mapped[int]
    grade: Mapped[int | None]
    status: Mapped[str]
    state_id_lookup: Mapped[Lookup | None]
    local_id_lookup: Mapped[Lookup | None]
    name_birth_lookup: Mapped[Lookup | None]
    identity_sealed: Mapped[Sealed]
    profile_sealed: Mapped[Sealed]
    created_at: Mapped[Now]
    removed_at: Mapped[Moment | None]
    """Set when the import that created the student was undone."""


class StudentVersion(InDistrict, Base):
    """A student's row as it stood before one batch changed it; `before_sealed` is None where the
    batch created the student. Undoing the batch puts it back.
    """

    __tablename__ = "student_versions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "batch_id"], ["import_batches.district_id", "import_batches.id"]
        ),
        UniqueConstraint("batch_id", "student_id"),
    )

    student_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    before_sealed: Mapped[Sealed | None]
    changed_at: Mapped[Now]


class ClassNote(InDistrict, Base):
    """That something changed of which a district's classes are counted: a trigger writes it, in the
    transaction of the change. `mark` means nothing but that it never comes back.
    """

    __tablename__ = "class_notes"

    mark: Mapped[UUID]
