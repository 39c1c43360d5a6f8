"""Judge a campus: every student by the rules, then the figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from careercraft.calc.calendar import AccountabilityYear, GraduatingClass
from careercraft.calc.campus.figures import CampusFigures, Member, campus_figures
from careercraft.calc.campus.groups import GROUPS, belongs
from careercraft.calc.campus.outcomes import Outcome, outcome_of
from careercraft.calc.evaluate import verdicts_on
from careercraft.calc.facts import StudentFacts
from careercraft.calc.params import rules_for_class, rules_for_student
from careercraft.calc.ratings.rules import STANDARD
from careercraft.calc.rules import RuleSet


class CampusFacts(NamedTuple):
    """The annual graduates of a campus, and the twelfth graders who did not graduate.

    ``accountability_year`` is the year of the rating; the graduates are of the class before it.
    ``non_graduates`` is ``None`` where nobody said who they are.
    """

    accountability_year: AccountabilityYear
    graduates: tuple[StudentFacts, ...]
    non_graduates: tuple[StudentFacts, ...] | None = None


def evaluate_campus(
    campus: CampusFacts,
    campus_type: str = STANDARD,
    *,
    rules_as_of_class: int | None = None,
) -> CampusFigures:
    """Judge every student of a campus and return its figures.

    With ``rules_as_of_class`` everything is judged, limited and rated as for that class. Raises
    ``NoValueInForce`` for a class that the rules do not cover.
    """
    class_of = campus.accountability_year.graduates()
    as_of = None if rules_as_of_class is None else GraduatingClass(rules_as_of_class)
    others = campus.non_graduates
    return campus_figures(
        _members(campus.graduates, class_of, as_of),
        None if others is None else _members(others, class_of, as_of),
        (as_of or class_of).rated_in(),
        campus_type,
    )


def _members(
    students: Iterable[StudentFacts], class_of: GraduatingClass, as_of: GraduatingClass | None
) -> list[Member]:
    graduates = [facts._replace(class_of=class_of) for facts in students]
    alike: dict[RuleSet, list[StudentFacts]] = {}
    for facts in graduates:
        alike.setdefault(_rules(facts, as_of), []).append(facts)
    return [
        _member(outcome_of(verdict, facts, rules), facts, rules.accountability_year)
        for rules, some in alike.items()
        for facts, verdict in zip(some, verdicts_on(some, rules), strict=True)
    ]


def _member(outcome: Outcome, facts: StudentFacts, year: AccountabilityYear) -> Member:
    return Member(outcome, {group: belongs(facts, group, year) for group in GROUPS})


def _rules(facts: StudentFacts, as_of: GraduatingClass | None) -> RuleSet:
    return rules_for_student(facts) if as_of is None else rules_for_class(as_of)
