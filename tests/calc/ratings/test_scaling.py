"""A raw score becomes a scaled one by the band of its letter: below, at and above every cut."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercraft.calc import NoValueInForce
from careercraft.calc.citations import Authority, Standing
from careercraft.calc.history import Dated
from careercraft.calc.ratings import letter_of
from careercraft.calc.ratings.components import ccmr, graduation, staar
from careercraft.calc.ratings.rules import CutPoints
from careercraft.calc.ratings.scaling import scale

CUTS = Dated(CutPoints(60, 48, 39, 26), Authority())


@pytest.mark.parametrize(
    ("year", "kind", "raw", "scaled", "letter"),
    [
        (2022, "standard", 59, 89, "B"),
        (2022, "standard", 60, 90, "A"),
        (2022, "standard", 61, 90, "A"),
        (2022, "standard", 47, 79, "C"),
        (2022, "standard", 48, 80, "B"),
        (2022, "standard", 49, 81, "B"),
        (2022, "standard", 38, 69, "D"),
        (2022, "standard", 39, 70, "C"),
        (2022, "standard", 40, 71, "C"),
        (2022, "standard", 25, 59, "F"),
        (2022, "standard", 26, 60, "D"),
        (2022, "standard", 27, 61, "D"),
        (2022, "standard", 0, 30, "F"),
        (2022, "standard", 100, 100, "A"),
        (2022, "aea", 23, 89, "B"),
        (2022, "aea", 24, 90, "A"),
        (2022, "aea", 25, 90, "A"),
        (2022, "aea", 14, 79, "C"),
        (2022, "aea", 15, 80, "B"),
        (2022, "aea", 16, 81, "B"),
        (2022, "aea", 6, 69, "D"),
        (2022, "aea", 7, 70, "C"),
        (2022, "aea", 8, 71, "C"),
        (2022, "aea", 2, 59, "F"),
        (2022, "aea", 3, 60, "D"),
        (2022, "aea", 4, 63, "D"),
        (2023, "standard", 87, 89, "B"),
        (2023, "standard", 88, 90, "A"),
        (2023, "standard", 89, 91, "A"),
        (2025, "standard", 77, 79, "C"),
        (2025, "standard", 78, 80, "B"),
        (2025, "standard", 79, 81, "B"),
        (2027, "standard", 63, 69, "D"),
        (2027, "standard", 64, 70, "C"),
        (2027, "standard", 65, 71, "C"),
        (2027, "standard", 50, 59, "F"),
        (2027, "standard", 51, 60, "D"),
        (2027, "standard", 52, 61, "D"),
    ],
)
def test_the_ccmr_rate_is_scaled_below_at_and_above_a_cut_point(
    year: int, kind: str, raw: int, scaled: int, letter: str
) -> None:
    rated = ccmr(raw, year, kind)
    assert (rated.scaled, rated.letter) == (scaled, letter)


@pytest.mark.parametrize(
    ("raw", "scaled"),
    [(59, 89), (60, 90), (52, 79), (53, 80), (40, 69), (41, 70), (34, 59), (35, 60)],
)
@pytest.mark.parametrize("year", [2022, 2023, 2027])
def test_staar_cut_points_stayed_from_2022_to_2027(year: int, raw: int, scaled: int) -> None:
    assert staar(raw, year).scaled == scaled


@pytest.mark.parametrize(
    ("raw", "scaled"),
    [
        ("93.4", 88),
        ("93.9", 89),
        ("94", 90),
        ("94.1", 90),
        ("89.9", 79),
        ("90", 80),
        ("90.1", 80),
        ("79.9", 69),
        ("80", 70),
        ("80.1", 70),
        ("69.9", 59),
        ("70", 60),
        ("70.1", 60),
        ("100", 100),
    ],
)
def test_a_graduation_rate_keeps_its_decimal_until_it_is_scaled(raw: str, scaled: int) -> None:
    rated = graduation(Decimal(raw), 2025)
    assert rated.scaled == scaled
    assert rated.standing is Standing.ASSUMED


def test_a_rate_finer_than_the_step_stays_within_its_letter() -> None:
    assert graduation(Decimal("93.99"), 2025).letter == "B"


@pytest.mark.parametrize("year", [2022, 2023, 2027, 2028, 2031])
@pytest.mark.parametrize(
    ("scaled", "letter"),
    [
        (91, "A"),
        (90, "A"),
        (89, "B"),
        (80, "B"),
        (79, "C"),
        (70, "C"),
        (69, "D"),
        (60, "D"),
        (59, "F"),
    ],
)
def test_a_letter_begins_at_every_tenth_point(year: int, scaled: int, letter: str) -> None:
    assert letter_of(scaled, year).value == letter


@pytest.mark.parametrize("raw", [-1, 101])
def test_a_raw_score_off_the_scale_is_refused(raw: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        ccmr(raw, 2022)


def test_a_letter_without_any_raw_score_of_its_own_is_passed_over() -> None:
    narrow = Dated(CutPoints(60, 59, 58, 0), Authority())
    assert [scale(raw, narrow, 2022).value for raw in (57, 58, 59, 60)] == [69, 70, 80, 90]


def test_no_year_before_2022_has_a_scale() -> None:
    with pytest.raises(NoValueInForce, match="2021"):
        scale(50, CUTS, 2021)


@pytest.mark.parametrize(
    ("year", "kind"), [(2021, "standard"), (2028, "standard"), (2023, "aea"), (2027, "aea")]
)
def test_where_no_cut_points_are_known_there_is_no_score(year: int, kind: str) -> None:
    rated = ccmr(61, year, kind)
    assert (rated.scaled, rated.letter) == (None, None)
    assert rated.because.key == "rating_no_rule"
    assert rated.standing is Standing.ASSUMED


def test_a_kind_of_campus_without_rules_has_no_score() -> None:
    assert ccmr(61, 2022, "jjaep").scaled is None


def test_the_graduation_table_of_2022_is_not_known() -> None:
    assert graduation(95, 2022).scaled is None


@pytest.mark.parametrize(
    ("year", "raw", "standing"),
    [
        (2022, 61, Standing.READ),
        (2022, 39, Standing.READ),
        (2022, 38, Standing.SECONDARY),
        (2022, 25, Standing.SECONDARY),
        (2023, 95, Standing.SECONDARY),
        (2027, 40, Standing.SECONDARY),
    ],
)
def test_standing_is_that_of_the_least_sure_value_used(
    year: int, raw: int, standing: Standing
) -> None:
    rated = ccmr(raw, year)
    assert rated.standing is standing
    assert rated.cite


@given(
    raw=st.integers(0, 99),
    year=st.integers(2022, 2027),
    component=st.sampled_from([ccmr, staar]),
)
def test_a_higher_raw_score_never_scales_lower(raw: int, year: int, component: object) -> None:
    rate = ccmr if component is ccmr else staar
    here, above = rate(raw, year).scaled, rate(raw + 1, year).scaled
    assert here is not None
    assert above is not None
    assert 30 <= here <= above <= 100
