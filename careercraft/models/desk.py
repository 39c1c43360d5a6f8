"""The counselor's desk: watch lists, caseloads as they were assigned, outcomes as they changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class WatchList(InDistrict, Base):
    """A list of students with a name. `kind`: live (a filter, answered anew) or fixed (members).

    `body_sealed`: the name, and what a live list asks of a roster. Shared with `campus_id` where
    that is given; otherwise its owner's alone.
    """

    __tablename__ = "watch_lists"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        CheckConstraint("kind in ('live', 'fixed')", name="kind"),
        ForeignKeyConstraint(["district_id", "owner_id"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        Index("ix_watch_lists_owner", "owner_id"),
    )

    owner_id: Mapped[UUID]
    campus_id: Mapped[UUID | None]
    kind: Mapped[str]
    class_of: Mapped[int]
    body_sealed: Mapped[Sealed]
    created_at: Mapped[Now]
    deleted_at: Mapped[Moment | None]


class WatchListStudent(InDistrict, Base):
    """A member of a fixed list."""

    __tablename__ = "watch_list_students"
    __table_args__ = (
        UniqueConstraint("list_id", "student_id"),
        ForeignKeyConstraint(
            ["district_id", "list_id"], ["watch_lists.district_id", "watch_lists.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
    )

    list_id: Mapped[UUID]
    student_id: Mapped[UUID]
    added_at: Mapped[Now]


class CaseloadMove(InDistrict, Base):
    """Students given to a counselor at once. `before`: the counselor of each before, by id."""

    __tablename__ = "caseload_moves"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "counselor_id"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "moved_by"], ["users.district_id", "users.id"]),
    )

    counselor_id: Mapped[UUID]
    moved_by: Mapped[UUID]
    before: Mapped[dict[str, Any]]
    moved_at: Mapped[Now]
    undone_at: Mapped[Moment | None]


class OutcomeChange(InDistrict, Base):
    """A judgement that came out otherwise than before. `because`: facts, rules or both changed.

    `indicators`: state before and after of each indicator that changed. `causes`: which facts, as
    `services/outcome_causes.py` names them; no values.
    """

    __tablename__ = "outcome_changes"
    __table_args__ = (
        CheckConstraint("because in ('facts', 'rules', 'both')", name="because"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        Index("ix_outcome_changes_student", "student_id", "changed_at"),
        Index("ix_outcome_changes_when", "district_id", "changed_at"),
    )

    student_id: Mapped[UUID]
    state_before: Mapped[str]
    state_after: Mapped[str]
    level_before: Mapped[str | None]
    level_after: Mapped[str | None]
    indicators: Mapped[dict[str, Any]]
    because: Mapped[str]
    causes: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    changed_at: Mapped[Now]
