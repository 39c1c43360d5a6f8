"""A campus is judged student by student, by the rules of its class or of another."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc import (
    GraduatingClass,
    Level,
    NoValueInForce,
    StudentFacts,
    evaluate_student,
    rules_for_class,
)
from careercraft.calc.campus import CampusFacts, evaluate_campus, outcome_of
from tests.calc.students import facts

PASSED_AP = {"scores": [{"test": "AP", "date": "2025-05-12", "exam": "USH", "parts": {"score": 3}}]}


def certification(tier: int | None = None, **changes: Any) -> dict[str, Any]:
    one = {
        "kind": "ibc",
        "code": "010",
        "earned_on": "2025-04-01",
        "result": "01",
        "lists": ["2022-25"],
        "programs_of_study": ["WELDING"],
        **changes,
    }
    return one if tier is None else {**one, "tier": tier}


COMPLETER = [
    {"kind": "cte", "program_of_study": "WELDING", "level": 3, "credits": 2, "passed": True}
] * 3


def campus(
    class_of: int, graduates: list[StudentFacts], others: tuple[StudentFacts, ...] = ()
) -> CampusFacts:
    year = GraduatingClass(class_of).rated_in()
    return CampusFacts(year, tuple(graduates), others)


def test_a_campus_counts_who_is_met_by_the_rules_of_the_class() -> None:
    graduates = [facts(2026, PASSED_AP)] * 6 + [facts(2026, {})] * 8
    figures = evaluate_campus(campus(2026, graduates))
    assert (figures.graduates, figures.credited.low) == (14, 6)
    assert figures.rate is not None
    assert figures.rate.low == 43


def test_a_sunsetting_certification_alone_is_counted_up_to_the_limit() -> None:
    student = facts(2026, {"credentials": [certification()], "courses": COMPLETER})
    figures = evaluate_campus(campus(2026, [student] * 7))
    assert figures.only_by_sunsetting_ibc == 7
    assert figures.credited.low == 5


def test_the_campus_limit_is_never_written_back_to_a_student() -> None:
    student = facts(2026, {"credentials": [certification()], "courses": COMPLETER})
    before = evaluate_student(student, rules_for_class(2026))
    evaluate_campus(campus(2026, [student] * 7))
    after = evaluate_student(student, rules_for_class(2026))
    assert (before.state, before.only_by_sunsetting_ibc) == (
        after.state,
        after.only_by_sunsetting_ibc,
    )


def test_another_class_brings_its_own_rules_and_its_own_limit() -> None:
    student = facts(2026, {"credentials": [certification()], "courses": []})
    own = evaluate_campus(campus(2026, [student] * 7))
    other = evaluate_campus(campus(2026, [student] * 7), rules_as_of_class=2023)
    assert own.credited.low == 0
    assert (other.credited.low, other.accountability_year) == (7, 2024)
    assert other.only_by_sunsetting_ibc == 0


def test_a_class_without_rules_is_refused() -> None:
    with pytest.raises(NoValueInForce):
        evaluate_campus(campus(2026, [facts(2026, {})]), rules_as_of_class=2020)


def test_a_late_graduate_is_judged_with_the_class_the_student_graduates_in() -> None:
    late = facts(2025, PASSED_AP)
    figures = evaluate_campus(campus(2026, [late] * 10))
    assert figures.credited.low == 10


def test_twelfth_graders_who_did_not_graduate_count_in_closing_the_gaps_only() -> None:
    figures = evaluate_campus(
        campus(2026, [facts(2026, {})] * 10, (facts(2026, PASSED_AP), facts(2026, {})))
    )
    assert (figures.graduates, figures.credited.low) == (10, 0)
    assert figures.closing_the_gaps is not None
    everybody = figures.closing_the_gaps["all"]
    assert (everybody.denominator, everybody.credited.low) == (12, 1)


@pytest.mark.parametrize(("tier", "only"), [(1, False), (2, False), (3, True), (None, False)])
def test_only_a_tier_3_certification_is_flagged_as_one(tier: int | None, only: bool) -> None:
    given = {
        "credentials": [certification(tier, lists=["2025-30"], earned_on="2026-04-01")],
        "courses": COMPLETER,
    }
    student = facts(2027, given)
    rules = rules_for_class(2027)
    assert outcome_of(evaluate_student(student, rules), student, rules).only_by_tier_3_ibc is only


def test_a_second_way_or_a_better_tier_takes_the_flag_away() -> None:
    rules = rules_for_class(2027)
    third = certification(3, lists=["2025-30"], earned_on="2026-04-01")
    first = certification(1, lists=["2025-30"], earned_on="2026-04-02")
    for given in (
        {"credentials": [third, first], "courses": COMPLETER},
        {"credentials": [third], "courses": COMPLETER, **PASSED_AP},
    ):
        student = facts(2027, given)
        result = evaluate_student(student, rules)
        assert outcome_of(result, student, rules).only_by_tier_3_ibc is False


def test_before_2028_no_tier_is_limited() -> None:
    given = {"credentials": [certification(3, lists=["2025-30"])], "courses": COMPLETER}
    student = facts(2026, given)
    rules = rules_for_class(2026)
    assert outcome_of(evaluate_student(student, rules), student, rules).only_by_tier_3_ibc is False


def test_in_the_tiered_system_a_level_not_known_has_a_sure_and_a_possible_end() -> None:
    rules = rules_for_class(2030)
    scores = [{"test": "AP", "date": "2029-05-12", "exam": "USH", "parts": {"score": 3}}]
    student = facts(2030, {"scores": scores}, ["credentials"])
    outcome = outcome_of(evaluate_student(student, rules), student, rules)
    assert (outcome.sure_level, outcome.possible_level) == (Level.FOUNDATIONAL, Level.ADVANCED)


def test_in_the_tiered_system_the_campus_has_a_score() -> None:
    scores = [{"test": "AP", "date": "2029-05-12", "exam": "USH", "parts": {"score": 3}}]
    graduates = [facts(2030, {"scores": scores})] * 5 + [facts(2030, {})] * 5
    figures = evaluate_campus(campus(2030, graduates))
    assert figures.tiered is not None
    assert figures.rate is not None
    assert figures.rate.low == 17
