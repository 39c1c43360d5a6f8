"""One student before the rules of one class: what every criterion judges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.criteria.absence import Absence
from careercraft.calc.criteria.question import Question
from careercraft.calc.criteria.scores import JudgeScores
from careercraft.calc.criteria.windows import StudentWindows, windows_of
from careercraft.calc.facts import Course, Credential, Score, StudentFacts
from careercraft.calc.findings import Finding
from careercraft.calc.rules import KEPT, RuleSet, once_per_rules
from careercraft.calc.verdict import Verdict

E = TypeVar("E", Score, Course, Credential)


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
        self.scores = _by_name(facts.scores)
        self.courses = _by_name(facts.courses)
        self.credentials = _by_name(facts.credentials)

    @property
    def rules(self) -> RuleSet:
        """The rules that judge."""
        return self.yardstick.rules

    @property
    def windows(self) -> StudentWindows:
        """The days that count."""
        return self.yardstick.windows


Judge = Question[Case]


class Criterion:
    """One question of the law, asked of a case.

    It is written as a function that prepares, once for each yardstick, all that does not depend on
    the student, and returns the question as it is then asked of one.
    """

    def __init__(self, prepare: Callable[[Yardstick], Judge]) -> None:
        self.against = lru_cache(maxsize=KEPT)(prepare)

    def __call__(self, case: Case) -> Finding:
        """Judge a student."""
        return self.against(case.yardstick).finding(case)

    def verdict(self, case: Case) -> Verdict:
        """Judge a student, without the reason."""
        return self.against(case.yardstick).verdict(case)


def of_scores(test: str, best: JudgeScores, none: Absence) -> Judge:
    """Ask a question of all of a student's scores on one test."""
    best_verdict, best_finding, no_verdict = best.verdict, best.finding, none.verdict

    def verdict(case: Case) -> Verdict:
        scores = case.scores.get(test)
        return best_verdict(scores, case.known) if scores else no_verdict(case.known)

    def finding(case: Case) -> Finding:
        scores = case.scores.get(test)
        return best_finding(scores, case.known) if scores else none.judged(case.known)

    return Question(verdict, finding)


def _by_name(items: Sequence[E]) -> dict[str, list[E]]:
    """Lay evidence out by its first field: the test or the kind that it is of."""
    laid_out: dict[str, list[E]] = {}
    for item in items:
        name: str = item[0]
        if name in laid_out:
            laid_out[name].append(item)
        else:
            laid_out[name] = [item]
    return laid_out
