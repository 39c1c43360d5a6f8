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
    subject of the nearest test, where there is one. `bonus_paths`: state per path of the outcomes
    bonus; `bonus_waits_for`: the one thing it still wants, or nothing. The two flags say in which
    groups of the bonus a student counts; they and the bonus are `None` until it is judged.
    """

    __tablename__ = "outcomes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        UniqueConstraint("district_id", "student_id"),
        Index("ix_outcomes_class_state", "district_id", "class_of", "state"),
        Index("ix_outcomes_class_bonus", "district_id", "class_of", "bonus_state"),
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
    bonus_state: Mapped[str | None]
    bonus_paths: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    bonus_waits_for: Mapped[str | None]
    bonus_standing: Mapped[str | None]
    asks: Mapped[dict[str, Any] | None]
    """What is asked for: kinds of evidence with the indicators that each is for; see
    `services.chase.asks`. None until it is judged anew."""
    economically_disadvantaged: Mapped[bool | None]
    special_education: Mapped[bool | None]
    rules_fingerprint: Mapped[str]
    facts_fingerprint: Mapped[str]
    as_of: Mapped[date]
    computed_at: Mapped[Now]
