"""Files that people hand in; the content lies sealed in the file store."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class KeptFile(InDistrict, Base):
    """One file kept with the thing it belongs to.

    `subject_type` and `subject_id` name that thing; `topic` says which of its files this is;
    `school_year` the year it is for, where it is for one. A removed file's content is gone.
    """

    __tablename__ = "kept_files"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "kept_by"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "removed_by"], ["users.district_id", "users.id"]),
        Index("ix_kept_files_subject", "district_id", "subject_id", "topic"),
    )

    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    topic: Mapped[str]
    school_year: Mapped[int | None]
    name_sealed: Mapped[Sealed]
    media_type: Mapped[str]
    size: Mapped[int]
    kept_by: Mapped[UUID]
    kept_at: Mapped[Now]
    removed_by: Mapped[UUID | None]
    removed_at: Mapped[Moment | None]
