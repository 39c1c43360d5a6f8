"""The values that ratings rest on: the shape of each file under ``params/ratings``, and how to look
one up for a year.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeVar

from careercraft.calc.calendar import AccountabilityYear
from careercraft.calc.facts import Number
from careercraft.calc.history import Dated, History, NoValueInForce
from careercraft.calc.params import FOLDER, rulebook

STANDARD = "standard"
ALTERNATIVE = "aea"
CAMPUS_TYPES = (STANDARD, ALTERNATIVE)
ROOM = "ratings"

R = TypeVar("R", bound=tuple[Any, ...])


class CutPoints(NamedTuple):
    """The lowest raw score of each letter."""

    a: int
    b: int
    c: int
    d: int


class Scale(NamedTuple):
    """The scaled scores at the two ends of each letter, and how a scaled score is rounded."""

    a_from: int
    a_to: int
    b_from: int
    b_to: int
    c_from: int
    c_to: int
    d_from: int
    d_to: int
    highest_raw: int
    rounding: str


class ScaleBottom(NamedTuple):
    """The scaled scores at the two ends of the lowest letter."""

    f_from: int
    f_to: int


class RawStep(NamedTuple):
    """The smallest difference between two raw scores."""

    step: Number


class Letters(NamedTuple):
    """The lowest scaled score of each of the three upper letters."""

    a: int
    b: int
    c: int


class LetterD(NamedTuple):
    """The lowest scaled score of a D."""

    d: int


class StudentAchievementWeights(NamedTuple):
    """Percents of the three components; together a hundred."""

    staar: int
    ccmr: int
    graduation: int


class PartBWeights(NamedTuple):
    """Percents of the two relative performances; together a hundred."""

    staar: int
    ccmr: int


class OverallWeights(NamedTuple):
    """Percents of the better of two domains, and of Closing the Gaps; together a hundred."""

    better_of_two: int
    closing_the_gaps: int


class Cap(NamedTuple):
    """Where a part is below the first score, the whole is at most the second."""

    below: int
    at_most: int


class OverallLimits(NamedTuple):
    """How far an overall score is held down where ``several`` scores are low or very low."""

    several: int
    very_low_below: int
    very_low_at_most: int
    low_below: int
    low_at_most: int


class DistrictAverage(NamedTuple):
    """The grades whose enrolled students weigh a campus in its district, first and last."""

    first_grade: int
    last_grade: int


class DistrictOverall(NamedTuple):
    """Whether the overall score of a district weighs its domains as that of a campus."""

    as_a_campus: bool


class Table(NamedTuple):
    """The name of a table beside the parameter files."""

    table: str


class Decimals(NamedTuple):
    """How many decimals a percent has."""

    decimals: int


class Mode(NamedTuple):
    """A way of rounding: a name of ``rounding.MODES``."""

    mode: str


class SunsettingLimit(NamedTuple):
    """So many graduates, or this percent of all of them, whichever is more."""

    graduates: int
    percent: int


class LimitUses(NamedTuple):
    """Where a campus limit applies."""

    student_achievement: bool
    part_b: bool
    closing_the_gaps: bool


class TierLimit(NamedTuple):
    """The tier of certifications that is limited, and the percent of all graduates it may be."""

    tier: int
    percent: int


class MinimumSize(NamedTuple):
    """How many students it takes, and over how many years fewer may be added up."""

    students: int
    years: int


class GroupNames(NamedTuple):
    """Names of student groups."""

    groups: tuple[str, ...]


class LevelNames(NamedTuple):
    """Names of levels of the tiered edition, lowest first."""

    levels: tuple[str, ...]


class RelativeBand(NamedTuple):
    """Cut points for campuses with at most this percent of economically disadvantaged students."""

    through: Decimal
    cuts: CutPoints


def in_force(name: str, shape: type[R], year: int) -> Dated[R]:
    """Return a rating parameter's value for a year of ratings.

    Raises ``NoValueInForce`` where no value is known for that year or that kind of campus.
    """
    return _history(name, shape).at(AccountabilityYear(year))


@cache
def _history(name: str, shape: type[Any]) -> History[Any]:
    full = f"{ROOM}/{name}"
    if full not in rulebook().histories:
        raise NoValueInForce(f"{full} is not among the rules.")
    return rulebook().history(full, shape)


@cache
def relative_bands(table: str) -> Sequence[RelativeBand]:
    """Return a table of School Progress Part B, lowest percent first."""
    path = FOLDER / ROOM / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            RelativeBand(
                Decimal(row["economically_disadvantaged_percent_through"]),
                CutPoints(*(int(row[letter]) for letter in CutPoints._fields)),
            )
            for row in csv.DictReader(file)
        )
