"""What people plan for a student, what was said in conferences, and the time it took."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now, Sealed

OPEN_STATES = ("planned", "under_way")
"""The states of an action of which something is still to be done."""


class PlanAction(InDistrict, Base):
    """One planned action for a student: what, for which indicator, who, by when, how far.

    `state`: planned, under_way, done or dropped. `body_sealed`: the words, with earlier wordings.
    `revision` counts the changes, so that two open pages do not overwrite each other.
    """

    __tablename__ = "plan_actions"
    __table_args__ = (
        CheckConstraint("state in ('planned', 'under_way', 'done', 'dropped')", name="state"),
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(["district_id", "owner_id"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "created_by"], ["users.district_id", "users.id"]),
        Index("ix_plan_actions_student", "student_id", "state"),
        Index("ix_plan_actions_owner", "owner_id", "state", "due_on"),
    )

    student_id: Mapped[UUID]
    indicator: Mapped[str] = mapped_column(default="", server_default="")
    asks_for: Mapped[str] = mapped_column(default="", server_default="")
    """The piece of evidence that the action is to bring: see `services.chase.asks`."""
    body_sealed: Mapped[Sealed]
    owner_id: Mapped[UUID]
    due_on: Mapped[date | None]
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[UUID]
    created_at: Mapped[Now]
    changed_at: Mapped[Now]


class ConferenceNote(InDistrict, Base):
    """What was said about a student on a day. `audience`: shared, or own (only the author).

    A note is never reworded: its author withdraws it and may take that back.
    """

    __tablename__ = "conference_notes"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(["district_id", "author_id"], ["users.district_id", "users.id"]),
        Index("ix_conference_notes_student", "student_id", "held_on"),
    )

    student_id: Mapped[UUID]
    author_id: Mapped[UUID]
    audience: Mapped[str]
    held_on: Mapped[date]
    text_sealed: Mapped[Sealed]
    written_at: Mapped[Now]
    withdrawn_at: Mapped[Moment | None]


class TimeEntry(InDistrict, Base):
    """Minutes of one member of staff in a category of the state; never what they were for."""

    __tablename__ = "time_entries"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "user_id"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        CheckConstraint("minutes > 0", name="some_minutes"),
        Index("ix_time_entries_user", "user_id", "spent_on"),
    )

    user_id: Mapped[UUID]
    student_id: Mapped[UUID | None]
    category: Mapped[str]
    minutes: Mapped[int]
    spent_on: Mapped[date]
    entered_at: Mapped[Now]
    removed_at: Mapped[Moment | None]
