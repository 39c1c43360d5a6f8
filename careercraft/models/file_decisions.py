"""What people decided about files, remembered for the next one: what columns mean, who rows are."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Lookup, Moment, Now, Sealed

IN_USE = text("withdrawn_at is null")


class ColumnMapping(InDistrict, Base):
    """What the columns of a layout of a district's own mean.

    `header_lookup`: keyed hash of the header row, by which the next file is recognised.
    `mapping_sealed`: its name, the field of each column, and what is the same in every row.
    """

    __tablename__ = "column_mappings"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "saved_by"], ["users.district_id", "users.id"]),
        Index(
            "uq_column_mappings_in_use",
            "district_id",
            "header_lookup",
            unique=True,
            postgresql_where=IN_USE,
        ),
    )

    format_id: Mapped[str]
    header_lookup: Mapped[Lookup]
    mapping_sealed: Mapped[Sealed]
    saved_by: Mapped[UUID]
    saved_at: Mapped[Now]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[Moment | None]


class MatchDecision(InDistrict, Base):
    """Who the person is that rows of files name in one way; without a student, nobody of ours.

    `person_lookup`: keyed hash of everything the rows say of the person. `person_sealed`: the same,
    to show it.
    """

    __tablename__ = "match_decisions"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "decided_by"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        Index(
            "uq_match_decisions_in_use",
            "district_id",
            "person_lookup",
            unique=True,
            postgresql_where=IN_USE,
        ),
    )

    person_lookup: Mapped[Lookup]
    person_sealed: Mapped[Sealed]
    student_id: Mapped[UUID | None]
    decided_by: Mapped[UUID]
    decided_at: Mapped[Now]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[Moment | None]
