"""Rates of a campus: what is counted of whom, how it is rounded, and how few are too few."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from careercraft.calc.citations import jointly
from careercraft.calc.history import Dated
from careercraft.calc.ratings.rules import Decimals, MinimumSize, Mode, in_force
from careercraft.calc.rounding import percent, rounded

STUDENT_ACHIEVEMENT = "student_achievement"
CLOSING_THE_GAPS = "closing_the_gaps"


class Range(NamedTuple):
    """A number that depends on what is not known yet: at least ``low``, at most ``high``."""

    low: int
    high: int


class Counted(NamedTuple):
    """How many of how many, in one year."""

    credited: int
    students: int


def ccmr_rate(counted: Counted, year: int) -> Dated[int] | None:
    """Return the CCMR rate as the state takes it into a rating: a whole percent.

    Returns ``None`` where there is nobody to count. Raises ``NoValueInForce`` before the first
    year.
    """
    rate = _percent(counted, "rate", year)
    return None if rate is None else Dated(int(rate.value), rate.authority)


def indicator_percent(counted: Counted, year: int) -> Dated[Decimal] | None:
    """Return an indicator's percent as the state prints it, ``None`` where there is nobody."""
    return _percent(counted, "indicator_percent", year)


def evaluated(years: Sequence[Counted], use: str, year: int) -> Counted | None:
    """Return what a rating looks at: this year, or several years together where it is too small.

    ``years`` begins with the year rated and goes back. Where too few are counted in the years
    given, the answer is ``None``: not rated. ``use`` is ``student_achievement`` or
    ``closing_the_gaps``; in the latter only all students together may be added up over years.
    """
    minimum = in_force(f"minimum_size_{use}", MinimumSize, year).value
    if years and years[0].students >= minimum.students:
        return years[0]
    together = _together(years[: minimum.years])
    return together if together.students >= minimum.students else None


def large_enough(students: int, use: str, year: int) -> bool:
    """Tell whether a group is large enough to be looked at by itself."""
    return students >= in_force(f"minimum_size_{use}", MinimumSize, year).value.students


def _together(years: Sequence[Counted]) -> Counted:
    return Counted(sum(one.credited for one in years), sum(one.students for one in years))


def _percent(counted: Counted, name: str, year: int) -> Dated[Decimal] | None:
    if not counted.students:
        return None
    decimals = in_force(name, Decimals, year)
    mode = in_force("rounding_mode", Mode, year)
    exact = percent(counted.credited, counted.students)
    value = rounded(exact, decimals.value.decimals, mode.value.mode)
    return Dated(value, jointly(decimals.authority, mode.authority))
