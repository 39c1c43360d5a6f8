"""Enlistment in the armed forces or the Texas National Guard, by the evidence the class accepts."""

from __future__ import annotations

from datetime import date

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import Absence, absence
from careercraft.calc.criteria.case import Case
from careercraft.calc.facts import Enlistment
from careercraft.calc.finding import NOT_MET
from careercraft.calc.findings import (
    Fact,
    Finding,
    Message,
    Term,
    When,
    any_of,
    holds,
    not_applicable,
)
from careercraft.calc.rules import RuleSet, once_per_rules

ACTION = "document_enlistment"


def military(case: Case) -> Finding:
    """Judge a student's enlistments; for some classes the state counted none."""
    facts, rules = case.facts, case.rules
    if not rules.military.value.accepted:
        return _not_counted(rules, facts.class_of)
    if not facts.enlistments:
        return _absence(rules).judged(case.known)
    whole = any_of("military", [_enlistment(one, case) for one in facts.enlistments])
    if whole.state is NOT_MET and "enlistment" not in case.known:
        return whole.unknown_without("enlistment")
    return whole


@once_per_rules
def _not_counted(rules: RuleSet, class_of: GraduatingClass) -> Finding:
    because = Message("military_not_counted", {"class_of": int(class_of)})
    return not_applicable("military", because, rules.military.authority)


@once_per_rules
def _absence(rules: RuleSet) -> Absence:
    because, authority = Message("military_none"), rules.military.authority
    return absence("military", "enlistment", because, authority, ACTION)


def _enlistment(enlistment: Enlistment, case: Case) -> Finding:
    last = case.windows.enlistment.closes
    answer, ending = _judge(enlistment, last, case.rules)
    accepted = tuple(Term(f"enlistment.{name}") for name in case.rules.military.value.accepted)
    evidence = Term(f"enlistment.{enlistment.evidence}")
    values = {"evidence": evidence, "accepted": accepted, "when": When(enlistment.on)}
    return holds(
        "enlistment",
        answer,
        Message(f"military_{ending}", {**values, "last": last}),
        authority=_authority(ending, case.rules),
        fact=Fact("what.enlistment", enlistment.evidence, enlistment.on),
        evidence=(enlistment.ref,),
        next_=(ACTION,),
    )


def _judge(enlistment: Enlistment, last: date, rules: RuleSet) -> tuple[bool | None, str]:
    if enlistment.evidence not in rules.military.value.accepted:
        return False, "not_accepted"
    if enlistment.on is None:
        undated = enlistment.evidence in rules.military.value.may_be_undated
        return (True, "met") if undated else (None, "undated")
    return (True, "met") if enlistment.on <= last else (False, "late")


def _authority(ending: str, rules: RuleSet) -> Authority:
    """The deadline is cited only where it decided."""
    if ending != "late":
        return rules.military.authority
    return jointly(rules.military.authority, rules.windows.enlistment.authority)
