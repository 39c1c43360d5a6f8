"""Prints what the rules answer for invented students, class by class, as hashes to be compared.

`python -m tests.compiled.answers` prints one JSON object; `findings` is how many were looked at.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from bench.population import population
from careercraft.calc import (
    Finding,
    RuleSet,
    StudentFacts,
    evaluate_student,
    rules_for_class,
    sentence,
    verdict_on,
    verdicts_on,
)
from careercraft.calc.bonus import judge_bonus
from careercraft.calc.explain import LANGUAGES
from careercraft.compiled import in_use

CLASSES = (2021, 2022, 2023, 2024, 2025, 2026, 2027, 2029, 2030, 2031)
PAID_FROM, STUDENTS, BY_OTHER_RULES = 2023, 150, 30
OTHER_RULES = {2027: 2030, 2030: 2027}


def main() -> None:
    """Print a hash of all answers per class, whose rules gave them, and of how many findings."""
    answers, findings = {}, 0
    for class_of in CLASSES:
        told = list(answers_of(class_of))
        findings += sum(count for count, _ in told)
        answers[str(class_of)] = hashlib.sha256(repr(told).encode()).hexdigest()
    print(  # noqa: T201 - printing is what it is for
        json.dumps({"compiled": in_use(), "findings": findings, "answers": answers})
    )


def answers_of(class_of: int) -> Iterator[tuple[int, object]]:
    """Everything that is said of the students of a class, with the number of findings in it."""
    students, rules = population(class_of, STUDENTS), rules_for_class(class_of)
    for facts in students:
        yield everything(facts, rules)
    for facts in students[:BY_OTHER_RULES]:
        yield everything(facts, rules_for_class(OTHER_RULES.get(class_of, class_of)))
    yield 0, [tuple(one) for one in verdicts_on(students, rules)]


def everything(facts: StudentFacts, rules: RuleSet) -> tuple[int, object]:
    """What is judged of one student, with every reason, in words, and for the bonus."""
    result = evaluate_student(facts, rules)
    findings = list(result.indicators.values())
    if rules.class_of >= PAID_FROM:
        bonus = judge_bonus(facts, rules, result.indicators)
        findings += [*bonus.parts, *bonus.paths.values(), bonus.whole]
    told = [whole(finding) for finding in findings]
    words = [sentence(one.because, language) for one in findings for language in LANGUAGES]
    judged = (result[:6], list(result.indicators), result.rules_fingerprint, result.standing)
    return sum(map(size, findings)), (judged, verdict_on(facts, rules), told, words)


def whole(finding: Finding) -> tuple[Any, ...]:
    """A finding with all it says and all its parts."""
    kind, parts = type(finding).__name__, [whole(part) for part in finding.parts]
    said = finding.id, finding.state, finding.level, finding.standing, finding.reason
    return kind, *said, parts


def size(finding: Finding) -> int:
    """How many findings a finding consists of, itself included."""
    return 1 + sum(map(size, finding.parts))


if __name__ == "__main__":
    main()
