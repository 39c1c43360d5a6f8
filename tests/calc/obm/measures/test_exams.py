"""End-of-course exams, and college readiness by tests."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careercraft.calc import Score, sentence
from tests.calc.obm.people import EVERYTHING, dual, eoc, line, measured, standing, student

MATH = Score("TSIA2", {"math_crc": 950}, date(2025, 2, 1))
MATH_SHORT = Score("TSIA2", {"math_crc": 949}, date(2025, 2, 1))
READING = Score("TSIA2", {"elar_crc": 945, "essay": 5}, date(2025, 2, 1))
SAT = Score("SAT", {"ebrw": 480, "math": 530}, date(2025, 10, 4))


@pytest.mark.parametrize(
    ("level", "expected"),
    [("did_not_meet", "open"), ("approaches", "met"), ("meets", "met"), ("masters", "met")],
)
def test_algebra_1_by_the_end_of_grade_9(level: str, expected: str) -> None:
    assert standing("ACH1", student(grade=9, scores=(eoc("A1", level),))) == expected


def test_an_exam_taken_in_middle_school_counts() -> None:
    assert standing("ACH1", student(grade=9, scores=(eoc("A1", "meets", "2023-05-01"),))) == "met"


def test_an_exam_after_the_last_day_does_not_count() -> None:
    late = student(grade=9, scores=(eoc("A1", "meets", "2026-09-01"),))
    assert standing("ACH1", late, today=date(2026, 9, 2)) == "left_out"


def test_the_best_of_several_results_counts() -> None:
    scores = (eoc("A1", "did_not_meet"), eoc("A1", "approaches", "2024-12-01"))
    assert standing("ACH1", student(grade=9, scores=scores)) == "met"


def test_a_result_without_its_date_or_level_is_not_known() -> None:
    assert standing("ACH1", student(grade=9, scores=(eoc("A1", "meets", None),))) == "unknown"
    assert standing("ACH1", student(grade=9, scores=(eoc("A1", None),))) == "unknown"


def test_who_has_no_result_is_counted_as_the_district_chose() -> None:
    assert standing("ACH1", student(grade=9)) == "to_come"
    assert standing("ACH1", student(grade=9), exam_takers="everybody") == "open"
    over = date(2026, 9, 1)
    assert standing("ACH1", student(grade=9), today=over) == "left_out"
    assert standing("ACH1", student(grade=9), today=over, exam_takers="everybody") == "closed"
    assert standing("ACH1", student(grade=9, known=EVERYTHING - {"STAAR"})) == "unknown"


def test_a_result_to_come_is_in_the_figure_ahead_only() -> None:
    found = measured(student("a", grade=9, scores=(eoc("A1", "meets"),)), student("b", grade=9))
    now, ahead = found["ACH1"].figure, found["ACH1"].ahead
    assert now.shares["approaches"].tally == (1, 1, 0)
    assert ahead.shares["approaches"].tally == (1, 2, 1)


def test_each_level_of_an_exam_has_its_own_share() -> None:
    levels = ("did_not_meet", "approaches", "meets", "masters")
    people = [student(str(n), grade=9, scores=(eoc("A1", lv),)) for n, lv in enumerate(levels)]
    shares = measured(*people)["ACH1"].figure.shares
    assert {name: share.low for name, share in shares.items()} == {
        "approaches": 75,
        "meets": 50,
        "masters": 25,
    }


@pytest.mark.parametrize(
    ("scores", "mathematics", "reading"),
    [
        ((MATH,), "met", "open"),
        ((MATH_SHORT,), "open", "open"),
        ((READING,), "open", "met"),
        ((MATH, READING), "met", "met"),
        ((SAT,), "open", "open"),
    ],
)
def test_a_tsia_score_by_the_end_of_grade_11(
    scores: tuple[Score, ...], mathematics: str, reading: str
) -> None:
    one = student(grade=11, scores=scores)
    assert standing("ACH3", one) == mathematics
    assert standing("ACH4", one) == reading


@pytest.mark.parametrize(("scale", "expected"), [(3999, "open"), (4000, "met"), (4001, "met")])
def test_english_2_stands_for_a_tsia_score_by_criterion_b(scale: int, expected: str) -> None:
    one = student(grade=11, scores=(eoc("E2", "meets", scale=scale),))
    assert standing("ACH4", one) == expected
    assert standing("ACH4", one, eoc_criterion="a") == "open"


@pytest.mark.parametrize(
    ("passed", "expected"), [(True, "met"), (False, "open"), (None, "unknown")]
)
def test_algebra_1_stands_for_it_with_algebra_2_passed(passed: bool | None, expected: str) -> None:
    scores = (eoc("A1", "meets", scale=4000),)
    one = student(grade=11, scores=scores, algebra_2_passed=passed)
    assert standing("ACH3", one) == expected
    if passed is None:
        assert "Algebra II" in sentence(line("ACH3", one).because)


def test_by_criterion_a_english_3_and_algebra_2_stand_for_it() -> None:
    scores = (eoc("E3", "meets", scale=4000), eoc("A2", "meets", scale=4000))
    one = student(grade=11, scores=scores)
    assert standing("ACH3", one, eoc_criterion="a") == "met"
    assert standing("ACH4", one, eoc_criterion="a") == "met"
    assert standing("ACH4", one) == "open"


@pytest.mark.parametrize(
    ("scores", "choices", "expected"),
    [
        ((MATH, READING), {}, "met"),
        ((MATH,), {}, "open"),
        ((SAT,), {}, "open"),
        ((SAT,), {"college_readiness": "any_ccmr"}, "met"),
    ],
)
def test_ready_in_both_subjects_by_graduation(
    scores: tuple[Score, ...], choices: dict[str, str], expected: str
) -> None:
    assert standing("ACH6", student(grade=12, scores=scores), **choices) == expected


def test_what_was_never_loaded_leaves_readiness_open() -> None:
    assert standing("ACH6", student(grade=12, known=EVERYTHING - {"TSIA2"})) == "unknown"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"courses": (dual(3, subject="ela"),)}, "met"),
        ({"courses": (dual(3, subject="other"),)}, "open"),
        ({"scores": (READING,)}, "met"),
    ],
)
def test_in_2020_the_first_college_course_exempts(given: dict[str, Any], expected: str) -> None:
    assert standing("ACH1", student(grade=11, **given), year=2026, name="2020-21") == expected


def test_in_ptech_2020_one_of_the_two_subjects_is_enough() -> None:
    one = student(grade=12, scores=(MATH,))
    assert standing("ACH1", one, model="ptech", name="2020") == "met"
