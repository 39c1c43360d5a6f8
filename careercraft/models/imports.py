"""Uploaded files, the batches read from them and the fate of every row."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Lookup, Moment, Now, Sealed


class ImportBatch(InDistrict, Base):
    """One upload on its way: read, staged, applied, undone.

    `state`: waiting, reading, staged, refused, unmapped, applying, applied, undoing, undone,
    discarded or failed; unmapped: of a layout never seen, so that somebody has to say what its
    columns mean. `mapping_id`: by whose meaning it was read. `parent_id`: the batch whose waiting
    rows this one loads. `confirmation_sealed`: why an unusual batch was applied all the same.
    `counts`: rows per outcome and changes per kind. `refusal_sealed`: why a whole file was
    refused (the reasons may quote the file).
    """

    __tablename__ = "import_batches"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "uploaded_by"], ["users.district_id", "users.id"]),
        Index("ix_import_batches_recent", "district_id", "uploaded_at"),
    )

    format_id: Mapped[str | None]
    state: Mapped[str]
    names_sealed: Mapped[Sealed]
    content_sha256: Mapped[str]
    size: Mapped[int]
    uploaded_by: Mapped[UUID]
    uploaded_at: Mapped[Now]
    read_at: Mapped[Moment | None]
    applied_at: Mapped[Moment | None]
    applied_by: Mapped[UUID | None]
    undone_at: Mapped[Moment | None]
    undone_by: Mapped[UUID | None]
    covers_through: Mapped[date | None]
    counts: Mapped[dict[str, Any]]
    refusal_sealed: Mapped[Sealed | None]
    task_id: Mapped[UUID | None]
    mapping_id: Mapped[UUID | None]
    parent_id: Mapped[UUID | None]
    confirmed_by: Mapped[UUID | None]
    confirmation_sealed: Mapped[Sealed | None]


class ImportRow(InDistrict, Base):
    """One row of an uploaded file and what becomes of it.

    `outcome`: create, change, same, unmatched, ambiguous or refused. `rung`: which step of the
    matching ladder found the student. `row_sealed`: person, items, notes and problems.
    `conflicts`: the row says otherwise than a record that was corrected on request.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "batch_id"], ["import_batches.district_id", "import_batches.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        Index("ix_import_rows_batch", "batch_id", "outcome", "line"),
        Index("ix_import_rows_conflicts", "batch_id", postgresql_where=text("conflicts")),
        Index(
            "ix_import_rows_waiting",
            "district_id",
            "person_lookup",
            postgresql_where=text("person_lookup is not null"),
        ),
    )

    batch_id: Mapped[UUID]
    line: Mapped[int]
    outcome: Mapped[str]
    rung: Mapped[str | None]
    student_id: Mapped[UUID | None]
    problem_count: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[bool] = mapped_column(default=False)
    person_lookup: Mapped[Lookup | None]
    """Keyed hash of what the row says of the person, where nobody is certain."""
    row_sealed: Mapped[Sealed]
