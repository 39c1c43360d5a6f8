"""The values that the money of the outcomes bonus rests on, by fiscal year, and how to look one up.

A class is paid in a fiscal year; every other value here goes by that year.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, TypeVar

from careercraft.calc.calendar import FiscalYear, GraduatingClass
from careercraft.calc.history import Dated, History
from careercraft.calc.params import rulebook

ROOM = "bonus"
GROUPS = ("economically_disadvantaged", "not_economically_disadvantaged", "special_education")
"""The first two hold every graduate once; the third lies over them."""

R = TypeVar("R", bound=tuple[Any, ...])


class Percent(NamedTuple):
    """A whole number of percent."""

    percent: int


class Dollars(NamedTuple):
    """A whole number of dollars."""

    dollars: int


class Mode(NamedTuple):
    """A way of rounding: a name of ``rounding.MODES``."""

    mode: str


class Years(NamedTuple):
    """A number of years."""

    years: int


def paid_in(class_of: GraduatingClass) -> Dated[FiscalYear]:
    """Return the fiscal year in which a class's bonus is paid.

    Raises ``NoValueInForce`` for a class before the first one that earned a bonus.
    """
    after = _history("fiscal_years_until_paid", Years).at(class_of)
    return Dated(FiscalYear(class_of + after.value.years), after.authority)


def first_bonus_class() -> GraduatingClass:
    """Return the first class that earned a bonus."""
    return GraduatingClass(_history("fiscal_years_until_paid", Years).entries[0].start)


def threshold(group: str, year: FiscalYear) -> Dated[Percent]:
    """Return the percent of a group that has to be met before the next one earns a bonus."""
    return _history(f"threshold_{group}", Percent).at(year)


def rate(group: str, year: FiscalYear) -> Dated[Dollars]:
    """Return what each graduate of a group above the threshold earns."""
    return _history(f"rate_{group}", Dollars).at(year)


def minimum_rounding(year: FiscalYear) -> Dated[Mode]:
    """Return how the smallest number of graduates that reaches the threshold is made whole."""
    return _history("minimum_rounding", Mode).at(year)


def spending_floor(year: FiscalYear) -> Dated[Percent]:
    """Return the least percent of the bonus to be spent on readiness in grades 8 to 12."""
    return _history("spending_floor", Percent).at(year)


@cache
def _history(name: str, shape: type[R]) -> History[R]:
    return rulebook().history(f"{ROOM}/{name}", shape)
