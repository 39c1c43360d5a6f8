"""One student before the rules of one class: what every criterion judges."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache, update_wrapper
from typing import TypeVar

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.criteria.windows import StudentWindows, windows_of
from careercraft.calc.facts import Course, Credential, Score, StudentFacts
from careercraft.calc.findings import Finding
from careercraft.calc.rules import KEPT, RuleSet, once_per_rules

E = TypeVar("E", Course, Credential)


class Yardstick:
    """What students are held against: the rules of a class, and the days that count.

    It is one and the same for all who began grade 9 on the same day.
    """

    __slots__ = ("rules", "windows")

    def __init__(self, rules: RuleSet, windows: StudentWindows) -> None:
        self.rules = rules
        self.windows = windows


@once_per_rules
def yardstick(
    rules: RuleSet, class_of: GraduatingClass, grade_9_began_on: date | None
) -> Yardstick:
    """Return the yardstick of the students of a class who began grade 9 on that day."""
    return Yardstick(rules, windows_of(rules, class_of, grade_9_began_on))


class Case:
    """The facts of a student, laid out once by kind, with what they are held against."""

    __slots__ = ("courses", "credentials", "facts", "known", "scores", "yardstick")

    def __init__(self, facts: StudentFacts, rules: RuleSet) -> None:
        self.facts = facts
        self.known = facts.known
        self.yardstick = yardstick(rules, facts.class_of, facts.grade_9_began_on)
        self.scores = _by_test(facts.scores)
        self.courses = _by_kind(facts.courses)
        self.credentials = _by_kind(facts.credentials)

    @property
    def rules(self) -> RuleSet:
        """The rules that judge."""
        return self.yardstick.rules

    @property
    def windows(self) -> StudentWindows:
        """The days that count."""
        return self.yardstick.windows


Judge = Callable[[Case], Finding]


class Criterion:
    """One question of the law, asked of a case.

    It is written as a function that prepares, once for each yardstick, all that does not depend on
    the student, and returns the function that judges one.
    """

    def __init__(self, prepare: Callable[[Yardstick], Judge]) -> None:
        update_wrapper(self, prepare)
        self.against = lru_cache(maxsize=KEPT)(prepare)

    def __call__(self, case: Case) -> Finding:
        """Judge a student."""
        return self.against(case.yardstick)(case)


def _by_test(scores: Iterable[Score]) -> dict[str, list[Score]]:
    laid_out: dict[str, list[Score]] = {}
    for score in scores:
        test = score.test
        if test in laid_out:
            laid_out[test].append(score)
        else:
            laid_out[test] = [score]
    return laid_out


def _by_kind(items: Iterable[E]) -> dict[str, list[E]]:
    laid_out: dict[str, list[E]] = {}
    for item in items:
        kind = item.kind
        if kind in laid_out:
            laid_out[kind].append(item)
        else:
            laid_out[kind] = [item]
    return laid_out
