"""Indicators open only to students served in special education; both are decided at graduation."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc.citations import Authority
from careercraft.calc.criteria.case import Case, Criterion, Judge, Yardstick
from careercraft.calc.facts import StudentFacts
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

IEP = "iep_workforce"
ADVANCED = "advanced_plan_special_education"


@Criterion
def iep_workforce(yardstick: Yardstick) -> Judge:
    """Judge the graduation type: a completed IEP with readiness for work.

    The code decides, even where the student is not marked as served in special education.
    """
    (codes,), authority = yardstick.rules.iep_workforce
    not_asked, not_yet = _undecided(IEP, authority)

    def judge(case: Case) -> Finding:
        facts = case.facts
        code = facts.diploma_type
        listed = code in codes
        if facts.special_education is False and not listed:
            return not_asked
        if facts.graduated is False:
            return not_yet
        answer = None if code is None else listed
        key = {True: "iep_met", False: "iep_other_type", None: "diploma_type_unknown"}[answer]
        return _decided(IEP, answer, Message(key, {"code": code}), facts, authority)

    return judge


@Criterion
def advanced_plan_special_education(yardstick: Yardstick) -> Judge:
    """Judge an advanced diploma plan of a student served in special education."""
    rule = yardstick.rules.advanced_plan
    not_asked, not_yet = _undecided(ADVANCED, rule.authority)

    def judge(case: Case) -> Finding:
        facts = case.facts
        if facts.special_education is False:
            return not_asked
        if facts.graduated is False:
            return not_yet
        return all_of(ADVANCED, (_served(facts, rule.authority), _plan(facts, rule)))

    return judge


def _served(facts: StudentFacts, authority: Authority) -> Finding:
    served = facts.special_education
    key = "special_education_served" if served else "special_education_unknown"
    return holds("served", served, Message(key), authority=authority, next_=("complete_record",))


def _plan(facts: StudentFacts, rule: Dated[DiplomaTypes]) -> Finding:
    """Judge the diploma plan: by its code, by an endorsement, or by the distinguished level."""
    by_code = facts.diploma_type in rule.value.codes
    earned = by_code or facts.endorsement or facts.distinguished
    unsure = facts.endorsement is None or facts.distinguished is None
    answer = True if earned else None if unsure else False
    key = {True: "plan_advanced", False: "plan_not_advanced", None: "plan_unknown"}[answer]
    return _decided("plan", answer, Message(key), facts, rule.authority)


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

    not_asked: Finding
    not_yet: Finding


def _undecided(id_: str, authority: Authority) -> Undecided:
    return Undecided(
        not_applicable(id_, Message("not_special_education"), authority),
        holds(id_, False, Message("decided_at_graduation"), authority=authority),
    )
