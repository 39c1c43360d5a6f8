"""AP and IB exams: one score, in any subject, is enough."""

from __future__ import annotations

from careercraft.calc.criteria.case import Criterion, Judge, Yardstick, of_scores
from careercraft.calc.criteria.question import any_question
from careercraft.calc.criteria.scores import ask, best_of
from careercraft.calc.findings import Message
from careercraft.calc.history import Dated
from careercraft.calc.rules import ExamScore

NOTHING = Message("ap_ib_nothing")


@Criterion
def ap_ib(yardstick: Yardstick) -> Judge:
    """Judge the best AP exam and the best IB exam; either is enough."""
    rules = yardstick.rules
    ap = _best_exam("AP", rules.advanced_placement, yardstick)
    ib = _best_exam("IB", rules.international_baccalaureate, yardstick)

    return any_question("ap_ib", (ap, ib), nothing=NOTHING)


def _best_exam(test: str, rule: Dated[ExamScore], yardstick: Yardstick) -> Judge:
    name, required, authority = test.lower(), rule.value.score, rule.authority
    asked = ask(name, test, "score", "any", authority, action=f"take_{name}", words="exam")
    best = best_of(asked, required, authority, yardstick.windows.exams)
    return of_scores(test, best, asked.absence)
