"""Which rating is known in which year and for which kind of campus, and how sure it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from careercraft.calc.citations import Standing
from careercraft.calc.ratings import (
    Rated,
    ccmr,
    given,
    graduation,
    overall,
    part_b,
    part_b_ccmr,
    school_progress,
    staar,
    student_achievement,
)

READ, SECONDARY, ASSUMED = Standing


def rated(what: str, year: int, kind: str) -> Rated:
    ninety = [given(name, 90, year) for name in ("one", "two", "three")]
    made = {
        "ccmr": lambda: ccmr(95, year, kind),
        "staar": lambda: staar(95, year, kind),
        "graduation": lambda: graduation(Decimal("95.5"), year, kind),
        "part_b_ccmr": lambda: part_b_ccmr(95, Decimal("50.5"), year, kind),
        "part_b": lambda: part_b(ninety[0], ninety[1], year, kind),
        "school_progress": lambda: school_progress(ninety[0], ninety[1], year, kind),
        "student_achievement": lambda: student_achievement(*ninety, year, kind),
        "overall": lambda: overall(
            ninety[0], school_progress(ninety[1], ninety[2], 2025), ninety[2], year, kind
        ),
    }
    return made[what]()


@pytest.mark.parametrize(
    ("what", "kind", "first", "last"),
    [
        ("ccmr", "standard", 2022, 2027),
        ("ccmr", "aea", 2022, 2022),
        ("staar", "standard", 2022, 2027),
        ("staar", "aea", 2022, 2022),
        ("graduation", "standard", 2023, 2027),
        ("part_b_ccmr", "standard", 2023, 2027),
        ("part_b", "standard", 2023, 2027),
        ("school_progress", "standard", 2023, 2027),
        ("overall", "standard", 2023, 2027),
        ("student_achievement", "standard", 2022, 2027),
        ("student_achievement", "aea", 2022, 2022),
    ],
)
def test_a_rating_is_known_from_its_first_year_through_its_last(
    what: str, kind: str, first: int, last: int
) -> None:
    known = [year for year in range(2022, 2031) if rated(what, year, kind).scaled is not None]
    assert known == list(range(first, last + 1))


@pytest.mark.parametrize("what", ["ccmr", "staar", "student_achievement"])
@pytest.mark.parametrize(("year", "standing"), [(2022, READ), (2023, SECONDARY)])
def test_what_the_published_rows_of_2022_show_is_sure_for_that_year_only(
    what: str, year: int, standing: Standing
) -> None:
    assert rated(what, year, "standard").standing is standing


@pytest.mark.parametrize(
    ("what", "year", "at"),
    [
        ("ccmr", 2022, "CCMR and STAAR components, raw and scaled"),
        ("ccmr", 2023, "chapter 5"),
        ("ccmr", 2027, "chapter 5"),
        ("staar", 2022, "STAAR cut points unchanged since 2017"),
        ("staar", 2023, "table 5.1"),
        ("student_achievement", 2023, "CCMR 40 percent"),
    ],
)
def test_a_rating_cites_where_the_rule_of_its_year_was_read(what: str, year: int, at: str) -> None:
    assert at in [cite.at for cite in rated(what, year, "standard").cite]


@pytest.mark.parametrize(
    ("year", "score", "standing"),
    [
        (2022, 95, READ),
        (2022, 65, SECONDARY),
        (2023, 95, SECONDARY),
        (2027, 95, SECONDARY),
        (2027, 65, SECONDARY),
        (2028, 95, ASSUMED),
        (2028, 65, ASSUMED),
    ],
)
def test_how_sure_the_letter_of_a_given_score_is_goes_by_the_year(
    year: int, score: int, standing: Standing
) -> None:
    assert given("staar", score, year).standing is standing


@pytest.mark.parametrize("score", [95, 65])
def test_from_2028_on_a_letter_rests_on_the_refresh_only(score: int) -> None:
    assert {cite.source for cite in given("staar", score, 2028).cite} == {"S14b"}


@pytest.mark.parametrize(("raw", "scaled"), [("92.4", 86), ("93.6", 88), ("93.9", 89)])
def test_graduation_rates_of_a_letter_end_one_tenth_below_the_next(raw: str, scaled: int) -> None:
    assert graduation(Decimal(raw), 2025).scaled == scaled
