"""The only place that rounds. How to round is a cited parameter; the arithmetic is exact."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

HUNDRED = 100
SHOWN_DECIMALS = 2


def half_up(value: Fraction) -> int:
    """Return the nearest whole number; the middle between two goes up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def floor(value: Fraction) -> int:
    """Return the whole number at or below."""
    return value.numerator // value.denominator


def ceil(value: Fraction) -> int:
    """Return the whole number at or above."""
    return -(-value.numerator // value.denominator)


MODES: dict[str, Callable[[Fraction], int]] = {"half_up": half_up, "floor": floor, "ceil": ceil}


def whole(value: Fraction, mode: str) -> int:
    """Return a value as a whole number, rounded by that mode."""
    return MODES[mode](value)


def rounded(value: Fraction, decimals: int, mode: str) -> Decimal:
    """Return a value with so many decimals, rounded by that mode."""
    shifted = Fraction(value) * 10**decimals
    return Decimal(MODES[mode](shifted)).scaleb(-decimals)


def percent(part: int, of: int) -> Fraction:
    """Return what percent one count is of another, exactly. ``of`` must not be zero."""
    return Fraction(part * HUNDRED, of)


def share(of: int, percents: int | Decimal) -> Fraction:
    """Return so many percent of a count, exactly."""
    return Fraction(percents) * of / HUNDRED


def to_show(value: Fraction) -> Decimal:
    """Return a percent as it is shown: cut off after the hundredth, so that what falls short of a
    line never looks as if it had reached it.
    """
    return rounded(value, SHOWN_DECIMALS, "floor")
