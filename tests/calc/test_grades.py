"""Grades, and the school years that belong to them."""

from __future__ import annotations

from datetime import date

import pytest

from careercraft.calc import GraduatingClass
from careercraft.calc.calendar import SchoolYear
from careercraft.calc.grades import (
    class_of_entry,
    grade_named,
    nth_year,
    usual_grade,
    year_in_grade,
)

YEAR = SchoolYear(2026)


@pytest.mark.parametrize(
    ("id_", "grade"),
    [
        ("end_of_grade_9", 9),
        ("finished_grade_11", 11),
        ("fall_of_grade_12", 12),
        ("incoming_grade_9", 9),
        ("graduation", None),
        ("grades_9_to_12", None),
    ],
)
def test_an_id_names_a_grade_or_none(id_: str, grade: int | None) -> None:
    assert grade_named(id_) == grade


def test_the_years_of_a_student_follow_from_one_of_them() -> None:
    assert year_in_grade(YEAR, 10, 12) == 2028
    assert year_in_grade(YEAR, 10, 9) == 2025
    assert class_of_entry(YEAR, 9) == 2029
    assert class_of_entry(YEAR, 11) == 2027
    assert usual_grade(GraduatingClass(2027), YEAR) == 11


def test_the_fourth_year_of_high_school_is_that_of_the_class() -> None:
    assert [nth_year(SchoolYear(2026), SchoolYear(year)) for year in (2023, 2026, 2028)] == [
        1,
        4,
        6,
    ]


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 8, 1), 2026), (date(2026, 7, 31), 2026), (date(2026, 8, 1), 2027)],
)
def test_a_school_year_runs_from_august_to_july(day: date, year: int) -> None:
    assert SchoolYear.of(day) == year
