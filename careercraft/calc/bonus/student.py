"""The CCMR Outcomes Bonus, per student (TEC 48.110, 19 TAC 74.1007): three paths.

It shares the criteria of accountability and has its own register: the TSI standard by tests only,
never enough by itself; its own last days; no step in a program of study. One answer for a student,
whatever groups the student belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from careercraft.calc.bonus.credential import credential
from careercraft.calc.bonus.rules import bonus_rules
from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.citations import Standing
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.credit import associate_degree
from careercraft.calc.criteria.enrollment import enrollment
from careercraft.calc.criteria.military import military
from careercraft.calc.criteria.tsi import by_tests, tsi
from careercraft.calc.facts import StudentFacts
from careercraft.calc.finding import MET, UNKNOWN
from careercraft.calc.findings import Finding, State, all_of, any_of
from careercraft.calc.rules import RuleSet

PATHS = ("college", "career", "military")
WAITS_FOR = ("enrollment", "tsi", "credential")


class BonusParts(NamedTuple):
    """The questions that the paths are put together from."""

    tsi: Finding
    enrollment: Finding
    associate_degree: Finding
    credential: Finding
    military: Finding


class BonusResult(NamedTuple):
    """Whether a student earns the bonus, by each path.

    ``waits_for`` names the one thing that is still wanting, ``enrollment``, ``tsi`` or
    ``credential``; it is empty for a student who is met, and where more than one thing is wanting.
    ``because`` of ``whole`` is the decisive reason. ``rules`` are the class's rules as the bonus
    has them.
    """

    class_of: GraduatingClass
    state: State
    paths: Mapping[str, Finding]
    waits_for: str
    whole: Finding
    parts: BonusParts
    rules: RuleSet

    @property
    def standing(self) -> Standing:
        """How sure the answer is."""
        return self.whole.standing


def judge_bonus(
    facts: StudentFacts, rules: RuleSet, judged: Mapping[str, Finding] | None = None
) -> BonusResult:
    """Judge a student's bonus by a class's rules.

    ``judged`` are the student's indicators by the same rules, where they were judged before: the
    tests are then not judged again.
    """
    case = Case(facts, bonus_rules(rules))
    parts = _parts(case, judged["tsi"] if judged else _tsi(facts, rules))
    paths = _paths(parts, rules)
    whole = any_of("bonus", paths.values())
    return BonusResult(
        facts.class_of, whole.state, paths, _waits_for(parts, whole), whole, parts, case.rules
    )


def _tsi(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge the TSI criteria as accountability does, whose standard the bonus refers to."""
    return tsi(Case(facts, rules)).no_surer_than(rules.edition_authority.standing)


def _parts(case: Case, subjects: Finding) -> BonusParts:
    return BonusParts(
        tsi=_standard(subjects, case),
        enrollment=enrollment(case, case.rules.bonus.fall_ends),
        associate_degree=associate_degree(case),
        credential=credential(case),
        military=military(case),
    )


def _standard(subjects: Finding, case: Case) -> Finding:
    """Judge the standard in both subjects, by whatever the bonus takes as proof of it."""
    if case.rules.bonus.college_prep.value.allowed:
        return subjects
    return all_of("tsi", [by_tests(subject) for subject in subjects.parts])


def _paths(parts: BonusParts, rules: RuleSet) -> dict[str, Finding]:
    degree = parts.associate_degree
    if rules.bonus.associate_degree_requires_tsi.value.required:
        degree = all_of("tsi_and_associate_degree", (parts.tsi, degree))
    enrolled = all_of("tsi_and_enrollment", (parts.tsi, parts.enrollment))
    return {
        "college": any_of("college", (enrolled, degree)),
        "career": all_of("career", (parts.tsi, parts.credential)),
        "military": parts.military,
    }


def _waits_for(parts: BonusParts, whole: Finding) -> str:
    if whole.state is MET:
        return ""
    if parts.tsi.state is MET:
        return "enrollment" if parts.enrollment.state is UNKNOWN else "credential"
    with_tsi = (parts.enrollment, parts.credential)
    return "tsi" if any(part.state is MET for part in with_tsi) else ""
