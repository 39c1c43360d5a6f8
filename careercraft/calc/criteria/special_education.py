"""Indicators open only to students served in special education; both are decided at graduation."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc.citations import Authority
from careercraft.calc.criteria.case import Case, Criterion, Judge, Yardstick
from careercraft.calc.criteria.question import Question
from careercraft.calc.facts import StudentFacts
from careercraft.calc.finding import Everybodys
from careercraft.calc.findings import (
    Fact,
    Finding,
    Message,
    all_of,
    holds,
    not_applicable,
)
from careercraft.calc.history import Dated
from careercraft.calc.rules import DiplomaTypes
from careercraft.calc.verdict import NOT_ASKED, Verdict
from careercraft.calc.verdicts import all_verdict, by_answer

IEP = "iep_workforce"
ADVANCED = "advanced_plan_special_education"


@Criterion
def iep_workforce(yardstick: Yardstick) -> Judge:
    """Judge the graduation type: a completed IEP with readiness for work.

    The code decides, even where the student is not marked as served in special education.
    """
    (codes,), authority = yardstick.rules.iep_workforce
    not_asked, not_yet = _undecided(IEP, authority)
    verdicts = by_answer(authority.standing)

    def is_asked(facts: StudentFacts) -> bool:
        return facts.special_education is not False or facts.diploma_type in codes

    def answer(facts: StudentFacts) -> bool | None:
        return None if facts.diploma_type is None else facts.diploma_type in codes

    def verdict(case: Case) -> Verdict:
        facts = case.facts
        if not is_asked(facts):
            return NOT_ASKED
        return verdicts[False if facts.graduated is False else answer(facts)]

    def finding(case: Case) -> Finding:
        facts = case.facts
        if not is_asked(facts):
            return not_asked
        if facts.graduated is False:
            return not_yet
        met = answer(facts)
        key = {True: "iep_met", False: "iep_other_type", None: "diploma_type_unknown"}[met]
        return _decided(IEP, met, Message(key, {"code": facts.diploma_type}), facts, authority)

    return Question(verdict, finding)


@Criterion
def advanced_plan_special_education(yardstick: Yardstick) -> Judge:
    """Judge an advanced diploma plan of a student served in special education."""
    rule = yardstick.rules.advanced_plan
    not_asked, not_yet = _undecided(ADVANCED, rule.authority)

    verdicts = by_answer(rule.authority.standing)

    def verdict(case: Case) -> Verdict:
        facts = case.facts
        if facts.special_education is False:
            return NOT_ASKED
        if facts.graduated is False:
            return verdicts[False]
        return all_verdict((verdicts[facts.special_education], verdicts[_has_plan(facts, rule)]))

    def finding(case: Case) -> Finding:
        facts = case.facts
        if facts.special_education is False:
            return not_asked
        if facts.graduated is False:
            return not_yet
        return all_of(ADVANCED, (_served(facts, rule.authority), _plan(facts, rule)))

    return Question(verdict, finding)


def _served(facts: StudentFacts, authority: Authority) -> Finding:
    served = facts.special_education
    key = "special_education_served" if served else "special_education_unknown"
    return holds("served", served, Message(key), authority=authority, next_=("complete_record",))


def _plan(facts: StudentFacts, rule: Dated[DiplomaTypes]) -> Finding:
    answer = _has_plan(facts, rule)
    key = {True: "plan_advanced", False: "plan_not_advanced", None: "plan_unknown"}[answer]
    return _decided("plan", answer, Message(key), facts, rule.authority)


def _has_plan(facts: StudentFacts, rule: Dated[DiplomaTypes]) -> bool | None:
    """Judge the diploma plan: by its code, by an endorsement, or by the distinguished level."""
    by_code = facts.diploma_type in rule.value.codes
    earned = by_code or facts.endorsement or facts.distinguished
    unsure = facts.endorsement is None or facts.distinguished is None
    return True if earned else None if unsure else False


def _decided(
    id_: str, answer: bool | None, because: Message, facts: StudentFacts, authority: Authority
) -> Finding:
    code = facts.diploma_type
    return holds(
        id_,
        answer,
        because,
        authority=authority,
        fact=None if code is None else Fact("what.diploma_type", code, facts.graduated_on),
        next_=("complete_record",) if answer is None else (),
    )


class Undecided(NamedTuple):
    """The same for everybody: not asked of this student, and not decided before graduation."""

    not_asked: Everybodys
    not_yet: Everybodys


def _undecided(id_: str, authority: Authority) -> Undecided:
    return Undecided(
        Everybodys(not_applicable(id_, Message("not_special_education"), authority)),
        Everybodys(holds(id_, False, Message("decided_at_graduation"), authority=authority)),
    )
