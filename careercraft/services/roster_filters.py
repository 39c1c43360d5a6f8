"""Filters of a roster that come from figures: so that a figure opens exactly whom it counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from careercraft.calc import Level
from careercraft.calc.accountability.tiered import RANKED
from careercraft.calc.explain import level_word

Fits = Callable[[Any], bool]


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


def chosen(left: str | None, only_by: str | None, at_least: str | None) -> tuple[Filter, ...]:
    """The filters in use, in the order in which a sentence names them."""
    found = (LEFT.get(left or ""), ONLY_BY.get(only_by or ""), AT_LEAST.get(at_least or ""))
    return tuple(one for one in found if one is not None)
