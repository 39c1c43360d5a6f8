"""One student before the rules of one class: what every criterion judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from careercraft.calc.criteria.windows import windows_of
from careercraft.calc.facts import Course, Credential, Score, StudentFacts
from careercraft.calc.rules import RuleSet

E = TypeVar("E", Course, Credential)


class Case:
    """The facts of a student, laid out once by kind, with the rules and the days that count."""

    __slots__ = ("courses", "credentials", "facts", "known", "rules", "scores", "windows")

    def __init__(self, facts: StudentFacts, rules: RuleSet) -> None:
        self.facts = facts
        self.rules = rules
        self.known = facts.known
        self.scores = _by_test(facts.scores)
        self.courses = _by_kind(facts.courses)
        self.credentials = _by_kind(facts.credentials)
        self.windows = windows_of(rules, facts.class_of, facts.grade_9_began_on)


def _by_test(scores: Iterable[Score]) -> Mapping[str, list[Score]]:
    laid_out: dict[str, list[Score]] = {}
    for score in scores:
        laid_out.setdefault(score.test, []).append(score)
    return laid_out


def _by_kind(items: Iterable[E]) -> Mapping[str, list[E]]:
    laid_out: dict[str, list[E]] = {}
    for item in items:
        laid_out.setdefault(item.kind, []).append(item)
    return laid_out
