"""Campus limits on graduates who have only a limited certification."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercraft.calc import State, sentence
from careercraft.calc.campus import sunsetting_limit, tier_3_limit
from careercraft.calc.citations import Standing
from careercraft.calc.explain import LANGUAGES

WITH_LIMIT = [2023, 2024, 2025, 2027]


@pytest.mark.parametrize(
    ("graduates", "limit"),
    [(0, 5), (10, 5), (24, 5), (25, 5), (29, 5), (30, 6), (34, 6), (35, 7), (100, 20), (104, 20)],
)
@pytest.mark.parametrize("year", WITH_LIMIT)
def test_five_graduates_or_twenty_percent_whichever_is_more(
    year: int, graduates: int, limit: int
) -> None:
    assert sunsetting_limit(0, graduates, year).limit == limit


@pytest.mark.parametrize(
    ("only", "state", "counted", "over"),
    [(4, State.MET, 4, 0), (5, State.MET, 5, 0), (6, State.NOT_MET, 5, 1)],
)
def test_below_at_and_above_the_limit(only: int, state: State, counted: int, over: int) -> None:
    limit = sunsetting_limit(only, 20, 2027)
    assert (limit.state, limit.counted, limit.over) == (state, counted, over)


@pytest.mark.parametrize(
    ("year", "has_limit"),
    [(2022, False), (2023, True), (2025, True), (2026, False), (2027, True), (2028, False)],
)
def test_the_years_with_a_sunsetting_limit(year: int, has_limit: bool) -> None:
    limit = sunsetting_limit(50, 60, year)
    assert (limit.limit is not None) is has_limit
    assert (limit.state is State.NOT_APPLICABLE) is not has_limit
    assert limit.counted == (12 if has_limit else 50)


@pytest.mark.parametrize(
    ("use", "counted"), [("student_achievement", 5), ("part_b", 5), ("closing_the_gaps", 9)]
)
def test_the_limit_applies_in_two_of_three_uses(use: str, counted: int) -> None:
    assert sunsetting_limit(9, 20, 2027, use).counted == counted


@pytest.mark.parametrize(
    ("year", "has_limit"), [(2027, False), (2028, True), (2030, True), (2031, False)]
)
def test_the_years_with_a_tier_3_limit(year: int, has_limit: bool) -> None:
    assert (tier_3_limit(50, 100, year).limit is not None) is has_limit


@pytest.mark.parametrize(("graduates", "limit"), [(19, 0), (20, 1), (39, 1), (40, 2), (100, 5)])
def test_the_tier_3_limit_is_five_percent_and_at_most_that(graduates: int, limit: int) -> None:
    assert tier_3_limit(0, graduates, 2028).limit == limit


@pytest.mark.parametrize(("only", "over"), [(4, 0), (5, 0), (6, 1)])
def test_tier_3_below_at_and_above_the_limit(only: int, over: int) -> None:
    assert tier_3_limit(only, 100, 2028).over == over


def test_the_rounding_of_a_limit_is_assumed_and_says_so() -> None:
    assert sunsetting_limit(6, 20, 2027).authority.standing is Standing.ASSUMED
    assert {cite.source for cite in tier_3_limit(6, 20, 2028).authority.cite} >= {"F2030"}


def test_a_limit_that_was_passed_is_said_with_its_numbers() -> None:
    assert sentence(sunsetting_limit(9, 20, 2027).because) == (
        "9 graduates with only a sunsetting certification: up to 5 may count, so 4 cannot."
    )
    assert sentence(sunsetting_limit(1, 20, 2027).because) == (
        "1 graduate with only a sunsetting certification: all count, as up to 5 may."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", [2026, 2027, 2028])
@pytest.mark.parametrize("only", [0, 3, 30])
def test_every_limit_can_be_said(language: str, year: int, only: int) -> None:
    for limit in (sunsetting_limit(only, 100, year), tier_3_limit(only, 100, year)):
        text = sentence(limit.because, language)
        assert text.endswith(".")
        assert "{" not in text


@given(graduates=st.integers(0, 4000), share=st.integers(0, 100), year=st.sampled_from(WITH_LIMIT))
def test_never_more_count_than_five_or_twenty_percent(
    graduates: int, share: int, year: int
) -> None:
    only = graduates * share // 100
    limit = sunsetting_limit(only, graduates, year)
    assert limit.counted + limit.over == only
    assert limit.counted <= 5 or limit.counted * 5 <= graduates
    assert limit.over == 0 or limit.counted == limit.limit
