"""The designation of this year and the next two, by the students who will be measured for it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from careercraft.calc.obm import Figure, Program, Share, edition, project, year_of_implementation
from careercraft.calc.obm.projection import designation_year_of
from tests.calc.obm.people import TODAY, dual, student

ECHS = edition("echs", "2023")
NINTH = Program(tuple(student(f"s{n}", grade=9, courses=(dual(6),)) for n in range(4)))


def test_the_year_of_implementation_begins_with_the_first_school_year() -> None:
    assert [year_of_implementation(2022, year) for year in (2020, 2021, 2022, 2027)] == [0, 0, 1, 6]


def test_the_designation_year_of_today_is_the_one_that_this_years_data_decide() -> None:
    assert designation_year_of(TODAY) == 2028


def test_this_and_the_next_two_designation_years_follow_their_own_data() -> None:
    found = project(ECHS, NINTH, 2023, 2028, TODAY)
    assert [str(one.cycle.designation_year) for one in found] == ["2027-28", "2028-29", "2029-30"]
    assert [str(one.cycle.data_year) for one in found] == ["2025-26", "2026-27", "2027-28"]
    assert [one.year_of_implementation for one in found] == [6, 7, 8]
    assert [one.measured["ATT1"].counted.denominator for one in found] == [0, 4, 0]


def test_what_is_possible_is_wider_than_what_stands() -> None:
    second = project(ECHS, NINTH, 2023, 2028, TODAY)[1]
    now = second.as_it_stands.indicators["ATT1"].targets["designated"]
    ahead = second.still_possible.indicators["ATT1"].targets["designated"]
    assert (now.state.value, ahead.state.value) == ("not_met", "unknown")


def test_years_before_the_first_that_the_measures_decide_are_left_out() -> None:
    found = project(ECHS, NINTH, 2023, 2025, TODAY)
    assert [int(one.cycle.designation_year) for one in found] == [2026, 2027]


def test_a_young_program_stays_provisional_whatever_its_figures() -> None:
    found = project(ECHS, NINTH, 2026, 2028, TODAY)
    assert {one.as_it_stands.designation.status for one in found} == {"provisional"}
    assert {one.still_possible.designation.status for one in found} == {"provisional"}


@pytest.mark.parametrize(("percent", "state"), [(29, "not_met"), (30, "met")])
def test_a_figure_that_was_typed_takes_the_place_of_the_measured_one(
    percent: int, state: str
) -> None:
    typed = {2026: {"ATT1": Figure({"all": Share.of(Fraction(percent))})}}
    first, second, _ = project(ECHS, NINTH, 2023, 2028, TODAY, typed=typed)
    assert first.as_it_stands.indicators["ATT1"].targets["designated"].state.value == state
    assert second.as_it_stands.indicators["ATT1"].value == 0


def test_after_the_data_year_nothing_is_open() -> None:
    later = date(2027, 10, 1)
    second = project(ECHS, NINTH, 2023, 2028, later)[1]
    assert second.measured["ATT1"].ahead == second.measured["ATT1"].figure
