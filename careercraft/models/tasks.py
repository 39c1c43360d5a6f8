"""Work done by the worker, with its progress."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now


class Task(InDistrict, Base):
    """One piece of background work.

    `state`: waiting, running, done, failed or cancelled. `subject_id`: the batch, campus or
    document that the work is about. `done` of `total` steps.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "started_by"], ["users.district_id", "users.id"]),
        Index("ix_tasks_subject", "district_id", "subject_id"),
    )

    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    subject_id: Mapped[UUID]
    started_by: Mapped[UUID | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    failure: Mapped[str | None]
    """The kind of failure, never its text: an exception may quote a record."""
    created_at: Mapped[Now]
    began_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
