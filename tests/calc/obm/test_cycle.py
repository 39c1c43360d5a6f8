"""Data year, report label and designation year are tied as the state ties them."""

from __future__ import annotations

import pytest

from careercraft.calc import sentence
from careercraft.calc.calendar import SchoolYear
from careercraft.calc.citations import Standing
from careercraft.calc.history import NoValueInForce
from careercraft.calc.obm.cycle import Cycle


def test_the_first_round_that_decides_reads_the_school_year_2023_24() -> None:
    cycle = Cycle.of_designation(2026)
    assert [str(year) for year in cycle[:3]] == ["2023-24", "2024-25", "2025-26"]
    assert (cycle.applied_in_fall_of, cycle.noticed_in_spring_of) == (2024, 2025)
    assert cycle.authority.standing is Standing.READ


@pytest.mark.parametrize("data_year", range(2024, 2032))
def test_the_label_is_one_after_the_data_and_one_before_the_designation(data_year: int) -> None:
    cycle = Cycle.of_data(data_year)
    assert cycle.data_year == data_year
    assert cycle.report_label == data_year + 1 == cycle.designation_year - 1
    assert Cycle.of_designation(cycle.designation_year) == cycle


def test_later_rounds_are_assumed_to_follow_the_first() -> None:
    assert Cycle.of_designation(2028).authority.standing is Standing.ASSUMED


def test_no_round_decides_before_2025_26() -> None:
    with pytest.raises(NoValueInForce):
        Cycle.of_designation(2025)
    with pytest.raises(NoValueInForce):
        Cycle.of_data(2023)


def test_a_round_is_spelled_out() -> None:
    assert sentence(Cycle.of_data(2026).because) == (
        "Designation for 2027-28: applied for in the fall of 2026, decided on the 2026-27 report, "
        "which reads the school year 2025-26; notice in the spring of 2027."
    )
    assert "año escolar 2025-26" in sentence(Cycle.of_data(2026).because, "es")


def test_a_school_year_is_named_by_the_year_it_ends() -> None:
    assert str(SchoolYear(2026)) == "2025-26"
    assert str(SchoolYear(2100)) == "2099-00"
    assert (SchoolYear(2026).before(), SchoolYear(2026).next()) == (2025, 2027)
