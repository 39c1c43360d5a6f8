"""From when to when evidence counts."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.citations import Authority
from careercraft.calc.history import Dated
from careercraft.calc.rules import DayOfYear, RuleSet, once_per_rules


class Window(NamedTuple):
    """The days that count, first and last included; ``authority`` is that of the last day."""

    opens: date
    closes: date
    authority: Authority


class StudentWindows(NamedTuple):
    """The first day of grade 9, and the window of each kind of evidence.

    All open on that day, except that of the TSIA, which also counts when taken before grade 9.
    ``ibc_reviewed_from`` is the day of the freshman fall from which the state looks at
    certifications.
    """

    grade_9: date
    ibc_reviewed_from: date
    sat: Window
    act: Window
    tsia: Window
    exams: Window
    courses: Window
    level_certificate: Window
    ibc: Window
    associate_degree: Window
    enlistment: Window


@once_per_rules
def windows_of(
    rules: RuleSet, class_of: GraduatingClass, grade_9_began_on: date | None
) -> StudentWindows:
    """Return the windows of the students of a class who began grade 9 on the same day.

    Where that day is unknown, it is the usual one of the class.
    """
    usual, last = rules.windows.grade_9.value, rules.windows
    start = grade_9_began_on or date(class_of.freshman_fall(), usual.month, usual.day)
    return StudentWindows(
        grade_9=start,
        ibc_reviewed_from=_reviewed_from(start, last.ibc_reviewed.value),
        sat=_window(start, class_of, last.sat),
        act=_window(start, class_of, last.act),
        tsia=_window(date(*last.tsia_opens.value), class_of, last.tsia),
        exams=_window(start, class_of, last.exams),
        courses=_window(start, class_of, last.courses),
        level_certificate=_window(start, class_of, last.level_certificate),
        ibc=_window(start, class_of, last.ibc),
        associate_degree=_window(start, class_of, last.associate_degree),
        enlistment=_window(start, class_of, last.enlistment),
    )


def _reviewed_from(grade_9: date, first: DayOfYear) -> date:
    """Return the first day of the review in the freshman fall, at the earliest that of grade 9."""
    fall = GraduatingClass.entering_grade_9_on(grade_9).freshman_fall()
    return max(grade_9, date(fall, first.month, first.day))


def _window(opens: date, class_of: GraduatingClass, last: Dated[DayOfYear]) -> Window:
    closes = date(class_of, last.value.month, last.value.day)
    return Window(opens, closes, last.authority)


def is_early(day: date | None, window: Window) -> bool:
    """Tell whether a known date lies before the window."""
    return day is not None and day < window.opens


def is_late(day: date | None, window: Window) -> bool:
    """Tell whether a known date lies after the window."""
    return day is not None and day > window.closes
