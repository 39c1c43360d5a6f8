"""The score of a campus in the tiered system, for the class of 2030 and later.

Its own edition: never averaged with met / not met, and nothing of it surer than secondary.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from careercraft.calc.accountability.tiered import RANKED
from careercraft.calc.campus.outcomes import Outcome
from careercraft.calc.campus.rates import Counted, Range, indicator_percent
from careercraft.calc.citations import Authority, jointly
from careercraft.calc.findings import Level
from careercraft.calc.ratings.rules import Decimals, LevelNames, Mode, in_force
from careercraft.calc.rounding import percent, whole


class LevelFigure(NamedTuple):
    """How many graduates reach a level or a higher one, and what percent that surely is."""

    level: Level
    graduates: Range
    percent: Decimal


class CampusScore(NamedTuple):
    """A campus's score: low counts levels that are sure, high those still possible."""

    score: Range
    levels: tuple[LevelFigure, ...]
    authority: Authority


def campus_score(outcomes: Sequence[Outcome], year: int) -> CampusScore | None:
    """Return the score: the average of the percents at or above each level, as a whole number.

    ``None`` where there is nobody, or where a graduate was judged by the other edition. Raises
    ``NoValueInForce`` for a year before the tiered system.
    """
    rule = in_force("tiered_campus_score", LevelNames, year)
    if not outcomes or any(outcome.sure_level is None for outcome in outcomes):
        return None
    levels = [Level(name) for name in rule.value.levels]
    counts = [_reaching(level, outcomes) for level in levels]
    mode = in_force("rounding_mode", Mode, year)
    everybody = len(outcomes)
    score = Range(
        _score([count.low for count in counts], everybody, mode.value.mode),
        _score([count.high for count in counts], everybody, mode.value.mode),
    )
    figures = [
        _figure(level, count, everybody, year) for level, count in zip(levels, counts, strict=True)
    ]
    decimals = in_force("rate", Decimals, year)
    authority = jointly(rule.authority, mode.authority, decimals.authority)
    return CampusScore(score, tuple(figures), authority)


def _reaching(level: Level, outcomes: Sequence[Outcome]) -> Range:
    return Range(
        sum(_at_least(outcome.sure_level, level) for outcome in outcomes),
        sum(_at_least(outcome.possible_level, level) for outcome in outcomes),
    )


def _at_least(reached: Level | None, level: Level) -> bool:
    return reached is not None and RANKED.index(reached) >= RANKED.index(level)


def _score(counts: list[int], everybody: int, mode: str) -> int:
    total = sum((percent(count, everybody) for count in counts), Fraction(0))
    return whole(total / len(counts), mode)


def _figure(level: Level, count: Range, everybody: int, year: int) -> LevelFigure:
    printed = indicator_percent(Counted(count.low, everybody), year)
    assert printed is not None, "a campus without graduates has no score"  # noqa: S101
    return LevelFigure(level, count, printed.value)
