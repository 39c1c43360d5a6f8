from __future__ import annotations

from datetime import date

import pytest

from careercraft.calc.calendar import AccountabilityYear, GraduatingClass
from careercraft.calc.citations import Authority
from careercraft.calc.history import Dated, Entry, History, NoValueInForce, WrongClock

BY_CLASS = History(
    "passing", GraduatingClass, [Entry(2025, None), Entry(2021, Dated(40, Authority()))]
)
BY_DAY = History("passing", date, [Entry(date(2023, 2, 15).toordinal(), Dated(40, Authority()))])


def test_a_value_is_in_force_from_its_first_class_until_its_repeal() -> None:
    assert BY_CLASS.at(GraduatingClass(2021)).value == 40
    assert BY_CLASS.at(GraduatingClass(2024)).value == 40


@pytest.mark.parametrize("class_of", [2020, 2025, 2026])
def test_no_value_in_force_is_raised_never_answered_with_none(class_of: int) -> None:
    with pytest.raises(NoValueInForce, match=f"passing has no value in force for {class_of}"):
        BY_CLASS.at(GraduatingClass(class_of))


def test_a_value_dated_by_test_day_begins_on_that_day() -> None:
    assert not BY_DAY.in_force(date(2023, 2, 14))
    assert BY_DAY.in_force(date(2023, 2, 15))


def test_a_rating_year_is_never_taken_for_a_class() -> None:
    with pytest.raises(WrongClock, match="goes by GraduatingClass"):
        BY_CLASS.at(AccountabilityYear(2024))


def test_a_bare_number_is_never_taken_for_a_class() -> None:
    with pytest.raises(WrongClock, match="asked by int"):
        BY_CLASS.at(2024)
