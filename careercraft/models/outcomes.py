"""What the rules said of each student, with the fingerprints of rules and facts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Now


class Outcome(InDistrict, Base):
    """The stored judgement of one student. The reasons are not stored: they are computed again
    on demand and must reproduce this row.

    `indicators`: state per indicator id, with `tsi.rla` and `tsi.math`. `gaps`: points missing per
    subject of the nearest test, where there is one.
    """

    __tablename__ = "outcomes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        UniqueConstraint("district_id", "student_id"),
        Index("ix_outcomes_class_state", "district_id", "class_of", "state"),
    )

    student_id: Mapped[UUID]
    class_of: Mapped[int]
    edition: Mapped[str]
    state: Mapped[str]
    level: Mapped[str | None]
    sure_level: Mapped[str | None]
    """The highest level shown for sure, where the level itself is not known."""
    only_by_sunsetting_ibc: Mapped[bool]
    only_by_tier_3_ibc: Mapped[bool] = mapped_column(server_default=text("false"))
    indicators: Mapped[dict[str, Any]]
    gaps: Mapped[dict[str, Any]]
    standing: Mapped[str]
    rules_fingerprint: Mapped[str]
    facts_fingerprint: Mapped[str]
    as_of: Mapped[date]
    computed_at: Mapped[Now]
