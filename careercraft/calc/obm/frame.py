"""In which year, by which day and by which choices a program is measured."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.facts import Number
from careercraft.calc.grades import year_in_grade
from careercraft.calc.history import Dated
from careercraft.calc.obm.choices import Choices, chosen
from careercraft.calc.obm.editions import history_of, in_force
from careercraft.calc.obm.students import ProgramStudent, ProgramYear


class LastDay(NamedTuple):
    """The last day of a grade, without and with the summer after it."""

    month: int
    day: int
    summer_month: int
    summer_day: int


class ApCredit(NamedTuple):
    """The score on an AP exam that stands for college hours, and the exams of two subjects."""

    score: int
    hours: Number
    ela_exams: tuple[str, ...]
    math_exams: tuple[str, ...]


class EocCriterion(NamedTuple):
    """The end-of-course results that stand for a TSIA score."""

    rla_exam: str
    math_exam: str
    scale: int
    algebra_2_passed: bool


class YearsAllowed(NamedTuple):
    """In how many school years a student may graduate, by model."""

    echs: int
    ptech: int
    tstem: int


class AtRiskWidened(NamedTuple):
    """The act by which more students count as at-risk."""

    act: str


class SmallClass(NamedTuple):
    """Up to so many students, one of them moves the percent a lot."""

    students: int


class Frame:
    """The data year that is measured, the day it is done on, and the district's choices.

    ``seen`` is the newest school year of which the memberships are on file. A data year after it
    is looked at ahead: students are taken to stay and to move up a grade each year.
    """

    def __init__(
        self, data_year: int, today: date, choices: Choices, *, seen: int, model: str
    ) -> None:
        self.model = model
        self.year = SchoolYear(data_year)
        self.day = today
        self.running = SchoolYear.of(today)
        self.seen = SchoolYear(seen)
        self.choices = choices

    def reading(self, name: str, value: str) -> Frame:
        """Return the same frame with another answer to one setting."""
        choices = {**self.choices, name: value}
        return Frame(self.year, self.day, choices, seen=self.seen, model=self.model)

    def chosen(self, name: str) -> str:
        """Return what holds for a setting."""
        return chosen(self.choices, name)

    @cached_property
    def ended(self) -> bool:
        """Whether the data year is over."""
        return self.year < self.running

    def last_day(self, year: SchoolYear, *, summer: bool | None = None) -> date:
        """Return the last day of a school year; with the summer if that counts."""
        ends = _ends(year)
        if summer if summer is not None else self.chosen("summer_after") == "counted":
            return date(year, ends.summer_month, ends.summer_day)
        return date(year, ends.month, ends.day)

    def deadline(self, student: ProgramStudent, grade: int | None) -> date:
        """Return the last day for a student: of a grade, or of graduation with its summer."""
        if grade is None:
            return self.last_day(self.year, summer=True)
        reached = year_in_grade(self.year, student.grade_in(self.year), grade)
        return self.last_day(reached)

    def record(self, student: ProgramStudent, year: SchoolYear) -> ProgramYear | None:
        """Return a student's school year; of one still to come, what follows if nobody leaves."""
        found = student.by_year.get(year)
        if found is not None or year <= self.seen or not student.years:
            return found
        last = student.years[-1]
        if (
            last.year != self.seen
            or not last.member
            or last.left_on is not None
            or student.graduated_in is not None
        ):
            return None
        return last._replace(year=year, grade=student.grade_in(year), entered_on=None)


@cache
def _ends(year: SchoolYear) -> LastDay:
    return in_force("last_day_of_grade", LastDay, year).value


@cache
def ap_credit(year: SchoolYear) -> Dated[ApCredit]:
    """Return what an AP exam stands for in a school year."""
    return in_force("ap_credit", ApCredit, year)


@cache
def eoc_criterion(name: str, year: SchoolYear) -> Dated[EocCriterion]:
    """Return criterion ``a`` or ``b`` in a school year."""
    return in_force(f"eoc_criterion_{name}", EocCriterion, year)


@cache
def small_class(year: SchoolYear) -> SmallClass:
    """Return the size up to which a class is called small."""
    return in_force("small_class", SmallClass, year).value


@cache
def years_allowed(model: str, year: SchoolYear) -> int:
    """Return in how many school years a student of a model may graduate."""
    return int(getattr(in_force("years_allowed", YearsAllowed, year).value, model))


def at_risk_widened_by(year: SchoolYear) -> str | None:
    """Return the act by which more students count as at-risk in a school year; before, none."""
    dated = history_of("at_risk_widened", AtRiskWidened).found(year)
    return None if dated is None else str(dated.value.act)
