"""Whose fee is covered: what the state repays, and how many sittings the district still has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import yaml
from sqlalchemy import func, select

from careercraft.clock import SCHOOL_YEAR_BEGINS_IN_MONTH, senior_class
from careercraft.models import SittingDay, SittingFees, SittingSeat
from careercraft.privacy.access import require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import people
from careercraft.services.cites import Cite
from careercraft.services.context import Desk

MOST_COVERED = 100_000


class Window(NamedTuple):
    """The days of a school year in which the state repays a test of one grade."""

    who: str
    opens: tuple[int, int]
    closes: tuple[int, int]


class Repaid(NamedTuple):
    """What the state repays, with where it was read."""

    per_student: int
    windows: Mapping[int, Window]
    standing: str
    cites: tuple[Cite, ...]


class Allowance(NamedTuple):
    """How many sittings a district covers in a school year. `set_by` is None for the usual."""

    ends_in: int
    per_student: int
    in_all: int | None
    used: int
    """Covered seats on the lists of the year, testing days to come included."""
    set_by: str | None

    @property
    def left(self) -> int | None:
        """How many sittings are left; None where there is no limit."""
        return None if self.in_all is None else max(0, self.in_all - self.used)


class Fee(NamedTuple):
    """Whether one student's fee can be covered on a day, and why not."""

    can: bool
    words: str


def repaid() -> Repaid:
    """What the state repays of a test's fee (TEC 48.155; 19 TAC 74.1005)."""
    book = _book()
    sources = book["sources"]
    return Repaid(
        book["per_student"],
        {
            years: Window(one["who"], _day(one["from"]), _day(one["through"]))
            for years, one in book["windows"].items()
        },
        book["standing"],
        tuple(
            Cite(f"{sources[one['source']]['title']}: {one['at']}", sources[one["source"]]["url"])
            for one in book["cite"]
        ),
    )


def in_time(class_of: int, on: date) -> bool:
    """Whether the state repays a test that a student of a class sits on a day."""
    window = repaid().windows.get(class_of - senior_class(on))
    if window is None:
        return False
    return (
        _in_school_year(window.opens)
        <= _in_school_year((on.month, on.day))
        <= _in_school_year(window.closes)
    )


def allowance(desk: Desk, on: date) -> Allowance:
    """What the district covers in the school year of a day, and how much of it is used."""
    require(desk.actor, Permission.CAMPUS_TESTING_ARRANGE)
    ends_in = senior_class(on)
    query = (
        select(SittingFees)
        .where(SittingFees.ends_in == ends_in)
        .order_by(SittingFees.entered_at.desc(), SittingFees.id)
        .limit(1)
    )
    row = desk.session.scalars(query).first()
    used = _used_in(desk, ends_in)
    if row is None:
        return Allowance(ends_in, repaid().per_student, None, used, None)
    name = people.names_of(desk, {row.entered_by}).get(row.entered_by, "somebody who left")
    return Allowance(ends_in, row.per_student, row.in_all, used, name)


def enter(desk: Desk, ends_in: int, per_student: int, in_all: int | None) -> None:
    """Say what the district covers in a school year; what was said before is kept."""
    require(desk.actor, Permission.DISTRICT_TESTING_FEES)
    assert desk.actor.user_id is not None  # noqa: S101 - only people enter
    desk.session.add(
        SittingFees(
            id=uuid4(),
            district_id=desk.actor.district_id,
            ends_in=ends_in,
            per_student=per_student,
            in_all=in_all,
            entered_by=desk.actor.user_id,
            entered_at=desk.now,
        )
    )
    details = {"ends_in": ends_in, "per_student": per_student, "in_all": in_all}
    desk.record(Event.TESTING_FEES_SET, "district", details=details)
    desk.session.commit()


def covered_elsewhere(desk: Desk, student_ids: Iterable[UUID], day_id: UUID) -> Counter[UUID]:
    """How many covered seats each student has on other testing days."""
    query = (
        select(SittingSeat.student_id, func.count())
        .join(SittingDay, SittingDay.id == SittingSeat.day_id)
        .where(
            SittingSeat.student_id.in_(list(student_ids)),
            SittingSeat.day_id != day_id,
            SittingSeat.covered,
            SittingSeat.removed_at.is_(None),
            SittingDay.deleted_at.is_(None),
        )
        .group_by(SittingSeat.student_id)
    )
    return Counter({row[0]: row[1] for row in desk.session.execute(query)})


def fee_of(class_of: int, on: date, elsewhere: int, per_student: int) -> Fee:
    """Whether a student's fee can be covered on a day, with covered seats elsewhere."""
    if elsewhere >= per_student:
        times = "once" if elsewhere == 1 else f"{elsewhere} times"
        return Fee(can=False, words=f"Covered {times} already" if elsewhere else "Not covered")
    if not in_time(class_of, on):
        return Fee(can=False, words="Not repaid by the state for this grade on this day")
    return Fee(can=True, words="Can be covered")


def _used_in(desk: Desk, ends_in: int) -> int:
    first = date(ends_in - 1, SCHOOL_YEAR_BEGINS_IN_MONTH, 1)
    query = (
        select(func.count())
        .select_from(SittingSeat)
        .join(SittingDay, SittingDay.id == SittingSeat.day_id)
        .where(
            SittingSeat.covered,
            SittingSeat.removed_at.is_(None),
            SittingDay.deleted_at.is_(None),
            SittingDay.held_on >= first,
            SittingDay.held_on < first.replace(year=ends_in),
        )
    )
    return desk.session.scalar(query) or 0


def _in_school_year(day: tuple[int, int]) -> tuple[int, int]:
    """A month and day in the order of a school year, which begins in August."""
    month, number = day
    return (month - SCHOOL_YEAR_BEGINS_IN_MONTH) % 12, number


def _day(text: str) -> tuple[int, int]:
    month, number = text.split("-")
    return int(month), int(number)


@lru_cache(maxsize=1)
def _book() -> dict[str, Any]:
    text = (resources.files("careercraft.services.testing") / "state_repays.yaml").read_text(
        "utf-8"
    )
    book: dict[str, Any] = yaml.safe_load(text)
    return book
