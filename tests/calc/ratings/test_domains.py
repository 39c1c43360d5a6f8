"""Domains and the overall score: weights, caps and holds, below, at and above every threshold."""

from __future__ import annotations

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from careercraft.calc.citations import Standing
from careercraft.calc.ratings import (
    Rated,
    ccmr,
    given,
    overall,
    part_b,
    school_progress,
    student_achievement,
)

SCORES = st.integers(30, 100)


def achieved(staar: int | None, ccmr: int | None, graduation: int | None, year: int) -> Rated:
    return student_achievement(
        given("staar", staar, year),
        given("ccmr", ccmr, year),
        given("graduation", graduation, year),
        year,
    )


def progressed(part_a: int | None, part_b: int | None, year: int = 2025) -> Rated:
    return school_progress(given("part_a", part_a, year), given("part_b", part_b, year), year)


def rated_overall(achievement: int, part_a: int, part_b: int, gaps: int) -> Rated:
    return overall(
        given("student_achievement", achievement, 2025),
        progressed(part_a, part_b),
        given("closing_the_gaps", gaps, 2025),
        2025,
    )


@pytest.mark.parametrize(
    ("staar", "ccmr", "graduation", "score"),
    [(88, 90, 100, 91), (100, 0, 0, 40), (0, 100, 0, 40), (0, 0, 100, 20), (89, 90, 89, 89)],
)
def test_student_achievement_weighs_40_40_20(
    staar: int, ccmr: int, graduation: int, score: int
) -> None:
    assert achieved(staar, ccmr, graduation, 2022).scaled == score


def test_one_more_scaled_point_in_ccmr_can_turn_the_letter() -> None:
    below, at = achieved(88, 92, 87, 2022), achieved(88, 93, 87, 2022)
    assert (below.scaled, below.letter) == (89, "B")
    assert (at.scaled, at.letter) == (90, "A")


@pytest.mark.parametrize("absent", range(3))
def test_a_component_that_is_not_given_leaves_the_whole_open(absent: int) -> None:
    scores: list[int | None] = [88, 90, 100]
    scores[absent] = None
    whole = achieved(scores[0], scores[1], scores[2], 2022)
    assert (whole.scaled, whole.letter) == (None, None)
    assert whole.because.key == "rating_not_given"


def test_the_standing_of_a_component_travels_but_not_that_of_its_letter() -> None:
    low_staar = achieved(65, 98, 100, 2022)
    assert low_staar.parts[0].standing is Standing.SECONDARY
    assert (low_staar.letter, low_staar.standing) == ("B", Standing.READ)
    later = achieved(88, 90, 100, 2025)
    assert later.standing is Standing.SECONDARY


@pytest.mark.parametrize(("year", "kind"), [(2028, "standard"), (2023, "aea"), (2021, "standard")])
def test_without_known_weights_there_is_no_student_achievement(year: int, kind: str) -> None:
    parts = [given(name, 90, year) for name in ("staar", "ccmr", "graduation")]
    whole = student_achievement(parts[0], parts[1], parts[2], year, kind)
    assert whole.scaled is None
    assert whole.because.key == "rating_no_rule"


@pytest.mark.parametrize(("staar", "ccmr", "score"), [(80, 90, 85), (80, 91, 86), (80, 89, 85)])
def test_part_b_is_the_average_of_its_sides_rounded_half_up(
    staar: int, ccmr: int, score: int
) -> None:
    sides = (given("part_b_staar", staar, 2025), given("part_b_ccmr", ccmr, 2025))
    whole = part_b(*sides, 2025)
    assert whole.scaled == score
    assert whole.standing is Standing.ASSUMED


@pytest.mark.parametrize(
    ("part_a", "part_b", "score"),
    [
        (95, 59, 89),
        (95, 60, 95),
        (95, 61, 95),
        (59, 95, 89),
        (60, 95, 95),
        (59, 89, 89),
        (59, 90, 89),
        (59, 88, 88),
        (40, 55, 55),
        (70, 80, 80),
    ],
)
def test_school_progress_is_the_better_part_held_at_89_where_one_is_below_60(
    part_a: int, part_b: int, score: int
) -> None:
    assert progressed(part_a, part_b).scaled == score


def test_a_capped_school_progress_says_why() -> None:
    capped = progressed(95, 59)
    assert capped.because.key == "rating_capped"
    assert capped.because.values["better"] == 95
    assert progressed(89, 59).because.key == "rating_better"


def test_school_progress_needs_both_parts() -> None:
    assert progressed(95, None).scaled is None


@pytest.mark.parametrize(
    ("achievement", "part_a", "part_b", "gaps", "score"),
    [
        (90, 80, 80, 80, 87),
        (80, 90, 90, 80, 87),
        (91, 80, 80, 80, 88),
        (59, 59, 100, 59, 59),
        (59, 59, 100, 60, 69),
        (60, 59, 100, 59, 69),
        (69, 69, 100, 69, 69),
        (70, 69, 100, 69, 91),
        (69, 70, 100, 69, 91),
        (69, 69, 100, 70, 91),
        (70, 69, 69, 69, 70),
        (50, 50, 50, 50, 50),
        (65, 65, 66, 65, 66),
    ],
)
def test_the_overall_score_is_held_where_three_scores_are_low(
    achievement: int, part_a: int, part_b: int, gaps: int, score: int
) -> None:
    assert rated_overall(achievement, part_a, part_b, gaps).scaled == score


def test_an_overall_score_that_is_held_says_why() -> None:
    held = rated_overall(69, 69, 100, 69)
    assert held.because.key == "rating_held"
    assert held.because.values["below"] == 70
    very_low = rated_overall(59, 59, 100, 59)
    assert very_low.because.values["below"] == 60


@pytest.mark.parametrize("year", [2022, 2028])
def test_the_overall_rule_of_another_year_is_not_known(year: int) -> None:
    parts = [given(name, 90, year) for name in ("student_achievement", "closing_the_gaps")]
    progress = progressed(90, 90, year)
    assert progress.scaled is None
    assert overall(parts[0], progress, parts[1], year).scaled is None


def test_the_overall_score_of_an_alternative_campus_is_not_known() -> None:
    score = given("student_achievement", 90, 2025)
    assert overall(score, progressed(90, 90), score, 2025, "aea").because.key == "rating_no_rule"


def test_a_given_score_of_a_year_without_letters_is_not_rated() -> None:
    assert given("staar", 90, 2019).letter is None


@hypothesis_given(SCORES, SCORES, SCORES, SCORES)
def test_more_in_any_domain_never_lowers_the_overall_score(
    achievement: int, part_a: int, part_b: int, gaps: int
) -> None:
    scores = [achievement, part_a, part_b, gaps]
    here = rated_overall(*scores).scaled
    assert here is not None
    for place, score in enumerate(scores):
        better = [*scores]
        better[place] = min(score + 1, 100)
        above = rated_overall(*better).scaled
        assert above is not None
        assert above >= here


def test_the_way_from_a_rate_to_student_achievement_keeps_its_parts() -> None:
    readiness = ccmr(61, 2022)
    whole = student_achievement(
        given("staar", 88, 2022), readiness, given("graduation", 100, 2022), 2022
    )
    assert whole.parts[1] is readiness
    assert {cite.source for cite in whole.cite} >= {"R2022"}
