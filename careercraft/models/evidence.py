"""Evidence: one fact about one student, with where it came from. Rows are never rewritten."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Lookup, Now, Sealed


class Evidence(InDistrict, Base):
    """A score, course, credential, enlistment or enrolment in the form of the rules' contract.

    A changed fact is a new row that supersedes the old one, so that a batch can be undone and any
    past answer can be traced. `active` says which row counts.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "batch_id"], ["import_batches.district_id", "import_batches.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "row_id"], ["import_rows.district_id", "import_rows.id"]
        ),
        Index(
            "uq_evidence_active_fact",
            "district_id",
            "student_id",
            "natural_key",
            unique=True,
            postgresql_where=text("active"),
        ),
        Index("ix_evidence_batch", "batch_id"),
        Index("ix_evidence_superseded_by", "superseded_by"),
    )

    student_id: Mapped[UUID]
    kind: Mapped[str]
    covers: Mapped[str]
    natural_key: Mapped[Lookup]
    fact_sealed: Mapped[Sealed]
    source: Mapped[str]
    batch_id: Mapped[UUID]
    row_id: Mapped[UUID]
    active: Mapped[bool] = mapped_column(default=True)
    superseded_by: Mapped[UUID | None]
    """The batch, or the correction, whose newer row took this one's place."""
    correction_id: Mapped[UUID | None]
    """The granted correction that this row is; its batch and row are where the fact was read."""
    recorded_at: Mapped[Now]
