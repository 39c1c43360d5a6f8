"""What-ifs of many students: who was ticked for one, and what came of one in the background."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class WhatIfChoice(InDistrict, Base):
    """Ticked students of a class, by opaque ids; its owner's alone, for days."""

    __tablename__ = "what_if_choices"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "owner_id"], ["users.district_id", "users.id"]),
    )

    owner_id: Mapped[UUID]
    class_of: Mapped[int]
    students_sealed: Mapped[Sealed]
    made_at: Mapped[Now]


class WhatIfRun(InDistrict, Base):
    """A what-if that is worked out in the background; its asker's alone, for days.

    `asked_sealed`: the students, the suppositions, and what the address of the page says.
    `asked_for`: a hash of the first two, by which the same question is known again.
    `result_sealed`: None until the work is done.
    """

    __tablename__ = "what_if_runs"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "asked_by"], ["users.district_id", "users.id"]),
        Index("ix_what_if_runs_asked", "asked_by", "asked_for"),
    )

    asked_by: Mapped[UUID]
    asked_at: Mapped[Now]
    class_of: Mapped[int]
    asked_for: Mapped[str]
    asked_sealed: Mapped[Sealed]
    result_sealed: Mapped[Sealed | None]
    ready_at: Mapped[Moment | None]
    task_id: Mapped[UUID | None]
