"""The graduates of a class, and who is expected to become one, as counting the bonus needs them.

Opaque ids and states only: nobody's name is opened here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from careercraft.calc import State
from careercraft.calc.bonus import (
    GROUPS,
    GroupCounts,
    belongs,
    first_bonus_class,
    group_counts,
)
from careercraft.calc.bonus import Graduate as Counted
from careercraft.models import Campus, Evidence, Outcome, Student
from careercraft.privacy.access import NotFound, visible_students
from careercraft.services.context import Desk

MET, NOT_MET, UNKNOWN = State.MET.value, State.NOT_MET.value, State.UNKNOWN.value
STATES = (MET, NOT_MET, UNKNOWN)
LAST_CLASS = 2099
ENROLLMENT, TSI, CREDENTIAL = "enrollment", "tsi", "credential"
STEPS = (ENROLLMENT, CREDENTIAL, TSI)
ECONOMIC, OTHER, SPECIAL = GROUPS
GROUP_TITLES = {
    ECONOMIC: "Economically disadvantaged",
    OTHER: "Not economically disadvantaged",
    SPECIAL: "Special education",
}
GROUP_PHRASES = {
    ECONOMIC: "economically disadvantaged",
    OTHER: "not economically disadvantaged",
    SPECIAL: "in special education",
}


class Graduate(NamedTuple):
    """One student of a class. `waits_for`: the one thing still wanting, or nothing.

    A student whom no rule has judged counts as unknown, with `judged_at` None.
    """

    id: UUID
    campus_id: UUID
    campus_name: str
    status: str
    state: str
    paths: Mapping[str, str]
    waits_for: str
    economically_disadvantaged: bool | None
    special_education: bool | None
    judged_at: datetime | None

    @property
    def counted(self) -> Counted:
        """What the rules of counting look at."""
        return Counted(State(self.state), self.economically_disadvantaged, self.special_education)

    def is_in(self, group: str) -> bool | None:
        """Whether the student belongs to a group; None where nobody said."""
        return belongs(self.counted, group)


def graduates(desk: Desk, class_of: int, campus_id: UUID | None = None) -> list[Graduate]:
    """Everyone of a class whom the reader may see and who did not withdraw."""
    query = _query(desk, class_of)
    if campus_id is not None:
        query = query.where(Student.campus_id == campus_id)
    return [_graduate(row) for row in desk.session.execute(query)]


def _query(desk: Desk, class_of: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Student.id,
            Student.campus_id,
            Campus.name.label("campus_name"),
            Student.status,
            Outcome.bonus_state,
            Outcome.bonus_paths,
            Outcome.bonus_waits_for,
            Outcome.economically_disadvantaged,
            Outcome.special_education,
            Outcome.computed_at,
        )
        .join(Campus, Campus.id == Student.campus_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(
            visible_students(desk.actor),
            Student.removed_at.is_(None),
            Student.status != "withdrawn",
            Student.class_of == class_of,
        )
        .order_by(Student.id)
    )


def _graduate(row: Any) -> Graduate:
    return Graduate(
        row.id,
        row.campus_id,
        row.campus_name,
        row.status,
        row.bonus_state or UNKNOWN,
        row.bonus_paths or {},
        row.bonus_waits_for or "",
        row.economically_disadvantaged,
        row.special_education,
        row.computed_at,
    )


def counts(people: Iterable[Graduate]) -> dict[str, GroupCounts]:
    """The three groups, each graduate in exactly one of the first two."""
    return group_counts(one.counted for one in people)


def check_class(class_of: int) -> None:
    """Raise `NotFound` for a class before the first that earned a bonus, or one that cannot be."""
    if not first_bonus_class() <= class_of <= LAST_CLASS:
        raise NotFound("class")


class Enrolled(NamedTuple):
    """Of the graduates who reached the TSI standard and of whom it is known: who enrolled."""

    classes: tuple[int, ...]
    enrolled: int
    known: int

    @property
    def percent(self) -> int:
        """The share in whole percent, halves up."""
        return (200 * self.enrolled + self.known) // (2 * self.known)


def own_average(desk: Desk, class_of: int, how_many: int = 2) -> Enrolled | None:
    """The district's own enrolment rate over the last classes before this one that know it.

    None where not enough classes do. The state itself stood in with a two-year average once
    (bulletin of December 18, 2020).
    """
    told = (_enrolled(desk, year) for year in _with_enrollments(desk, class_of))
    earlier = list(islice((one for one in told if one.known), how_many))
    if len(earlier) < how_many:
        return None
    return Enrolled(
        tuple(sorted(year for one in earlier for year in one.classes)),
        sum(one.enrolled for one in earlier),
        sum(one.known for one in earlier),
    )


def _with_enrollments(desk: Desk, before: int) -> list[int]:
    """The earlier classes of which enrollment records are on file, latest first."""
    query = (
        select(Student.class_of)
        .join(Evidence, Evidence.student_id == Student.id)
        .where(
            visible_students(desk.actor),
            Student.class_of < before,
            Evidence.kind == ENROLLMENT,
            Evidence.active,
        )
        .distinct()
        .order_by(Student.class_of.desc())
    )
    return list(desk.session.scalars(query))


def _enrolled(desk: Desk, class_of: int) -> Enrolled:
    reached = [one for one in graduates(desk, class_of) if _reached_tsi(one)]
    enrolled = sum(one.paths.get("college") == MET for one in reached)
    not_enrolled = sum(one.paths.get("college") == NOT_MET for one in reached)
    return Enrolled((class_of,), enrolled, enrolled + not_enrolled)


def _reached_tsi(one: Graduate) -> bool:
    """Whether the stored states show the TSI standard: by a path that needs it, or by the wait."""
    by_path = MET in (one.paths.get("college"), one.paths.get("career"))
    return by_path or one.waits_for in (ENROLLMENT, CREDENTIAL)


class AsOf(NamedTuple):
    """How fresh the counted outcomes are: the oldest judgement, and who has none."""

    judged_at: datetime | None
    not_judged: int


def as_of(people: Iterable[Graduate]) -> AsOf:
    """When the oldest of some outcomes was computed, and how many there are none of."""
    moments = [one.judged_at for one in people]
    known = [moment for moment in moments if moment is not None]
    return AsOf(min(known, default=None), len(moments) - len(known))
