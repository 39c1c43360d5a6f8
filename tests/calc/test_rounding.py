"""Rounding is exact, and the middle goes where the mode says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from careercraft.calc.rounding import ceil, floor, half_up, percent, rounded, share, whole


@pytest.mark.parametrize(
    ("value", "expected"), [("42.4", 42), ("42.49", 42), ("42.5", 43), ("42.6", 43), ("42", 42)]
)
def test_half_up_takes_the_nearest_and_lifts_the_middle(value: str, expected: int) -> None:
    assert half_up(Fraction(value)) == expected


def test_the_middle_above_an_even_number_also_goes_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in (1, 3, 5)] == [1, 2, 3]


@pytest.mark.parametrize(("value", "below", "above"), [("2.8", 2, 3), ("3", 3, 3), ("3.2", 3, 4)])
def test_floor_and_ceil_leave_a_whole_number_alone(value: str, below: int, above: int) -> None:
    assert floor(Fraction(value)) == below
    assert ceil(Fraction(value)) == above


def test_a_mode_is_chosen_by_its_name() -> None:
    modes = ("floor", "half_up", "ceil")
    assert [whole(Fraction("1.5"), mode) for mode in modes] == [1, 2, 2]
    with pytest.raises(KeyError):
        whole(Fraction(1), "nearest")


def test_decimals_are_kept_as_asked() -> None:
    assert rounded(Fraction(400, 7), 1, "half_up") == Decimal("57.1")
    assert str(rounded(Fraction(50), 1, "half_up")) == "50.0"
    assert str(rounded(Fraction("49.95"), 1, "half_up")) == "50.0"
    assert rounded(Fraction("49.94"), 1, "half_up") == Decimal("49.9")


def test_a_percent_and_a_share_are_exact() -> None:
    assert percent(1, 3) == Fraction(100, 3)
    assert share(24, 20) == Fraction(24, 5)
