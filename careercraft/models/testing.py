"""Testing days: who sits which test on a day, in which room, with which accommodations."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class SittingDay(InDistrict, Base):
    """A day on which a campus gives one test.

    `asked`: classes, whom to propose, seats, covered seats. `body_sealed`: place, time and words
    for families. `revision` counts the changes, so that two open pages do not overwrite each other.
    """

    __tablename__ = "testing_days"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        CheckConstraint("test in ('SAT', 'ACT', 'TSIA2')", name="test"),
        CheckConstraint("subject in ('both', 'rla', 'math')", name="subject"),
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        ForeignKeyConstraint(["district_id", "created_by"], ["users.district_id", "users.id"]),
        Index("ix_testing_days_campus", "campus_id", "held_on"),
    )

    campus_id: Mapped[UUID]
    test: Mapped[str]
    subject: Mapped[str]
    held_on: Mapped[date]
    asked: Mapped[dict[str, Any]]
    body_sealed: Mapped[Sealed]
    revision: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[UUID]
    created_at: Mapped[Now]
    deleted_at: Mapped[Moment | None]


class SittingRoom(InDistrict, Base):
    """A room of a testing day, in the order of `place`.

    `for_accommodations`: who needs accommodations sits here.
    """

    __tablename__ = "testing_rooms"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "day_id"], ["testing_days.district_id", "testing_days.id"]
        ),
        CheckConstraint("capacity > 0", name="some_seats"),
        Index("ix_testing_rooms_day", "day_id", "place"),
    )

    day_id: Mapped[UUID]
    place: Mapped[int]
    name: Mapped[str]
    capacity: Mapped[int]
    for_accommodations: Mapped[bool] = mapped_column(default=False)


class SittingSeat(InDistrict, Base):
    """A student on the list of a testing day; one taken off keeps the row, to be put back.

    `covered`: whether the district lets the fee be covered. `needs_sealed`: accommodations.
    """

    __tablename__ = "testing_seats"
    __table_args__ = (
        UniqueConstraint("day_id", "student_id"),
        ForeignKeyConstraint(
            ["district_id", "day_id"], ["testing_days.district_id", "testing_days.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "room_id"], ["testing_rooms.district_id", "testing_rooms.id"]
        ),
        ForeignKeyConstraint(["district_id", "added_by"], ["users.district_id", "users.id"]),
        Index("ix_testing_seats_student", "student_id"),
    )

    day_id: Mapped[UUID]
    student_id: Mapped[UUID]
    room_id: Mapped[UUID | None]
    covered: Mapped[bool] = mapped_column(default=False)
    needs_sealed: Mapped[Sealed | None]
    added_by: Mapped[UUID]
    added_at: Mapped[Now]
    removed_at: Mapped[Moment | None]


class SittingFees(InDistrict, Base):
    """How many sittings a district covers in a school year; the newest row of a year holds.

    `ends_in`: the year in which the school year ends. `in_all`: None where there is no limit.
    """

    __tablename__ = "testing_fees"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "entered_by"], ["users.district_id", "users.id"]),
        CheckConstraint("per_student >= 0 and in_all >= 0", name="not_negative"),
        Index("ix_testing_fees_year", "district_id", "ends_in", "entered_at"),
    )

    ends_in: Mapped[int]
    per_student: Mapped[int]
    in_all: Mapped[int | None]
    entered_by: Mapped[UUID]
    entered_at: Mapped[Now]
