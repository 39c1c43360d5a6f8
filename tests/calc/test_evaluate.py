from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc import GraduatingClass, Level, State, evaluate_student, rules_for_class
from careercraft.calc.accountability import tiered
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.facts import StudentFacts
from tests.calc.students import RICH, facts, judged
from tests.calc.test_cases import finding_at

SAT_TOO_EARLY = {"test": "SAT", "date": "2021-10-04", "parts": {"math": 500}}
COURSE_FAILED = {"kind": "college_prep", "subject": "math", "grade": 12, "passed": False}
DEGREE_TOO_LATE = {"kind": "associate_degree", "earned_on": "2026-09-01"}


def rich(class_of: int) -> StudentFacts:
    return facts(class_of, {key: value for key, value in RICH.items() if key != "class_of"})


def test_the_result_carries_class_year_and_both_fingerprints() -> None:
    result = evaluate_student(rich(2026), rules_for_class(2026))
    assert (result.class_of, result.accountability_year) == (2026, 2027)
    assert result.rules_fingerprint == rules_for_class(2026).fingerprint
    assert len(result.facts_fingerprint) == 32
    assert list(result.indicators) == list(INDICATORS)


@pytest.mark.parametrize("class_of", range(2021, 2032))
def test_a_student_with_everything_is_met_in_every_class(class_of: int) -> None:
    assert judged(class_of, {"courses": RICH["courses"]}).state is State.MET


def test_findings_point_at_the_evidence_they_rest_on() -> None:
    tsi = evaluate_student(rich(2026), rules_for_class(2026)).indicators["tsi"]
    rla, math = tsi.parts
    assert rla.evidence == ("scores[1]",)
    assert math.evidence == ("scores[2]",)


def test_a_student_of_whom_nothing_is_known_is_unknown_not_unmet() -> None:
    nothing = StudentFacts(GraduatingClass(2026))
    result = evaluate_student(nothing, rules_for_class(2026))
    assert result.state is State.UNKNOWN
    assert result.indicators["ap_ib"].missing == ("AP", "IB")


def test_one_missing_source_leaves_only_what_depends_on_it_unknown() -> None:
    known = facts(2026, {}).known - {"AP"}
    result = evaluate_student(facts(2026, {})._replace(known=known), rules_for_class(2026))
    unknown = [id_ for id_, one in result.indicators.items() if one.state is State.UNKNOWN]
    assert unknown == ["ap_ib"]
    assert result.indicators["ap_ib"].missing == ("AP",)


def test_the_tiered_edition_refuses_a_class_that_is_not_its_own() -> None:
    with pytest.raises(ValueError, match="2026 is not judged by the tiered edition"):
        tiered.judge(rich(2026), rules_for_class(2026))


@pytest.mark.parametrize(
    ("kind", "path", "evidence"),
    [
        ("SAT", "tsi.math.sat", {"scores": [SAT_TOO_EARLY]}),
        ("SAT", "tsi.math.sat", {"scores": [{**SAT_TOO_EARLY, "date": "2025-10-04"}]}),
        ("college_prep", "tsi.math.college_prep", {"courses": [COURSE_FAILED]}),
        ("associate_degree", "associate_degree", {"credentials": [DEGREE_TOO_LATE]}),
        ("enlistment", "military", {"enlistments": [{"evidence": "peims", "on": "2026-06-01"}]}),
    ],
)
def test_what_does_not_count_leaves_a_question_open_while_others_of_the_kind_may_exist(
    kind: str, path: str, evidence: dict[str, Any]
) -> None:
    whole, rules = facts(2026, evidence), rules_for_class(2026)
    partly = whole._replace(known=whole.known - {kind})
    assert finding_at(evaluate_student(whole, rules), path).state is State.NOT_MET
    assert finding_at(evaluate_student(partly, rules), path).state is State.UNKNOWN
    assert finding_at(evaluate_student(partly, rules), path).missing == (kind,)


def test_a_certification_already_met_may_still_turn_out_higher_while_others_are_not_loaded() -> (
    None
):
    courses = [
        {"kind": "cte", "program_of_study": "A", "level": 3, "credits": 2, "passed": True}
    ] * 3
    ibc = {
        "kind": "ibc",
        "code": "010",
        "earned_on": "2029-04-01",
        "result": "01",
        "lists": ["2025-30"],
        "programs_of_study": ["A"],
        "tier": 3,
    }
    student = facts(2030, {"courses": courses, "credentials": [ibc]})
    rules = rules_for_class(2030)
    assert evaluate_student(student, rules).level is Level.FOUNDATIONAL
    partly = student._replace(known=student.known - {"ibc"})
    assert evaluate_student(partly, rules).level is Level.UNKNOWN
