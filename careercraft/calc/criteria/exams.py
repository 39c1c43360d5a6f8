"""AP and IB exams: one score, in any subject, is enough."""

from __future__ import annotations

from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.scores import Asked, ask, candidates, judge_best, too_early
from careercraft.calc.findings import Finding, Message, any_of
from careercraft.calc.history import Dated
from careercraft.calc.rules import ExamScore, RuleSet, once_per_rules

NOTHING = Message("ap_ib_nothing")


def ap_ib(case: Case) -> Finding:
    """Judge the best AP exam and the best IB exam; either is enough."""
    return any_of("ap_ib", (_best_exam(test, case) for test in ("AP", "IB")), nothing=NOTHING)


def _best_exam(test: str, case: Case) -> Finding:
    asked, rule = _asked(case.rules, test)
    scores = case.scores.get(test)
    if not scores:
        return asked.absence.judged(case.known)
    window = case.windows.exams
    found = candidates(scores, "score", rule.value.score, rule.authority)
    return too_early(asked, scores, window) or judge_best(asked, found, window, case.known)


@once_per_rules
def _asked(rules: RuleSet, test: str) -> tuple[Asked, Dated[ExamScore]]:
    rule = {"AP": rules.advanced_placement, "IB": rules.international_baccalaureate}[test]
    name = test.lower()
    action = f"take_{name}"
    return ask(name, test, "score", "any", rule.authority, action=action, words="exam"), rule
