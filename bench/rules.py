"""How many students the rules judge in a second on one core: outcomes only, and with reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from statistics import fmean

from bench.arrays import columns
from bench.arrays import judge as judge_columns
from bench.population import population, rows
from bench.timing import per_second
from careercraft.calc import (
    Finding,
    RuleSet,
    State,
    StudentFacts,
    evaluate_student,
    rules_for_class,
    verdicts_on,
)
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.exams import ap_ib
from careercraft.calc.criteria.tsi import tsi
from careercraft.compiled import in_use

PORTION, PORTIONS = 250, 12
CLASSES = (2022, 2027, 2030)
COMPARED = 2027
"""Students are judged in portions, as the application does, and none of them twice."""

Judge = Callable[[Sequence[StudentFacts], RuleSet], None]


def main() -> None:
    """Judge a generated class under older, present and tiered rules; compare two rules to numpy."""
    compiled = in_use()
    print(f"The rules compiled, {len(compiled)} modules" if compiled else "The rules as read")
    for class_of in CLASSES:
        rules = rules_for_class(class_of)
        some = population(class_of, PORTION)
        print(f"Class of {class_of}: {fmean(map(rows, some)):.1f} rows of evidence a student")
        measure("  outcomes only", outcomes, rules)
        measure("  the reason of every indicator", told, rules)
        measure("  every part and its reason", told_in_full, rules)
    compare(rules_for_class(COMPARED))


def measure(label: str, judge: Judge, rules: RuleSet) -> float:
    """Print and return how many students a core judges in a second, in its best portion."""
    judge(population(rules.class_of, PORTION, seed=0), rules)
    portions = iter([population(rules.class_of, PORTION, seed) for seed in range(1, PORTIONS + 1)])
    return per_second(label, PORTION, lambda: judge(next(portions), rules), runs=PORTIONS)


def outcomes(students: Sequence[StudentFacts], rules: RuleSet) -> None:
    """Judge, and keep what a campus counts."""
    verdicts_on(students, rules)


def told(students: Sequence[StudentFacts], rules: RuleSet) -> None:
    """Judge, and put together why."""
    for facts in students:
        for finding in evaluate_student(facts, rules).indicators.values():
            finding.reason  # noqa: B018 - reading it is the work


def told_in_full(students: Sequence[StudentFacts], rules: RuleSet) -> None:
    """Judge, and put together why, down to the last score that did not matter."""
    for facts in students:
        for finding in evaluate_student(facts, rules).indicators.values():
            read(finding)


def read(finding: Finding) -> None:
    """Read a finding with all its parts."""
    finding.reason  # noqa: B018 - reading it is the work
    for part in finding.parts:
        read(part)


def compare(rules: RuleSet) -> None:
    """Print how much faster numpy finds who meets TSI and AP, once both have agreed."""
    students = population(COMPARED, PORTION * PORTIONS)
    laid_out = columns(students, rules)
    by_arrays = judge_columns(laid_out, rules)
    for place, facts in enumerate(students):
        case = Case(facts, rules)
        found = (tsi.verdict(case).state is State.MET, ap_ib.verdict(case).state is State.MET)
        if found != (by_arrays.tsi[place], by_arrays.ap[place] or _ib(case)):
            raise SystemExit(f"The rules and numpy disagree on student {place}.")
    print(f"TSI and AP only, class of {rules.class_of}, {len(students)} students, both agreeing")
    ours = measure("  the rules, states only", tsi_and_ap, rules)
    size = len(students)
    theirs = per_second("  numpy, columns ready", size, partial(judge_columns, laid_out, rules))
    per_second("  laying out the columns", size, partial(columns, students, rules))
    print(f"  ratio: {theirs / ours:,.0f}")


def tsi_and_ap(students: Sequence[StudentFacts], rules: RuleSet) -> None:
    """Judge two indicators only."""
    for facts in students:
        case = Case(facts, rules)
        tsi.verdict(case)
        ap_ib.verdict(case)


def _ib(case: Case) -> bool:
    return any(part.id == "ib" and part.state is State.MET for part in ap_ib(case).parts)


if __name__ == "__main__":
    main()
