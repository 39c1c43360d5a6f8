"""The figures of a campus, from the outcomes of its students."""

from __future__ import annotations

from decimal import Decimal

import pytest

from careercraft.calc import Level, NoValueInForce, State, sentence
from careercraft.calc.campus import Counted, Range, campus_figures
from careercraft.calc.citations import Standing
from tests.calc.campus.campuses import (
    at_level,
    members,
    met,
    not_met,
    sunsetting,
    tier_3,
    unknown,
)


def test_a_graduate_who_meets_several_indicators_is_one_credit() -> None:
    figures = campus_figures(members((1, met("tsi", "ap_ib")), (9, not_met())), [], 2027)
    assert (figures.graduates, figures.met, figures.credited.low) == (10, 1, 1)
    assert figures.rate == Range(10, 10)
    assert figures.indicators["tsi"].met == 1
    assert figures.indicators["ap_ib"] == (1, Decimal("10.0"), 0)


def test_students_who_are_not_known_make_a_low_and_a_high_end() -> None:
    figures = campus_figures(members((6, met()), (2, unknown()), (6, not_met())), [], 2027)
    assert figures.credited == Range(6, 8)
    assert figures.rate == Range(43, 57)
    assert figures.unknown == 2
    assert figures.indicators["ap_ib"].unknown == 2
    assert (figures.rating.scaled, figures.highest_rating.scaled) == (55, 65)


def test_the_limit_holds_back_credit_but_not_the_students() -> None:
    figures = campus_figures(members((7, sunsetting()), (13, not_met())), [], 2027)
    assert (figures.met, figures.only_by_sunsetting_ibc) == (7, 7)
    assert figures.limits[0].over == 2
    assert figures.credited == Range(5, 5)
    assert figures.rate == Range(25, 25)
    assert figures.indicators["ibc"].met == 7


def test_closing_the_gaps_knows_no_limit_and_adds_who_did_not_graduate() -> None:
    figures = campus_figures(
        members((7, sunsetting()), (13, not_met())), members((1, met()), (3, not_met())), 2027
    )
    assert figures.closing_the_gaps is not None
    everybody = figures.closing_the_gaps["all"]
    assert everybody.denominator == 24
    assert everybody.credited == Range(8, 8)
    assert figures.graduates == 20


def test_without_word_of_who_did_not_graduate_closing_the_gaps_is_not_known() -> None:
    assert campus_figures(members((10, met())), None, 2027).closing_the_gaps is None


def test_who_may_still_meet_another_indicator_is_not_limited_at_the_high_end() -> None:
    graduates = members((5, sunsetting()), (3, sunsetting(may_meet_another=True)), (12, not_met()))
    assert campus_figures(graduates, [], 2027).credited == Range(5, 8)


def test_tier_3_is_limited_from_2028_on() -> None:
    graduates = members((7, tier_3()), (93, not_met()))
    assert campus_figures(graduates, [], 2027).credited.low == 7
    assert campus_figures(graduates, [], 2028).credited.low == 5
    assert campus_figures(graduates, [], 2031).met == 7


@pytest.mark.parametrize(("graduates", "letter"), [(9, None), (10, "A"), (11, "A")])
def test_fewer_than_ten_graduates_are_not_rated_by_one_year(
    graduates: int, letter: str | None
) -> None:
    figures = campus_figures(members((graduates, met())), [], 2027)
    assert figures.rating.letter == letter
    assert figures.rate == Range(100, 100)


def test_a_small_campus_says_what_it_takes_to_be_rated() -> None:
    rating = campus_figures(members((9, met())), [], 2027).rating
    assert sentence(rating.because) == (
        "CCMR component: it takes 10 graduates to be rated; there are 9 graduates. "
        "Add the years before, which the state may put together."
    )


def test_a_small_campus_is_rated_over_three_years() -> None:
    earlier = [Counted(0, 6), Counted(0, 6)]
    figures = campus_figures(members((8, met())), [], 2027, earlier=earlier)
    assert figures.rating.because.values["raw"] == 40
    assert figures.rating.standing is Standing.ASSUMED


def test_nobody_is_not_a_rate_of_zero() -> None:
    figures = campus_figures([], [], 2027)
    assert figures.credited == Range(0, 0)
    assert figures.rate is None
    assert figures.indicators["tsi"].percent is None
    assert figures.rating.scaled is None


def test_an_alternative_campus_is_rated_by_its_own_cut_points() -> None:
    graduates = members((6, met()), (14, not_met()))
    assert campus_figures(graduates, [], 2022).rating.letter == "D"
    assert campus_figures(graduates, [], 2022, "aea").rating.letter == "A"
    assert campus_figures(graduates, [], 2027, "aea").rating.letter is None


def test_the_rating_of_a_campus_is_assumed_because_the_rounding_of_its_rate_is() -> None:
    assert campus_figures(members((10, met())), [], 2022).rating.standing is Standing.ASSUMED


def test_in_the_tiered_system_the_rate_is_the_campus_score_and_there_is_no_rating() -> None:
    graduates = members(
        (4, at_level(Level.ADVANCED)),
        (3, at_level(Level.DEMONSTRATED)),
        (3, at_level(Level.FOUNDATIONAL)),
    )
    figures = campus_figures(graduates, [], 2031)
    assert figures.credited == Range(10, 10)
    assert figures.rate == Range(70, 70)
    assert figures.rating.scaled is None
    assert figures.limits[0].state is State.NOT_APPLICABLE


def test_a_campus_before_the_first_ratings_is_refused() -> None:
    with pytest.raises(NoValueInForce):
        campus_figures(members((10, met())), [], 2021)
