"""Rates and percents of a campus, and how few are too few."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercraft.calc import NoValueInForce
from careercraft.calc.campus import Counted, ccmr_rate, evaluated, indicator_percent
from careercraft.calc.campus.rates import large_enough
from careercraft.calc.citations import Standing


@pytest.mark.parametrize(
    ("credited", "graduates", "rate"),
    [
        (6, 14, 43),
        (97, 220, 44),
        (84, 200, 42),
        (85, 200, 43),
        (86, 200, 43),
        (0, 9, 0),
        (9, 9, 100),
    ],
)
def test_the_rate_is_a_whole_percent_with_the_middle_rounded_up(
    credited: int, graduates: int, rate: int
) -> None:
    found = ccmr_rate(Counted(credited, graduates), 2027)
    assert found is not None
    assert found.value == rate
    assert found.authority.standing is Standing.ASSUMED


def test_there_is_no_rate_of_nobody() -> None:
    assert ccmr_rate(Counted(0, 0), 2027) is None
    assert indicator_percent(Counted(0, 0), 2027) is None


@pytest.mark.parametrize(
    ("count", "graduates", "percent"),
    [(8, 14, "57.1"), (1, 2000, "0.1"), (99, 200000, "0.0"), (7, 7, "100.0")],
)
def test_an_indicator_has_one_decimal(count: int, graduates: int, percent: str) -> None:
    found = indicator_percent(Counted(count, graduates), 2027)
    assert found is not None
    assert found.value == Decimal(percent)


def test_no_rate_is_known_before_the_ratings_of_2022() -> None:
    with pytest.raises(NoValueInForce):
        ccmr_rate(Counted(1, 2), 2021)


@pytest.mark.parametrize(("students", "enough"), [(9, False), (10, True), (11, True)])
@pytest.mark.parametrize("use", ["student_achievement", "closing_the_gaps"])
def test_ten_students_are_enough(students: int, enough: bool, use: str) -> None:
    assert large_enough(students, use, 2027) is enough
    alone = evaluated([Counted(4, students)], use, 2027)
    assert alone == (Counted(4, students) if enough else None)


@pytest.mark.parametrize("use", ["student_achievement", "closing_the_gaps"])
def test_a_small_campus_is_looked_at_over_three_years_together(use: str) -> None:
    years = [Counted(3, 4), Counted(2, 3), Counted(1, 3), Counted(9, 9)]
    assert evaluated(years, use, 2027) == Counted(6, 10)


def test_three_years_that_are_still_too_few_are_not_looked_at() -> None:
    years = [Counted(3, 3), Counted(2, 3), Counted(1, 3), Counted(9, 9)]
    assert evaluated(years, "student_achievement", 2027) is None
    assert evaluated([], "student_achievement", 2027) is None


def test_a_campus_that_is_large_enough_leaves_the_years_before_alone() -> None:
    assert evaluated([Counted(5, 10), Counted(9, 9)], "student_achievement", 2027) == (5, 10)


@given(graduates=st.integers(1, 3000), data=st.data())
def test_one_more_credited_graduate_never_lowers_the_rate(
    graduates: int, data: st.DataObject
) -> None:
    credited = data.draw(st.integers(0, graduates - 1))
    here = ccmr_rate(Counted(credited, graduates), 2027)
    above = ccmr_rate(Counted(credited + 1, graduates), 2027)
    assert here is not None
    assert above is not None
    assert 0 <= here.value <= above.value <= 100
