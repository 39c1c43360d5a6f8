"""Filters of a roster that come from figures: so that a figure opens exactly whom it counts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from careercraft.calc import Level
from careercraft.calc.accountability.tiered import RANKED
from careercraft.calc.explain import level_word

Fits = Callable[[Any], bool]
POINTS = "points"


class Filter(NamedTuple):
    """One thing to filter by: its name, the words within a sentence, whom it keeps."""

    label: str
    words: str
    fits: Fits


LEFT: dict[str, Filter] = {
    "graduated": Filter("Graduated", "graduated", lambda row: row.status == "graduated"),
    "not_graduated": Filter(
        "Did not graduate", "not graduated", lambda row: row.status != "graduated"
    ),
}
ONLY_BY: dict[str, Filter] = {
    "sunsetting_ibc": Filter(
        "Only a sunsetting certification",
        "met only by a sunsetting certification",
        lambda row: bool(row.only_by_sunsetting_ibc),
    ),
    "tier_3_ibc": Filter(
        "Only a Tier 3 certification",
        "met only by a Tier 3 certification",
        lambda row: bool(row.only_by_tier_3_ibc),
    ),
}


def _reaches(level: Level) -> Fits:
    return lambda row: (
        bool(row.sure_level) and RANKED.index(Level(row.sure_level)) >= RANKED.index(level)
    )


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


def near(subject: str, points: int) -> Filter:
    """Whoever misses the cut of the nearest test in `subject` of `NEAR` by at most so many points.

    A gap that is not counted in points (courses, hours) is not near a cut score.
    """
    asked = SUBJECTS if subject == "either" else (subject,)
    words = f"within {points} {'point' if points == 1 else 'points'} in {NEAR[subject]}"
    return Filter(
        words[0].upper() + words[1:],
        f"{words} on the nearest test",
        lambda row: any(_is_near(row, one, points) for one in asked),
    )


def _is_near(row: Any, subject: str, points: int) -> bool:
    gap = (row.gaps or {}).get(subject)
    if gap is None or gap["unit"] != POINTS or (row.indicators or {}).get(subject) == "met":
        return False
    return bool(0 < Decimal(gap["amount"]) <= points)


def chosen(left: str | None, only_by: str | None, at_least: str | None) -> tuple[Filter, ...]:
    """The filters in use, in the order in which a sentence names them."""
    found = (LEFT.get(left or ""), ONLY_BY.get(only_by or ""), AT_LEAST.get(at_least or ""))
    return tuple(one for one in found if one is not None)
