"""AP and IB exams: one score, in any subject, is enough."""

from __future__ import annotations

from careercraft.calc.criteria.scores import (
    Asked,
    Candidate,
    judge_best,
    number,
    sittings,
    too_early,
)
from careercraft.calc.criteria.windows import from_grade_9
from careercraft.calc.facts import StudentFacts
from careercraft.calc.findings import Finding, Message, any_of
from careercraft.calc.history import Dated
from careercraft.calc.rules import ExamScore, RuleSet


def ap_ib(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge the best AP exam and the best IB exam; either is enough."""
    exams = (
        _best_exam("AP", "take_ap", rules.advanced_placement, facts, rules),
        _best_exam("IB", "take_ib", rules.international_baccalaureate, facts, rules),
    )
    return any_of("ap_ib", exams, nothing=Message("ap_ib_nothing"))


def _best_exam(
    test: str, action: str, rule: Dated[ExamScore], facts: StudentFacts, rules: RuleSet
) -> Finding:
    window = from_grade_9(facts, rules, rules.windows.exams)
    asked = Asked(test.lower(), test, "score", "any", action, rule.authority, words="exam")
    scores = sittings(facts, test)
    found = [
        Candidate(value, rule.value.score, rule.authority, score.date, (score.ref,))
        for score in scores
        if (value := number(score, "score")) is not None
    ]
    return too_early(asked, scores, window) or judge_best(asked, found, window, facts)
