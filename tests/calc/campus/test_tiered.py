"""The campus score of the tiered system: the average of three percents."""

from __future__ import annotations

from decimal import Decimal

import pytest

from careercraft.calc import Level, NoValueInForce
from careercraft.calc.campus import Range, campus_score
from careercraft.calc.citations import Standing
from tests.calc.campus.campuses import at_level, met

NONE, LOW, MIDDLE, TOP = (
    Level.NONE,
    Level.FOUNDATIONAL,
    Level.DEMONSTRATED,
    Level.ADVANCED,
)


@pytest.mark.parametrize(
    ("levels", "score"),
    [
        ([TOP, TOP], 100),
        ([NONE, NONE], 0),
        ([LOW, LOW], 33),
        ([MIDDLE, MIDDLE], 67),
        ([LOW, MIDDLE, TOP], 67),
        ([NONE, LOW, MIDDLE, TOP], 50),
        ([TOP, NONE], 50),
    ],
)
def test_the_score_averages_who_reaches_each_level_or_a_higher_one(
    levels: list[Level], score: int
) -> None:
    found = campus_score([at_level(level) for level in levels], 2031)
    assert found is not None
    assert found.score == Range(score, score)


def test_each_level_is_counted_with_those_above_it() -> None:
    found = campus_score([at_level(level) for level in (NONE, LOW, MIDDLE, TOP)], 2031)
    assert found is not None
    assert [(one.level, one.graduates.low, one.percent) for one in found.levels] == [
        (LOW, 3, Decimal("75.0")),
        (MIDDLE, 2, Decimal("50.0")),
        (TOP, 1, Decimal("25.0")),
    ]


def test_a_level_that_may_turn_out_higher_makes_a_low_and_a_high_end() -> None:
    found = campus_score([at_level(LOW, TOP), at_level(NONE, TOP)], 2031)
    assert found is not None
    assert found.score == Range(17, 100)


def test_the_score_is_never_surer_than_secondary() -> None:
    found = campus_score([at_level(TOP)], 2031)
    assert found is not None
    assert found.authority.standing in (Standing.SECONDARY, Standing.ASSUMED)


def test_graduates_of_the_other_edition_are_never_mixed_in() -> None:
    assert campus_score([at_level(TOP), met()], 2031) is None


def test_nobody_has_no_score() -> None:
    assert campus_score([], 2031) is None


def test_there_is_no_score_before_the_class_of_2030_is_rated() -> None:
    with pytest.raises(NoValueInForce, match="2030"):
        campus_score([at_level(TOP)], 2030)
