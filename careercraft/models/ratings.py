"""What a rating needs beside the students' outcomes, and previews of other rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Moment, Now


class GroupCount(InDistrict, Base):
    """How many students of a group stand how, in one class of one campus.

    Counted while the campus is judged, so that no page opens a profile to count a group, and no
    student's group stands in the clear. `graduated` tells the graduates from the others;
    `membership_unknown` counts of whom nobody said whether they belong.
    """

    __tablename__ = "group_counts"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        UniqueConstraint("campus_id", "class_of", "group", "graduated"),
    )

    campus_id: Mapped[UUID]
    class_of: Mapped[int]
    group: Mapped[str]
    graduated: Mapped[bool]
    met: Mapped[int]
    not_met: Mapped[int]
    unknown: Mapped[int]
    membership_unknown: Mapped[int]


class CampusScores(InDistrict, Base):
    """What somebody entered about a campus for one year of ratings; the newest row counts.

    `campus_type` is "standard" or "aea". `scores` holds the scores known from elsewhere by name,
    each as the decimal number entered. Rows are never rewritten: a change is a new row.
    """

    __tablename__ = "campus_scores"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        ForeignKeyConstraint(["district_id", "entered_by"], ["users.district_id", "users.id"]),
        Index(
            "uq_campus_scores_current",
            "campus_id",
            "year",
            unique=True,
            postgresql_where=text("replaced_at is null"),
        ),
    )

    campus_id: Mapped[UUID]
    year: Mapped[int]
    campus_type: Mapped[str]
    scores: Mapped[dict[str, Any]]
    entered_by: Mapped[UUID]
    entered_at: Mapped[Now]
    replaced_at: Mapped[Moment | None]


class RulePreview(InDistrict, Base):
    """The students of a class judged by another class's rules, and what that changes.

    `campus_id` is None for the whole district. `changes` lists under "students" each student who
    changes, with the kind of change and the indicators that explain it; the reasons in words are
    judged anew when somebody looks. None until the work is done.
    """

    __tablename__ = "rule_previews"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        ForeignKeyConstraint(["district_id", "asked_by"], ["users.district_id", "users.id"]),
    )

    campus_id: Mapped[UUID | None]
    class_of: Mapped[int]
    rules_of: Mapped[int]
    asked_by: Mapped[UUID]
    asked_at: Mapped[Now]
    ready_at: Mapped[Moment | None]
    students: Mapped[int | None]
    changes: Mapped[dict[str, Any] | None]
    task_id: Mapped[UUID | None]
