"""Enlistment in the armed forces or the Texas National Guard, by the evidence the class accepts."""

from __future__ import annotations

from datetime import date
from functools import cache

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import (
    absence,
    open_unless_others_exist,
    unless_others_exist,
)
from careercraft.calc.criteria.case import Case, Criterion, Judge, Yardstick
from careercraft.calc.criteria.question import Question
from careercraft.calc.facts import Enlistment
from careercraft.calc.finding import Everybodys
from careercraft.calc.findings import (
    Fact,
    Finding,
    Message,
    Term,
    any_of,
    holds,
    not_applicable,
    when,
)
from careercraft.calc.rules import RuleSet
from careercraft.calc.verdict import NOT_ASKED, Verdict
from careercraft.calc.verdicts import any_verdict, by_answer

ACTION = "document_enlistment"
ENDINGS = ("met", "not_accepted", "undated", "late")


@Criterion
def military(yardstick: Yardstick) -> Judge:
    """Judge a student's enlistments; for some classes the state counted none."""
    accepted, authority = yardstick.rules.military
    if not accepted.accepted:
        return _not_counted(authority)
    none = absence("military", "enlistment", Message("military_none"), authority, ACTION)

    rules, last = yardstick.rules, yardstick.windows.enlistment.closes
    verdicts = {e: by_answer(_authority(e, rules).standing) for e in ENDINGS}

    def verdict_on(enlistment: Enlistment) -> Verdict:
        answer, ending = _judge(enlistment, last, rules)
        return verdicts[ending][answer]

    def verdict(case: Case) -> Verdict:
        enlistments = case.facts.enlistments
        if not enlistments:
            return none.verdict(case.known)
        whole = any_verdict(map(verdict_on, enlistments))
        return open_unless_others_exist(whole, "enlistment", case.known)

    def finding(case: Case) -> Finding:
        enlistments = case.facts.enlistments
        if not enlistments:
            return none.judged(case.known)
        whole = any_of("military", [_enlistment(one, yardstick) for one in enlistments])
        return unless_others_exist(whole, "enlistment", case.known)

    return Question(verdict, finding)


def _not_counted(authority: Authority) -> Judge:
    def say_so(class_of: GraduatingClass) -> Finding:
        because = Message("military_not_counted", {"class_of": int(class_of)})
        return Everybodys(not_applicable("military", because, authority))

    of_class = cache(say_so)
    return Question(lambda _: NOT_ASKED, lambda case: of_class(case.facts.class_of))


def _enlistment(enlistment: Enlistment, yardstick: Yardstick) -> Finding:
    rules, last = yardstick.rules, yardstick.windows.enlistment.closes
    answer, ending = _judge(enlistment, last, rules)
    accepted = tuple(Term(f"enlistment.{name}") for name in rules.military.value.accepted)
    evidence = Term(f"enlistment.{enlistment.evidence}")
    values = {"evidence": evidence, "accepted": accepted, "when": when(enlistment.on)}
    return holds(
        "enlistment",
        answer,
        Message(f"military_{ending}", {**values, "last": last}),
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


def _authority(ending: str, rules: RuleSet) -> Authority:
    """The deadline is cited only where it decided."""
    if ending != "late":
        return rules.military.authority
    return jointly(rules.military.authority, rules.windows.enlistment.authority)
