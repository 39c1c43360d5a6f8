"""Documents that people hand in about a student; their content lies sealed in the file store."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Lookup, Moment, Now, Sealed


class Paper(InDistrict, Base):
    """One document of one student: a certificate, a score report, a DD Form 4, a receipt.

    `kind` says which; `indicator` what it is meant to show. `state`: received, confirmed (somebody
    compared it with what is on file, or typed what it says) or turned_down. `about_sealed`: the
    name it came with, a note, the reason of the decision. `content_hash` finds the same file again.
    A removed document can be brought back until `destroyed_at`, when its content is gone.
    """

    __tablename__ = "papers"
    __table_args__ = (
        CheckConstraint("state in ('received', 'confirmed', 'turned_down')", name="state"),
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "evidence_id"], ["evidence.district_id", "evidence.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "request_id"], ["privacy_requests.district_id", "privacy_requests.id"]
        ),
        ForeignKeyConstraint(["district_id", "kept_by"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "decided_by"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "removed_by"], ["users.district_id", "users.id"]),
        Index("ix_papers_student", "student_id", "kept_at"),
        Index("ix_papers_state", "district_id", "state", "kept_at"),
        Index("ix_papers_evidence", "evidence_id"),
        Index("ix_papers_request", "request_id"),
    )

    student_id: Mapped[UUID]
    kind: Mapped[str]
    indicator: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str]
    about_sealed: Mapped[Sealed]
    media_type: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    drawn: Mapped[int]
    """How many of its pages can be shown as pictures."""
    content_hash: Mapped[Lookup]
    evidence_id: Mapped[UUID | None]
    """The fact that the document shows."""
    request_id: Mapped[UUID | None]
    """The case of the records office that it belongs to."""
    kept_by: Mapped[UUID]
    kept_at: Mapped[Now]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[Moment | None]
    removed_by: Mapped[UUID | None]
    removed_at: Mapped[Moment | None]
    destroyed_at: Mapped[Moment | None]
