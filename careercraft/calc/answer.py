"""Write a result in the form of the command-line contract."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from careercraft.calc.bonus import BonusResult, judge_bonus
from careercraft.calc.citations import Citation
from careercraft.calc.compare import Change, change_sentence
from careercraft.calc.evaluate import StudentResult, evaluate_student
from careercraft.calc.explain import sentence, term
from careercraft.calc.facts import Number, StudentFacts
from careercraft.calc.findings import Finding, Gap
from careercraft.calc.rules import RuleSet
from careercraft.calc.steps import NextStep, next_steps


def student_answer(facts: StudentFacts, rules: RuleSet) -> dict[str, Any]:
    """Judge a student and return the answer of ``calc student``, ready for JSON."""
    result = evaluate_student(facts, rules)
    return {
        "class_of": int(result.class_of),
        "accountability_year": int(result.accountability_year),
        "rules_fingerprint": result.rules_fingerprint,
        "ccmr": _ccmr(result),
        "bonus": _bonus(judge_bonus(facts, rules, result.indicators)),
        "next_steps": [_step(step) for step in next_steps(result)],
    }


def change_answer(change: Change | None) -> dict[str, Any] | None:
    """Return what another class's rules change for a student, ``None`` where nothing does."""
    if change is None:
        return None
    return {
        "kind": change.kind.value,
        "before": change.before.value,
        "after": change.after.value,
        "because": change_sentence(change),
        "indicators": [
            {
                "indicator": one.indicator,
                "before": one.before.value,
                "after": one.after.value,
                "because": sentence(one.because),
            }
            for one in change.indicators
        ],
    }


def _ccmr(result: StudentResult) -> dict[str, Any]:
    tiered = result.level is not None
    return {
        "edition": result.edition,
        "state": result.state.value,
        "level": result.level.value if result.level else None,
        "only_by_sunsetting_ibc": result.only_by_sunsetting_ibc,
        "standing": result.standing.value,
        "indicators": {
            id_: indicator_answer(finding, tiered=tiered)
            for id_, finding in result.indicators.items()
        },
    }


def indicator_answer(finding: Finding, *, tiered: bool) -> dict[str, Any]:
    """Return an indicator and, under ``parts``, what it is made of."""
    answer = finding_answer(finding)
    if tiered:
        answer["level"] = finding.level.value if finding.level else None
    return answer


def finding_answer(finding: Finding) -> dict[str, Any]:
    """Return a finding with its parts, its reason as a sentence and its citations."""
    return {
        "id": finding.id,
        "state": finding.state.value,
        "because": sentence(finding.because),
        "gap": None if finding.gap is None else gap_answer(finding.gap),
        "cite": [_cite(cite) for cite in finding.cite],
        "standing": finding.standing.value,
        "evidence": list(finding.evidence),
        "parts": [finding_answer(part) for part in finding.parts],
    }


def gap_answer(gap: Gap) -> dict[str, Any]:
    """Return a gap as amount, unit and what it is measured on."""
    return {"amount": _number(gap.amount), "unit": gap.unit, "what": term(gap.what)}


def _bonus(result: BonusResult) -> dict[str, Any]:
    paths = {path: finding_answer(finding) for path, finding in result.paths.items()}
    return {"state": result.state.value, "paths": paths}


def _step(step: NextStep) -> dict[str, Any]:
    return {
        "indicator": step.indicator,
        "action": step.action,
        "gap": None if step.gap is None else gap_answer(step.gap),
    }


def _cite(cite: Citation) -> dict[str, Any]:
    return cite._asdict()


def _number(amount: Number) -> int | float:
    """JSON knows no decimals: a whole amount stays whole, another becomes the nearest fraction."""
    whole = amount == amount // 1
    return int(amount) if whole else float(amount) if isinstance(amount, Decimal) else amount
