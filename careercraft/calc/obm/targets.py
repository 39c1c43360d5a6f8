"""The kinds of target. What is not a number is a kind of its own, never 0 and never nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from careercraft.calc.facts import Number
from careercraft.calc.rounding import HUNDRED

WHOLE = "all"
"""The part of a figure that is the figure itself; exams have parts by performance level."""
EXAM_LEVELS = ("approaches", "meets", "masters")
"""The parts of a figure on an end-of-course exam, lowest first."""


class NotATarget(ValueError):  # noqa: N818 - it reads as the sentence it is
    """A target is not of any known form; says what was expected."""


class AtLeast(NamedTuple):
    """A percent of students to reach; ``of`` names the part of the figure that must reach it."""

    percent: Number
    of: str = WHOLE


class DueByYear(NamedTuple):
    """A percent to reach by a year of implementation; before it, the target is not due."""

    percent: Number
    year: int


class Together(NamedTuple):
    """Several percents that must all be reached."""

    parts: tuple[AtLeast, ...]


class UnderDistrictAtMost(NamedTuple):
    """At most so many points under the district; equality is enough, being above always is."""

    points: Number


class UnderStateAtMost(NamedTuple):
    """At most so many points under the state's rate; equality is enough."""

    points: Number


class AboveState(NamedTuple):
    """Above the state's rate; equality is not enough."""


class AtLeastState(NamedTuple):
    """At or above the state's rate."""


class AtLeastDistrict(NamedTuple):
    """At or above the district: the group is represented as in the district, or more."""


class MergedInto(NamedTuple):
    """Not judged by itself: the table merges it into another indicator."""

    indicator: str


class NotConsidered(NamedTuple):
    """The level does not look at the indicator."""


class NeverSet(NamedTuple):
    """The state's table left the target open and never set it."""


class ToBeTyped(NamedTuple):
    """The target exists but is not known publicly: the district types it from its own letter."""


Target = (
    AtLeast
    | DueByYear
    | Together
    | UnderDistrictAtMost
    | UnderStateAtMost
    | AboveState
    | AtLeastState
    | AtLeastDistrict
    | MergedInto
    | NotConsidered
    | NeverSet
    | ToBeTyped
)
BY_WORD: dict[str, Target] = {
    "above_state": AboveState(),
    "at_least_state": AtLeastState(),
    "at_least_district": AtLeastDistrict(),
    "not_considered": NotConsidered(),
    "never_set": NeverSet(),
    "to_be_typed": ToBeTyped(),
}
WORDS = {type(target): word for word, target in BY_WORD.items()}
NOT_ASKED = (MergedInto, NotConsidered, NeverSet)
AGAINST_DISTRICT = (UnderDistrictAtMost, AtLeastDistrict)
AGAINST_STATE = (UnderStateAtMost, AboveState, AtLeastState)


def target_from(value: Any) -> Target:
    """Return the target that a parameter file or a district wrote. Raises ``NotATarget``."""
    if isinstance(value, str):
        if value not in BY_WORD:
            raise NotATarget("one of " + ", ".join(BY_WORD))
        return BY_WORD[value]
    keys = frozenset(value) if isinstance(value, dict) else frozenset()
    if keys not in FORMS:
        raise NotATarget("a target such as {at_least: 50}")
    return FORMS[keys](value)


def percent_of(value: Any) -> Number:
    """Return a number of percent or points. Raises ``NotATarget`` below 0 and above 100."""
    if type(value) not in (int, Decimal) or not 0 <= value <= HUNDRED:
        raise NotATarget("a number from 0 to 100")
    return Decimal(value) if isinstance(value, Decimal) else int(value)


def parts_of(target: Target) -> tuple[str, ...]:
    """Return the parts of a figure that a target looks at."""
    if isinstance(target, Together):
        return tuple(part.of for part in target.parts)
    return (target.of,) if isinstance(target, AtLeast) else (WHOLE,)


def plain(target: Target) -> Number | str:
    """Return a target in short: its number, or the word or words that say its kind."""
    if isinstance(target, AtLeast | DueByYear):
        return target.percent
    if isinstance(target, UnderDistrictAtMost | UnderStateAtMost):
        return target.points
    if isinstance(target, Together):
        return " and ".join(f"{part.percent} {part.of}" for part in target.parts)
    if isinstance(target, MergedInto):
        return f"merged into {target.indicator}"
    return WORDS[type(target)]


def _at_least(value: Mapping[str, Any]) -> AtLeast:
    return AtLeast(percent_of(value["at_least"]), _word(value.get("of", WHOLE)))


def _by_year(value: Mapping[str, Any]) -> DueByYear:
    return DueByYear(percent_of(value["at_least"]), _year(value["by_year_of_implementation"]))


def _together(value: Mapping[str, Any]) -> Together:
    parts = tuple(target_from(part) for part in _list(value["all"]))
    percents = tuple(part for part in parts if isinstance(part, AtLeast))
    if not percents or len(percents) != len(parts):
        raise NotATarget("a list of percents to reach")
    return Together(percents)


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise NotATarget("a word")
    return value


def _year(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise NotATarget("a year of implementation such as 4")
    return int(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NotATarget("a list")
    return value


FORMS: dict[frozenset[str], Callable[[Mapping[str, Any]], Target]] = {
    frozenset({"at_least"}): _at_least,
    frozenset({"at_least", "of"}): _at_least,
    frozenset({"at_least", "by_year_of_implementation"}): _by_year,
    frozenset({"all"}): _together,
    frozenset({"points_under_district_at_most"}): lambda value: UnderDistrictAtMost(
        percent_of(value["points_under_district_at_most"])
    ),
    frozenset({"points_under_state_at_most"}): lambda value: UnderStateAtMost(
        percent_of(value["points_under_state_at_most"])
    ),
    frozenset({"merged_into"}): lambda value: MergedInto(_word(value["merged_into"])),
}
