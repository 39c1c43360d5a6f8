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
from careercraft.calc.obm.measure import line_of
from careercraft.calc.obm.measures import BY_LEVEL, MEASURES
from careercraft.calc.obm.measures.credit import ROUTES, hours_by
from careercraft.calc.obm.measures.verdict import Line, Standing
from careercraft.calc.obm.students import ProgramStudent
from careercraft.calc.obm.targets import WHOLE
from careercraft.calc.rounding import to_show

OF_THE_PROGRAM = ("group_share",)
"""Measures that say something of the program and nothing that a student could reach."""
STAYING = ("persistence", "persistence_by_grade", "graduation_rate", "college_enrollment")
HOURS = "college_hours"
TRIED = ("obm_exam_below",)


class Pace(StrEnum):
    """How a student stands toward an indicator that is still to come."""

    DONE = "done"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    CLOSED = "closed"
    UNKNOWN = "unknown"


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


def milestones(
    student: ProgramStudent, edition: Edition, today: date, choices: Choices | None = None
) -> StudentMilestones:
    """Return a student's milestones: credits by grade, and each indicator by its own deadline."""
    choices = checked(choices or {})
    now = SchoolYear.of(today)
    grade = student.grade_in(now)
    lines = {
        one.id: line_of(student, one, _frame(student, one, today, choices), WHOLE)
        for one in edition.indicators.values()
        if one.measure in (*MEASURES, BY_LEVEL) and one.measure not in OF_THE_PROGRAM
    }
    paces = {
        id_: _pace(student, edition.indicators[id_], line, today, choices)
        for id_, line in lines.items()
    }
    hours = tuple(_credits(student, today, choices))
    return StudentMilestones(student.ref, grade, hours, lines, paces)


def _frame(student: ProgramStudent, indicator: Indicator, today: date, choices: Choices) -> Frame:
    """Return the frame of the school year in which the student is counted, on time."""
    grade = grade_named(indicator.population) or LAST_GRADE
    return Frame(_year_of(student, grade, today), today, choices, _seen(student, today))


def _seen(student: ProgramStudent, today: date) -> int:
    known = [one.year for one in student.years if one.member is not None]
    return max(known, default=SchoolYear.of(today))


def _year_of(student: ProgramStudent, grade: int, today: date) -> SchoolYear:
    """Return the school year in which a student was or will be in a grade."""
    found = [one.year for one in student.years if one.grade == grade]
    if found:
        return found[-1]
    now = SchoolYear.of(today)
    return year_in_grade(now, student.grade_in(now), grade)


def _credits(student: ProgramStudent, today: date, choices: Choices) -> Iterator[GradeHours]:
    """Yield the hours at the end of each grade so far."""
    now = SchoolYear.of(today)
    for grade in GRADES:
        year = _year_of(student, grade, today)
        if year > now:
            return
        frame = Frame(year, today, choices, year)
        kinds = ROUTES[frame.chosen("credit_routes")]
        last = frame.last_day(year)
        hours = hours_by(student, kinds, (), frame, min(last, today))
        yield GradeHours(grade, year, hours.sure, hours.open, last < today)


def _pace(
    student: ProgramStudent, indicator: Indicator, line: Line, today: date, choices: Choices
) -> PaceLine:
    settled = {
        Standing.MET: Pace.DONE,
        Standing.CLOSED: Pace.CLOSED,
        Standing.UNKNOWN: Pace.UNKNOWN,
        Standing.LEFT_OUT: Pace.UNKNOWN,
    }
    if line.standing in settled:
        return PaceLine(indicator.id, settled[line.standing], line.because, line)
    if indicator.measure == HOURS:
        return _by_hours(student, indicator, line, today, choices)
    behind = _behind(student, indicator, line, today)
    key = "obm_pace_behind" if behind else "obm_pace_to_come"
    because = line.because if behind and line.because.key in TRIED else Message(key)
    return PaceLine(indicator.id, Pace.BEHIND if behind else Pace.ON_PACE, because, line)


def _by_hours(
    student: ProgramStudent, indicator: Indicator, line: Line, today: date, choices: Choices
) -> PaceLine:
    """Compare the hours with an even pace: the same share of them in each school year."""
    grade = student.grade_in(SchoolYear.of(today))
    last_grade = grade_named(indicator.by) or LAST_GRADE
    years, over = last_grade - FIRST_GRADE + 1, grade - FIRST_GRADE
    even = Fraction(indicator.given["hours"]) * max(0, over) / years
    frame = _frame(student, indicator, today, choices)
    kinds = ROUTES[frame.chosen("credit_routes")]
    subjects = tuple(indicator.given.get("subjects", ()))
    hours = hours_by(student, kinds, subjects, frame, today)
    values = {"hours": Quantity(hours.sure, "hours"), "even": to_show(even)}
    if hours.sure >= even:
        return PaceLine(indicator.id, Pace.ON_PACE, Message("obm_pace_even", values), line)
    return PaceLine(indicator.id, Pace.BEHIND, Message("obm_pace_uneven", values), line)


def _behind(student: ProgramStudent, indicator: Indicator, line: Line, today: date) -> bool:
    """Tell whether a thing that is done once is late.

    A test is, once it was taken and missed; everything else, in the last school year for it.
    """
    if indicator.measure in STAYING:
        return False
    if indicator.measure == BY_LEVEL:
        return line.because.key in TRIED
    grade = student.grade_in(SchoolYear.of(today))
    return grade >= (grade_named(indicator.by) or LAST_GRADE)
