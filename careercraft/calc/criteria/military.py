"""Enlistment in the armed forces or the Texas National Guard, by the evidence the class accepts."""

from __future__ import annotations

from datetime import date

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.scores import absent
from careercraft.calc.facts import Enlistment, StudentFacts
from careercraft.calc.findings import (
    Fact,
    Finding,
    Message,
    State,
    Term,
    When,
    any_of,
    holds,
    not_applicable,
)
from careercraft.calc.rules import RuleSet

ACTION = "document_enlistment"


def military(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge a student's enlistments; for some classes the state counted none."""
    rule = rules.military
    if not rule.value.accepted:
        because = Message("military_not_counted", {"class_of": int(facts.class_of)})
        return not_applicable("military", because, rule.authority)
    if not facts.enlistments:
        because = Message("military_none")
        authority = rule.authority
        return absent("military", "enlistment", because, facts, authority=authority, action=ACTION)
    whole = any_of("military", [_enlistment(one, facts, rules) for one in facts.enlistments])
    if whole.state is State.NOT_MET and "enlistment" not in facts.known:
        return whole._replace(state=State.UNKNOWN, missing=("enlistment",))
    return whole


def _enlistment(enlistment: Enlistment, facts: StudentFacts, rules: RuleSet) -> Finding:
    answer, ending = _judge(enlistment, _deadline(facts, rules), rules)
    accepted = tuple(Term(f"enlistment.{name}") for name in rules.military.value.accepted)
    evidence = Term(f"enlistment.{enlistment.evidence}")
    values = {"evidence": evidence, "accepted": accepted, "when": When(enlistment.on)}
    return holds(
        "enlistment",
        answer,
        Message(f"military_{ending}", {**values, "last": _deadline(facts, rules)}),
        authority=_authority(ending, rules),
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


def _deadline(facts: StudentFacts, rules: RuleSet) -> date:
    last = rules.windows.enlistment.value
    return date(facts.class_of, last.month, last.day)


def _authority(ending: str, rules: RuleSet) -> Authority:
    """The deadline is cited only where it decided."""
    if ending != "late":
        return rules.military.authority
    return jointly(rules.military.authority, rules.windows.enlistment.authority)
