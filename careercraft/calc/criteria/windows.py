"""From when to when evidence counts."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from careercraft.calc.citations import Authority
from careercraft.calc.facts import StudentFacts
from careercraft.calc.history import Dated
from careercraft.calc.rules import DayOfYear, RuleSet


class Window(NamedTuple):
    """The days that count, first and last included; ``authority`` is that of the last day."""

    opens: date
    closes: date
    authority: Authority


def grade_9_start(facts: StudentFacts, rules: RuleSet) -> date:
    """Return the student's first day of grade 9; where unknown, the usual one of the class."""
    usual = rules.windows.grade_9.value
    return facts.grade_9_began_on or date(facts.class_of.freshman_fall(), usual.month, usual.day)


def from_grade_9(facts: StudentFacts, rules: RuleSet, last: Dated[DayOfYear]) -> Window:
    """Return the window from the start of grade 9 to a day of the year of graduation."""
    closes = date(facts.class_of, last.value.month, last.value.day)
    return Window(grade_9_start(facts, rules), closes, last.authority)


def before_too(facts: StudentFacts, last: Dated[DayOfYear]) -> Window:
    """Return the window of a test that also counts when taken before grade 9."""
    return Window(date.min, date(facts.class_of, last.value.month, last.value.day), last.authority)


def is_early(day: date | None, window: Window) -> bool:
    """Tell whether a known date lies before the window."""
    return day is not None and day < window.opens


def is_late(day: date | None, window: Window) -> bool:
    """Tell whether a known date lies after the window."""
    return day is not None and day > window.closes
