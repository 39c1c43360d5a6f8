"""Filters of a roster that come from figures: so that a figure opens exactly whom it counts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Numeric, and_, case, cast, func, or_

from careercraft.calc import Level
from careercraft.calc.accountability.tiered import RANKED
from careercraft.calc.explain import level_word
from careercraft.models import Outcome, Student

POINTS = "points"


class Filter(NamedTuple):
    """One thing to filter by: its name, the words within a sentence, the condition on a student."""

    label: str
    words: str
    condition: ColumnElement[bool]


LEFT: dict[str, Filter] = {
    "graduated": Filter("Graduated", "graduated", Student.status == "graduated"),
    "not_graduated": Filter("Did not graduate", "not graduated", Student.status != "graduated"),
}
ONLY_BY: dict[str, Filter] = {
    "sunsetting_ibc": Filter(
        "Only a sunsetting certification",
        "met only by a sunsetting certification",
        Outcome.only_by_sunsetting_ibc.is_(True),
    ),
    "tier_3_ibc": Filter(
        "Only a Tier 3 certification",
        "met only by a Tier 3 certification",
        Outcome.only_by_tier_3_ibc.is_(True),
    ),
}


def _reaches(level: Level) -> ColumnElement[bool]:
    enough = [one.value for one in RANKED[RANKED.index(level) :]]
    return func.coalesce(Outcome.sure_level.in_(enough), False)


AT_LEAST: dict[str, Filter] = {
    level.value: Filter(
        f"{level_word(level.value)} or higher",
        f"{level_word(level.value)} or higher for sure",
        _reaches(level),
    )
    for level in RANKED[1:]
}
"""Levels of the tiered system, each with those above it."""


NEAR = {"tsi.rla": "reading", "tsi.math": "math", "either": "reading or math"}
"""The cut scores to which a student can be close, in words."""
SUBJECTS = ("tsi.rla", "tsi.math")
USUAL_POINTS, MOST_POINTS = 20, 400
KINDS_KEPT = 128
"""Conditions as SQLAlchemy builds them, which takes as long as asking them."""


@lru_cache(KINDS_KEPT)
def near(subject: str, points: int) -> Filter:
    """Whoever misses the cut of the nearest test in `subject` of `NEAR` by at most so many points.

    A gap that is not counted in points (courses, hours) is not near a cut score.
    """
    asked = SUBJECTS if subject == "either" else (subject,)
    words = f"within {points} {'point' if points == 1 else 'points'} in {NEAR[subject]}"
    return Filter(
        words[0].upper() + words[1:],
        f"{words} on the nearest test",
        or_(*(_is_near(one, points) for one in asked)),
    )


def _is_near(subject: str, points: int) -> ColumnElement[bool]:
    missing = case((_gap(subject, "unit") == POINTS, cast(_gap(subject, "amount"), Numeric)))
    is_met = func.coalesce(Outcome.indicators[subject].as_string(), "") == "met"
    return and_(~is_met, func.coalesce(missing.between(0, points) & (missing != 0), False))


def _gap(subject: str, part: str) -> Any:
    """A part of the stored gap of an indicator; nothing where there is none."""
    return Outcome.gaps[(subject, part)].as_string()


def chosen(left: str | None, only_by: str | None, at_least: str | None) -> tuple[Filter, ...]:
    """The filters in use, in the order in which a sentence names them."""
    found = (LEFT.get(left or ""), ONLY_BY.get(only_by or ""), AT_LEAST.get(at_least or ""))
    return tuple(one for one in found if one is not None)
