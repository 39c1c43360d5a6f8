"""Printed documents, one by one and in bulk; the files themselves lie sealed in the file store."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class PrintRun(InDistrict, Base):
    """Documents of many students, asked for at once and handed over as one file.

    `state`: waiting, ready or stopped. `packed_as`: pdf or zip.
    """

    __tablename__ = "print_runs"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "asked_by"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(
            ["district_id", "testing_day_id"], ["testing_days.district_id", "testing_days.id"]
        ),
        Index("ix_print_runs_asked", "asked_by", "asked_at"),
    )

    kind: Mapped[str]
    language: Mapped[str]
    packed_as: Mapped[str]
    state: Mapped[str]
    pages: Mapped[int | None]
    size: Mapped[int | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[Now]
    ready_at: Mapped[Moment | None]
    testing_day_id: Mapped[UUID | None]
    """The day that notices of a testing day are about."""


class Document(InDistrict, Base):
    """A student's printed plan or letter. `state`: waiting, ready or failed.

    `place`: which one of its run it is, from 1. `own_words_sealed`: what the counselor adds.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(["district_id", "asked_by"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(
            ["district_id", "run_id"], ["print_runs.district_id", "print_runs.id"]
        ),
        Index("ix_documents_student", "student_id", "asked_at"),
        Index("ix_documents_run", "run_id", "place"),
    )

    student_id: Mapped[UUID]
    kind: Mapped[str]
    language: Mapped[str]
    state: Mapped[str]
    pages: Mapped[int | None]
    size: Mapped[int | None]
    facts_fingerprint: Mapped[str | None]
    rules_fingerprint: Mapped[str | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[Now]
    ready_at: Mapped[Moment | None]
    superseded_at: Mapped[Moment | None]
    """Set when something changed that the rules do not ask about: by a correction, such as a name,
    or in the planned actions that a plan lists.
    """
    task_id: Mapped[UUID | None]
    run_id: Mapped[UUID | None]
    place: Mapped[int | None]
    failure: Mapped[str | None]
    own_words_sealed: Mapped[Sealed | None]
