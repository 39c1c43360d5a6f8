from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc import next_steps
from tests.calc.students import judged

SHORT_SAT = {"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 700, "math": 510}}
SUNSETTING = {
    "kind": "ibc",
    "code": "010",
    "earned_on": "2022-04-01",
    "result": "01",
    "lists": ["2019-22"],
}


def test_the_smallest_gap_comes_first() -> None:
    steps = next_steps(judged(2026, {"scores": [SHORT_SAT]}))
    first = steps[0]
    assert (first.indicator, first.part, first.key) == ("tsi", "math", "retake_sat")
    assert first.action == "Math: retake the SAT; 20 points more to reach 530."
    assert first.gap is not None
    assert first.gap.amount == 20


def test_a_subject_that_is_met_needs_no_step() -> None:
    steps = next_steps(judged(2026, {"scores": [SHORT_SAT]}))
    assert {step.part for step in steps if step.indicator == "tsi"} == {"math"}


def test_a_record_to_complete_comes_before_any_test() -> None:
    course = {"kind": "dual_credit", "subject": "ela", "hours": 3}
    steps = next_steps(judged(2026, {"scores": [SHORT_SAT], "courses": [course]}))
    assert (steps[0].indicator, steps[0].key) == ("dual_credit", "complete_record")


def test_nothing_is_suggested_to_a_student_who_is_met() -> None:
    exam = {"test": "AP", "date": "2025-05-12", "parts": {"score": 3}}
    assert next_steps(judged(2026, {"scores": [exam]})) == ()


def test_a_student_met_only_by_a_sunsetting_certification_still_gets_steps() -> None:
    result = judged(2023, {"credentials": [SUNSETTING]})
    assert result.only_by_sunsetting_ibc
    assert next_steps(result)


def test_a_student_below_the_highest_level_still_gets_steps() -> None:
    exam = {"test": "AP", "date": "2029-05-12", "parts": {"score": 3}}
    assert next_steps(judged(2030, {"scores": [exam]}))
    degree = {"kind": "associate_degree", "earned_on": "2030-05-01"}
    assert next_steps(judged(2030, {"credentials": [degree]})) == ()


def test_a_graduate_is_not_told_to_take_a_test() -> None:
    given: dict[str, Any] = {"graduated_on": "2026-05-28", "scores": [SHORT_SAT]}
    keys = {step.key for step in next_steps(judged(2026, given))}
    assert keys == {"document_enlistment"}


def test_evidence_that_nobody_loaded_is_asked_for_last() -> None:
    steps = next_steps(judged(2026, {}, ["scores"]))
    asked = [step for step in steps if step.key == "load_evidence"]
    assert asked
    assert steps[-1].key == "load_evidence"
    assert "AP scores or IB scores" in " ".join(step.action for step in asked)


def test_the_first_tsia_is_no_longer_suggested() -> None:
    score = {"test": "TSIA1", "date": "2020-10-01", "parts": {"reading": 350, "math": 349}}
    actions = [step.action for step in next_steps(judged(2022, {"scores": [score]}))]
    assert actions
    assert not [action for action in actions if "TSIA " in action]


@pytest.mark.parametrize("class_of", [2026, 2030])
def test_the_same_steps_can_be_said_in_spanish(class_of: int) -> None:
    result = judged(class_of, {"scores": [SHORT_SAT]})
    english, spanish = next_steps(result), next_steps(result, "es")
    assert [step.key for step in english] == [step.key for step in spanish]
    assert not {step.action for step in english} & {step.action for step in spanish}


@pytest.mark.parametrize(
    ("essay", "crc", "told"),
    [
        (4, 940, ["1 point more to reach 5 on the TSIA2 essay", "5 points more to reach 945"]),
        (5, 940, ["5 points more to reach 945"]),
        (4, 945, ["1 point more to reach 5 on the TSIA2 essay"]),
    ],
    ids=["both short", "only the multiple choice short", "only the essay short"],
)
def test_everything_that_one_sitting_still_needs_is_told(
    essay: int, crc: int, told: list[str]
) -> None:
    parts = {"elar_crc": crc, "elar_diagnostic": 2, "essay": essay, "math_crc": 950}
    score = {"test": "TSIA2", "date": "2025-10-04", "parts": parts}
    first = next_steps(judged(2027, {"scores": [score]}))[0].action
    assert [one for one in told if one in first] == told
    assert first.count("more to reach") == len(told)
