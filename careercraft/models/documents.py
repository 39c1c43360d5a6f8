"""Printed documents; the files themselves lie sealed in the file store."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Moment, Now


class Document(InDistrict, Base):
    """A student's printed plan. `state`: waiting, ready or failed."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(["district_id", "asked_by"], ["users.district_id", "users.id"]),
        Index("ix_documents_student", "student_id", "asked_at"),
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
    """Set when a correction changed something that the rules do not ask about, such as a name."""
    task_id: Mapped[UUID | None]
