"""Evaluate one student: the facts and the rules in, every indicator with its reason out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from careercraft.calc.accountability import student, tiered
from careercraft.calc.accountability.student import StudentVerdict
from careercraft.calc.calendar import AccountabilityYear, GraduatingClass
from careercraft.calc.citations import Standing
from careercraft.calc.criteria.case import Case, Yardstick
from careercraft.calc.facts import StudentFacts
from careercraft.calc.findings import Finding, Level, State
from careercraft.calc.fingerprint import facts_fingerprint
from careercraft.calc.rules import RuleSet

EDITIONS = {"met_not_met": student.judge, "tiered_2030": tiered.judge}
COUNTING = {"met_not_met": student.verdicts, "tiered_2030": tiered.verdicts}


class StudentResult(NamedTuple):
    """What the rules say of a student.

    ``state`` is the student's CCMR; ``level`` is used by the tiered edition only. ``indicators``
    holds every indicator of the edition in order. The two fingerprints tell whether a stored
    outcome still holds; that of the facts is taken when it is asked for.
    """

    class_of: GraduatingClass
    accountability_year: AccountabilityYear
    edition: str
    state: State
    level: Level | None
    only_by_sunsetting_ibc: bool
    indicators: dict[str, Finding]
    rules_fingerprint: str
    standing: Standing
    facts: StudentFacts

    @property
    def facts_fingerprint(self) -> str:
        """The fingerprint of the facts that were judged."""
        return facts_fingerprint(self.facts)

    @property
    def levels(self) -> dict[str, Level]:
        """The level of each indicator in the tiered edition; empty otherwise."""
        found = {id_: finding.level for id_, finding in self.indicators.items()}
        return {id_: level for id_, level in found.items() if level is not None}

    @property
    def graduated(self) -> bool | None:
        """Whether the student has graduated, if anybody has said."""
        return self.facts.graduated


def evaluate_student(facts: StudentFacts, rules: RuleSet) -> StudentResult:
    """Judge a student by a class's rules, usually those of the student's own class."""
    judged = EDITIONS[rules.edition](facts, rules)
    state, level, only_by_sunsetting_ibc, indicators, standing = judged
    return StudentResult(
        facts.class_of,
        _rated_in(facts.class_of),
        rules.edition,
        state,
        level,
        only_by_sunsetting_ibc,
        indicators,
        rules.fingerprint,
        standing,
        facts,
    )


def verdict_on(facts: StudentFacts, rules: RuleSet) -> StudentVerdict:
    """Judge a student without putting any reason together.

    It is what ``evaluate_student`` finds of the same student.
    """
    return COUNTING[rules.edition]((Case(facts, rules),))[0]


def verdicts_on(students: Iterable[StudentFacts], rules: RuleSet) -> list[StudentVerdict]:
    """Judge many students without putting any reason together; some hundreds at a time are best."""
    cases = [Case(facts, rules) for facts in students]
    alike: dict[Yardstick, list[int]] = {}
    for place, case in enumerate(cases):
        alike.setdefault(case.yardstick, []).append(place)
    judged: dict[int, StudentVerdict] = {}
    for places in alike.values():
        found = COUNTING[rules.edition]([cases[place] for place in places])
        judged.update(zip(places, found, strict=True))
    return [judged[place] for place in range(len(cases))]


@cache
def _rated_in(class_of: GraduatingClass) -> AccountabilityYear:
    return class_of.rated_in()
