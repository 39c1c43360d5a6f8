"""A district's domain scores are averages of its campuses, weighed by their students."""

from __future__ import annotations

import pytest

from careercraft.calc.citations import Standing
from careercraft.calc.ratings import CampusDomains, Rated, district_ratings, weighing_grades

BIG = CampusDomains(1500, 80, 70, 60)
SMALL = CampusDomains(500, 90, 94, 80)


def seen(one: Rated) -> tuple[int | None, str | None]:
    return one.scaled, one.letter


def test_a_campus_of_three_times_the_students_weighs_three_times_as_much() -> None:
    found = district_ratings([BIG, SMALL], 2025)
    assert seen(found.student_achievement) == (83, "B")  # 82.5
    assert seen(found.school_progress) == (76, "C")
    assert seen(found.closing_the_gaps) == (65, "D")


def test_the_overall_score_weighs_the_better_domain_and_closing_the_gaps() -> None:
    found = district_ratings([BIG, SMALL], 2025)
    assert seen(found.overall) == (78, "C")  # 0.7 * 83 + 0.3 * 65 = 77.6
    progress = district_ratings([SMALL], 2025)
    assert seen(progress.overall) == (90, "A")  # 0.7 * 94 + 0.3 * 80 = 89.8
    assert found.overall.parts == found[:3]


@pytest.mark.parametrize(("second", "expected"), [(80, 80), (81, 81), (82, 81)])
def test_half_a_point_is_rounded_up(second: int, expected: int) -> None:
    campuses = [CampusDomains(100, score, 70, 70) for score in (80, second)]
    assert district_ratings(campuses, 2025).student_achievement.scaled == expected


@pytest.mark.parametrize("enrolled", [None, 0])
def test_a_campus_whose_enrollment_is_not_known_leaves_every_score_unknown(
    enrolled: int | None,
) -> None:
    found = district_ratings([BIG, SMALL._replace(enrolled=enrolled)], 2025)
    assert [one.scaled for one in found] == [None] * 4
    assert found.overall.standing is Standing.ASSUMED


def test_a_score_that_is_not_known_leaves_its_own_domain_and_the_overall_score_unknown() -> None:
    found = district_ratings([BIG, SMALL._replace(school_progress=None)], 2025)
    assert [one.scaled for one in found] == [83, None, 65, None]


def test_without_any_campus_nothing_is_known() -> None:
    assert [one.scaled for one in district_ratings([], 2025)] == [None] * 4


@pytest.mark.parametrize(
    ("year", "known"), [(2022, False), (2023, True), (2027, True), (2028, False)]
)
def test_the_average_holds_from_2023_to_2027(year: int, known: bool) -> None:
    found = district_ratings([BIG, SMALL], year)
    assert [one.scaled is not None for one in found] == [known] * 4
    assert weighing_grades(year) == ((3, 12) if known else None)


def test_nothing_of_a_district_is_surer_than_an_assumption() -> None:
    found = district_ratings([BIG, SMALL], 2025)
    assert {one.standing for one in found} == {Standing.ASSUMED}
    assert {cite.source for cite in found.student_achievement.cite} >= {"S30", "S78"}
