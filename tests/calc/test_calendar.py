from __future__ import annotations

from datetime import date

import pytest

from careercraft.calc.calendar import AccountabilityYear, GraduatingClass


def test_a_class_is_rated_in_the_year_after_it_graduates() -> None:
    assert GraduatingClass(2026).rated_in() == 2027
    assert isinstance(GraduatingClass(2026).rated_in(), AccountabilityYear)


def test_a_rating_year_counts_the_class_before_it() -> None:
    assert AccountabilityYear(2027).graduates() == GraduatingClass(2026)


@pytest.mark.parametrize(
    ("began_on", "class_of"),
    [
        (date(2022, 8, 15), 2026),
        (date(2022, 7, 1), 2026),
        (date(2023, 1, 9), 2026),
        (date(2023, 6, 30), 2026),
        (date(2023, 7, 1), 2027),
    ],
)
def test_the_class_is_the_entry_year_plus_four_even_for_a_spring_entry(
    began_on: date, class_of: int
) -> None:
    assert GraduatingClass.entering_grade_9_on(began_on) == class_of
