"""A way leads to one indicator: what it needs together, and what is enough alone."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc import StudentResult, evaluate_student, facts_from_contract, rules_for_class
from careercraft.calc.ways import shortest_ways


def judged(**facts: Any) -> StudentResult:
    lists = {"scores": [], "courses": [], "credentials": [], "enlistments": []}
    known = {"class_of": 2027, "grade_9_began_on": "2023-08-14", "special_education": False}
    return evaluate_student(facts_from_contract(known | lists | facts), rules_for_class(2027))


def sat(ebrw: int, math: int) -> list[dict[str, Any]]:
    return [{"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": ebrw, "math": math}}]


def test_two_open_subjects_need_an_action_each() -> None:
    first = shortest_ways(judged(scores=sat(470, 520)))[0]
    assert first.all_needed
    assert [step.part for step in first.steps] == ["rla", "math"]


def test_one_open_subject_has_alternatives() -> None:
    first = shortest_ways(judged(scores=sat(480, 520)))[0]
    assert not first.all_needed
    assert {step.part for step in first.steps} == {"math"}
    assert len(first.steps) == 2


def test_the_two_ways_lead_to_two_indicators() -> None:
    ways = shortest_ways(judged(scores=sat(470, 520)))
    assert len({way.indicator for way in ways}) == 2


def test_whoever_is_met_needs_no_way() -> None:
    assert shortest_ways(judged(scores=sat(480, 530))) == ()


@pytest.mark.parametrize("language", ["en", "es"])
def test_loading_records_is_no_way_of_a_student(language: str) -> None:
    unknown = facts_from_contract({"class_of": 2027})
    ways = shortest_ways(evaluate_student(unknown, rules_for_class(2027)), language)
    assert ways
    assert not any(step.key == "load_evidence" for way in ways for step in way.steps)
