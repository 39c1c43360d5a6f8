"""ECHS and P-TECH programs: what a district says of them, their duties, scenarios and reports."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


def _of_program() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["district_id", "program_id"], ["programs.district_id", "programs.id"]
    )


def _by_user(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["district_id", column], ["users.district_id", "users.id"])


class Program(InDistrict, Base):
    """An ECHS or P-TECH program at a campus. `model`: echs or ptech. `first_year`: the calendar
    year in which its first school year of implementation ends. `edition`: of the measures.
    """

    __tablename__ = "programs"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        UniqueConstraint("district_id", "campus_id", "model"),
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        _by_user("created_by"),
    )

    campus_id: Mapped[UUID]
    model: Mapped[str]
    name: Mapped[str]
    first_year: Mapped[int]
    edition: Mapped[str]
    created_by: Mapped[UUID]
    created_at: Mapped[Now]


class ProgramEntry(InDistrict, Base):
    """A value that a person typed in, with the document it was read from. Withdrawn, never
    rewritten.

    `kind`: assumption, target, requirement, district_percent, state_rate, state_report or
    designation; `key` names the assumption or the indicator; `data_year` is the year in which the
    school year ends, where the value belongs to one (of a designation: the year it is for).
    """

    __tablename__ = "program_entries"
    __table_args__ = (
        _of_program(),
        _by_user("entered_by"),
        _by_user("withdrawn_by"),
        Index(
            "uq_program_entries_standing",
            "district_id",
            "program_id",
            "kind",
            "key",
            "data_year",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    program_id: Mapped[UUID]
    kind: Mapped[str]
    key: Mapped[str]
    data_year: Mapped[int | None]
    value: Mapped[dict[str, Any]]
    document_sealed: Mapped[Sealed]
    entered_by: Mapped[UUID]
    entered_at: Mapped[Now]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[Moment | None]


class ProgramDuty(InDistrict, Base):
    """How one required element or artifact of the blueprint stands in one school year.

    `status`: open, in_work, done or not_needed.
    """

    __tablename__ = "program_duties"
    __table_args__ = (
        _of_program(),
        _by_user("owner_id"),
        _by_user("changed_by"),
        UniqueConstraint("district_id", "program_id", "school_year", "requirement"),
    )

    program_id: Mapped[UUID]
    school_year: Mapped[int]
    requirement: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    owner_id: Mapped[UUID | None]
    due_on: Mapped[date | None]
    note_sealed: Mapped[Sealed | None]
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[Now]


class ProgramScenario(InDistrict, Base):
    """A saved “what if”: changes to indicators and students that touch no record."""

    __tablename__ = "program_scenarios"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        _of_program(),
        _by_user("created_by"),
    )

    program_id: Mapped[UUID]
    data_year: Mapped[int]
    name_sealed: Mapped[Sealed]
    changes_sealed: Mapped[Sealed]
    created_by: Mapped[UUID]
    created_at: Mapped[Now]
    removed_at: Mapped[Moment | None]


class ProgramReport(InDistrict, Base):
    """A printed program report. `audience`: leadership or partner. `state`: waiting, ready or
    failed; the file itself lies sealed in the file store.
    """

    __tablename__ = "program_reports"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        _of_program(),
        _by_user("asked_by"),
        Index("ix_program_reports_program", "program_id", "asked_at"),
    )

    program_id: Mapped[UUID]
    audience: Mapped[str]
    data_year: Mapped[int]
    state: Mapped[str]
    pages: Mapped[int | None]
    size: Mapped[int | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[Now]
    ready_at: Mapped[Moment | None]
    task_id: Mapped[UUID | None]
