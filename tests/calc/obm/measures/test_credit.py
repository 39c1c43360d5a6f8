"""College credit by a day: hours, courses, core completion, degrees and credentials."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careercraft.calc import Score, sentence
from careercraft.calc.facts import Course
from careercraft.calc.obm import Milestone
from tests.calc.obm.people import EVERYTHING, degree, dual, line, standing, student

AP = Score("AP", {"score": 3}, date(2025, 5, 12), "20")
AP_ENGLISH = Score("AP", {"score": 3}, date(2025, 5, 12), "36")
AP_TWO = Score("AP", {"score": 2}, date(2025, 5, 12), "36")
ONRAMPS = Course("onramps", "other", 3, None, date(2025, 5, 20), qualified=True)


@pytest.mark.parametrize(("hours", "expected"), [(8, "open"), (9, "met"), (10, "met")])
def test_nine_hours_by_the_end_of_grade_10(hours: int, expected: str) -> None:
    assert standing("ATT1", student(courses=(dual(hours),))) == expected


@pytest.mark.parametrize(
    ("ended", "choices", "expected"),
    [
        ("2026-08-31", {}, "met"),
        ("2026-09-01", {}, "open"),
        ("2026-06-30", {"summer_after": "not_counted"}, "met"),
        ("2026-07-01", {"summer_after": "not_counted"}, "open"),
    ],
)
def test_the_summer_after_a_grade_counts_as_the_district_chose(
    ended: str, choices: dict[str, str], expected: str
) -> None:
    assert standing("ATT1", student(courses=(dual(9, ended),)), **choices) == expected


def test_who_is_short_is_told_how_many_hours_by_when() -> None:
    found = line("ATT1", student(courses=(dual(6),)))
    assert found.gap is not None
    assert (found.gap.amount, found.gap.unit) == (3, "hours")
    assert found.how is not None
    assert sentence(found.how) == "Earn 3 hours more in any subject by Aug 31, 2026."


def test_after_the_last_day_it_is_closed() -> None:
    late = date(2026, 9, 1)
    found = line("ATT1", student(courses=(dual(6),)), today=late)
    assert (found.standing.value, found.how) == ("closed", None)


@pytest.mark.parametrize(
    "course",
    [dual(9, passed=None), dual(None), dual(9, ended=None)],
    ids=["no result", "no hours", "no date"],
)
def test_a_record_that_is_not_complete_leaves_it_open(course: Course) -> None:
    found = line("ATT1", student(courses=(course,)))
    assert (found.standing.value, found.because.key) == ("unknown", "obm_hours_open")


def test_a_course_that_was_failed_counts_nothing() -> None:
    assert standing("ATT1", student(courses=(dual(9, passed=False),))) == "open"


def test_what_was_never_loaded_is_not_missing() -> None:
    known = EVERYTHING - {"onramps"}
    found = line("ATT1", student(known=known))
    assert found.standing.value == "unknown"
    assert (
        sentence(found.because)
        == "No OnRamps results have been loaded yet, so this cannot be decided."
    )
    assert standing("ATT1", student(known=known), credit_routes="dual_credit") == "open"


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ("dual_credit", "open"),
        ("dual_credit_onramps", "open"),
        ("dual_credit_onramps_ap", "met"),
    ],
)
def test_which_credit_counts_is_a_choice(routes: str, expected: str) -> None:
    one = student(courses=(dual(3), ONRAMPS), scores=(AP,))
    assert standing("ATT1", one, credit_routes=routes) == expected


def test_an_ap_exam_below_three_stands_for_nothing() -> None:
    one = student(grade=11, scores=(AP_TWO,))
    assert standing("ATT2", one) == "open"
    assert standing("ATT2", student(grade=11, scores=(AP_ENGLISH,))) == "met"


@pytest.mark.parametrize(
    ("subject", "expected"), [("ela", "met"), ("math", "met"), ("other", "open")]
)
def test_three_hours_in_english_or_mathematics_by_the_end_of_grade_11(
    subject: str, expected: str
) -> None:
    assert standing("ATT2", student(grade=11, courses=(dual(3, subject=subject),))) == expected
    assert standing("ATT2", student(grade=11, courses=(dual(2, subject=subject),))) == "open"


@pytest.mark.parametrize(
    ("milestones", "expected"),
    [
        ((), "open"),
        ((Milestone("core_completion", date(2026, 8, 31)),), "met"),
        ((Milestone("core_completion", date(2026, 9, 1)),), "open"),
        ((Milestone("core_completion"),), "unknown"),
        ((Milestone("work_based_learning", date(2026, 1, 1)),), "open"),
    ],
)
def test_core_completion(milestones: tuple[Milestone, ...], expected: str) -> None:
    assert standing("ATT4", student(grade=12, milestones=milestones)) == expected


@pytest.mark.parametrize(
    ("credential", "expected"),
    [
        (degree("2026-08-31"), "met"),
        (degree("2026-09-01"), "open"),
        (degree(None), "unknown"),
        (degree("2026-05-01", "level_1_certificate"), "open"),
    ],
)
def test_an_associate_degree_by_the_end_of_august_after_graduation(
    credential: Any, expected: str
) -> None:
    assert standing("ATT5", student(grade=12, credentials=(credential,))) == expected


@pytest.mark.parametrize(("result", "expected"), [("01", "met"), ("02", "open"), (None, "unknown")])
def test_a_certification_counts_when_it_was_received(result: str | None, expected: str) -> None:
    one = student(grade=12, credentials=(degree("2026-01-10", "ibc", code="010", result=result),))
    assert standing("ATT5", one, model="ptech", name="2020") == expected


def test_one_college_course_by_the_end_of_grade_11() -> None:
    old = {"model": "ptech", "name": "2020"}
    assert standing("ATT2", student(grade=11, courses=(dual(1),)), **old) == "met"
    assert standing("ATT2", student(grade=11), **old) == "open"
    assert standing("ATT2", student(grade=11, courses=(dual(ended=None),)), **old) == "unknown"
    assert standing("ACH4", student(grade=12, courses=(ONRAMPS,)), **old) == "open"


def test_a_course_of_an_unnamed_subject_may_be_science() -> None:
    old = {"model": "tstem", "name": "2020"}
    assert standing("ATT2", student(grade=12, courses=(dual(),)), **old) == "unknown"
    assert standing("ATT2", student(grade=12, courses=(dual(subject="math"),)), **old) == "met"
    assert standing("ATT2", student(grade=12, courses=(dual(subject="ela"),)), **old) == "open"


def test_a_course_that_was_failed_or_came_too_late_is_no_college_course() -> None:
    old = {"model": "ptech", "name": "2020"}
    failed, late = dual(passed=False), dual(ended="2026-09-01")
    assert standing("ATT2", student(grade=11, courses=(failed, late)), **old) == "open"
