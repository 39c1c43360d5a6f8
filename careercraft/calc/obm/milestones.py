"""One student's way through the program: credits by grade, each indicator, and the pace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.facts import Number
from careercraft.calc.findings import Message, Quantity
from careercraft.calc.grades import FIRST_GRADE, GRADES, LAST_GRADE, grade_named, year_in_grade
from careercraft.calc.obm.choices import Choices, checked
from careercraft.calc.obm.editions import Edition, Indicator
from careercraft.calc.obm.frame import Frame
from careercraft.calc.obm.measure import line_of, memberships_until
from careercraft.calc.obm.measures import BY_LEVEL, MEASURES
from careercraft.calc.obm.measures.credit import ROUTES, Hours, hours_by
from careercraft.calc.obm.measures.verdict import Line, Standing
from careercraft.calc.obm.students import ProgramStudent
from careercraft.calc.obm.targets import WHOLE
from careercraft.calc.rounding import to_show

OF_THE_PROGRAM = ("group_share",)
"""Measures that say something of the program and nothing that a student could reach."""
STAYING = ("persistence", "persistence_by_grade", "graduation_rate", "college_enrollment")
HOURS = "college_hours"
YEAR_BY_YEAR = "in_program_last_year"
TRIED = ("obm_exam_below",)


class Pace(StrEnum):
    """How a student stands toward an indicator that is still to come."""

    DONE = "done"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    CLOSED = "closed"
    UNKNOWN = "unknown"


SETTLED = {
    Standing.MET: Pace.DONE,
    Standing.CLOSED: Pace.CLOSED,
    Standing.UNKNOWN: Pace.UNKNOWN,
    Standing.LEFT_OUT: Pace.UNKNOWN,
}


class GradeHours(NamedTuple):
    """College hours at the end of a grade, or up to today; ``open``: records leave more open."""

    grade: int
    year: SchoolYear
    hours: Number
    open: bool
    over: bool


class PaceLine(NamedTuple):
    """A student's pace toward one indicator, and why it is said to be that."""

    indicator: str
    pace: Pace
    because: Message
    line: Line


class StudentMilestones(NamedTuple):
    """One student's milestones in the program, for the student's own plan."""

    ref: str
    grade: int
    credits: tuple[GradeHours, ...]
    lines: Mapping[str, Line]
    pace: Mapping[str, PaceLine]


class Way(NamedTuple):
    """One student on the way through a program, looked at on a day."""

    student: ProgramStudent
    edition: Edition
    day: date
    choices: Choices
    seen: int

    @property
    def grade(self) -> int:
        """The grade in that school year."""
        return self.student.grade_in(SchoolYear.of(self.day))

    def year_of(self, grade: int) -> SchoolYear:
        """Return the school year in which the student was or will be in a grade."""
        found = [one.year for one in self.student.years if one.grade == grade]
        if found:
            return found[-1]
        return year_in_grade(SchoolYear.of(self.day), self.grade, grade)

    def frame(self, year: SchoolYear) -> Frame:
        """Return the frame of a school year."""
        return Frame(year, self.day, self.choices, seen=self.seen, model=self.edition.model)

    def frame_of(self, indicator: Indicator) -> Frame:
        """Return the frame of the school year in which the student is counted, on time."""
        if indicator.population == YEAR_BY_YEAR:
            return self.frame(SchoolYear.of(self.day))
        return self.frame(self.year_of(grade_named(indicator.population) or LAST_GRADE))


def milestones(
    student: ProgramStudent,
    edition: Edition,
    today: date,
    choices: Choices | None = None,
    *,
    seen: int | None = None,
) -> StudentMilestones:
    """Return a student's milestones: credits by grade, and each indicator by its own deadline.

    ``seen``: the newest school year of which the program's memberships are on file
    (``memberships_until``); without it, that of the student.
    """
    last = memberships_until((student,), SchoolYear.of(today)) if seen is None else seen
    way = Way(student, edition, today, checked(choices or {}), last)
    lines = {
        one.id: line_of(student, one, way.frame_of(one), WHOLE)
        for one in edition.indicators.values()
        if one.measure in (*MEASURES, BY_LEVEL) and one.measure not in OF_THE_PROGRAM
    }
    paces = {id_: _pace(way, edition.indicators[id_], line) for id_, line in lines.items()}
    return StudentMilestones(student.ref, way.grade, tuple(_credits(way)), lines, paces)


def _credits(way: Way) -> Iterator[GradeHours]:
    """Yield the hours at the end of each grade so far."""
    for grade in GRADES:
        year = way.year_of(grade)
        if year > SchoolYear.of(way.day):
            return
        frame = way.frame(year)
        last = frame.last_day(year)
        hours = _hours(way, frame, (), min(last, way.day))
        yield GradeHours(grade, year, hours.sure, hours.open, last < way.day)


def _hours(way: Way, frame: Frame, subjects: tuple[str, ...], last: date) -> Hours:
    kinds = ROUTES[frame.chosen("credit_routes")]
    return hours_by(way.student, kinds, subjects, frame, last)


def _pace(way: Way, indicator: Indicator, line: Line) -> PaceLine:
    if line.standing in SETTLED:
        return PaceLine(indicator.id, SETTLED[line.standing], line.because, line)
    if indicator.measure == HOURS:
        return _by_hours(way, indicator, line)
    behind = _behind(way, indicator, line)
    key = "obm_pace_behind" if behind else "obm_pace_to_come"
    because = line.because if line.because.key in TRIED else Message(key)
    return PaceLine(indicator.id, Pace.BEHIND if behind else Pace.ON_PACE, because, line)


def _by_hours(way: Way, indicator: Indicator, line: Line) -> PaceLine:
    """Compare the hours with an even pace: the same share of them in each school year."""
    last_grade = grade_named(indicator.by) or LAST_GRADE
    years, over = last_grade - FIRST_GRADE + 1, way.grade - FIRST_GRADE
    even = Fraction(indicator.given["hours"]) * max(0, over) / years
    subjects = tuple(indicator.given.get("subjects", ()))
    hours = _hours(way, way.frame_of(indicator), subjects, way.day)
    values = {"hours": Quantity(hours.sure, "hours"), "even": to_show(even)}
    if hours.sure >= even:
        return PaceLine(indicator.id, Pace.ON_PACE, Message("obm_pace_even", values), line)
    return PaceLine(indicator.id, Pace.BEHIND, Message("obm_pace_uneven", values), line)


def _behind(way: Way, indicator: Indicator, line: Line) -> bool:
    """Tell whether a thing that is done once is late.

    An exam is, once it was taken and missed; everything else, in the last school year for it.
    """
    if indicator.measure in STAYING:
        return False
    if indicator.measure == BY_LEVEL:
        return line.because.key in TRIED
    return way.grade >= (grade_named(indicator.by) or LAST_GRADE)
