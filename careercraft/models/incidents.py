"""Incidents: what happened, what was done, whose records were seen. Contents are sealed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class Incident(InDistrict, Base):
    """One incident. In the clear stand its state, its moments, counts and ids of staff.

    `content_sealed`: its title and what was noticed. `report_sealed`: each item of the report, in
    English and Spanish. `told`: when each duty was done. `due_at`, `due_name`: the clock that
    presses most, for the list. `affected`: how many, once that is settled.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        UniqueConstraint("district_id", "number"),
        ForeignKeyConstraint(["district_id", "opened_by"], ["users.district_id", "users.id"]),
        Index("ix_incidents_list", "district_id", "closed_at", "due_at"),
    )

    number: Mapped[int]
    state: Mapped[str]
    discovered_at: Mapped[Moment]
    opened_by: Mapped[UUID]
    opened_at: Mapped[Moment]
    over_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]
    closed_by: Mapped[UUID | None]
    readable: Mapped[str] = mapped_column(default="unknown")
    affected: Mapped[int | None]
    report_by: Mapped[UUID | None]
    told: Mapped[dict[str, Any]]
    due_at: Mapped[Moment | None]
    due_name: Mapped[str | None]
    letters_task_id: Mapped[UUID | None]
    content_sealed: Mapped[Sealed]
    report_sealed: Mapped[Sealed | None]


class IncidentEntry(InDistrict, Base):
    """One entry of the timeline: who did what when. What was entered with it is sealed."""

    __tablename__ = "incident_entries"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "incident_id"], ["incidents.district_id", "incidents.id"]
        ),
        Index("ix_incident_entries_incident", "incident_id", "at"),
    )

    incident_id: Mapped[UUID]
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_id: Mapped[UUID | None]
    at: Mapped[Moment]
    content_sealed: Mapped[Sealed | None]


class IncidentStudent(InDistrict, Base):
    """One student on the list of those affected, with the letter. `found_by`: the entry of the
    timeline that says how. The letter lies sealed in the file store under this row's id.
    """

    __tablename__ = "incident_students"
    __table_args__ = (
        UniqueConstraint("incident_id", "student_id"),
        ForeignKeyConstraint(
            ["district_id", "incident_id"], ["incidents.district_id", "incidents.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        Index("ix_incident_students_student", "student_id"),
    )

    incident_id: Mapped[UUID]
    student_id: Mapped[UUID]
    found_by: Mapped[UUID]
    language: Mapped[str]
    added_at: Mapped[Now]
    letter_ready_at: Mapped[Moment | None]
    letter_sent_at: Mapped[Moment | None]
    letter_sent_how: Mapped[str | None]
    letter_sent_by: Mapped[UUID | None]
