"""The domains and the overall score, from the scores they are made of.

Every function takes rated scores and returns one; a part that is not known makes the whole not
known.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.findings import Message
from careercraft.calc.history import NoValueInForce
from careercraft.calc.ratings.rated import Rated, missing, no_rule, rated
from careercraft.calc.ratings.rules import (
    STANDARD,
    Cap,
    OverallLimits,
    OverallWeights,
    PartBWeights,
    Scale,
    StudentAchievementWeights,
    in_force,
)
from careercraft.calc.rounding import HUNDRED, whole


def student_achievement(
    staar: Rated, ccmr: Rated, graduation: Rated, year: int, campus_type: str = STANDARD
) -> Rated:
    """Rate Student Achievement from its three scaled components."""
    parts = (staar, ccmr, graduation)
    try:
        weights = in_force(
            f"{campus_type}/student_achievement_weights", StudentAchievementWeights, year
        )
    except NoValueInForce:
        return no_rule("student_achievement", year, parts)
    return weigh("student_achievement", parts, weights.value, year, weights.authority)


def part_b(staar: Rated, ccmr: Rated, year: int, campus_type: str = STANDARD) -> Rated:
    """Rate School Progress Part B from relative STAAR and relative CCMR performance."""
    parts = (staar, ccmr)
    try:
        weights = in_force(f"{campus_type}/part_b_weights", PartBWeights, year)
    except NoValueInForce:
        return no_rule("part_b", year, parts)
    return weigh("part_b", parts, weights.value, year, weights.authority)


def school_progress(part_a: Rated, part_b: Rated, year: int, campus_type: str = STANDARD) -> Rated:
    """Rate School Progress: the better part, held down where either part is too low."""
    parts = (part_a, part_b)
    try:
        cap = in_force(f"{campus_type}/school_progress_cap", Cap, year)
    except NoValueInForce:
        return no_rule("school_progress", year, parts)
    scores = _scores(parts)
    if scores is None:
        return missing("school_progress", parts)
    better, lower = max(scores), min(scores)
    if lower < cap.value.below and better > cap.value.at_most:
        because = Message("rating_capped", {"better": better, "below": cap.value.below})
        return rated("school_progress", cap.value.at_most, year, because, cap.authority, *parts)
    because = Message("rating_better")
    return rated("school_progress", better, year, because, cap.authority, *parts)


def overall(
    student_achievement: Rated,
    school_progress: Rated,
    closing_the_gaps: Rated,
    year: int,
    campus_type: str = STANDARD,
) -> Rated:
    """Rate a campus overall; the parts of School Progress must stand in it as its parts."""
    parts = (student_achievement, school_progress, closing_the_gaps)
    try:
        weights = in_force(f"{campus_type}/overall_weights", OverallWeights, year)
        limits = in_force(f"{campus_type}/overall_limits", OverallLimits, year)
    except NoValueInForce:
        return no_rule("overall", year, parts)
    looked_at = (student_achievement, *school_progress.parts, closing_the_gaps)
    scores, each = _scores(parts), _scores(looked_at)
    if scores is None or each is None:
        return missing("overall", (*parts, *school_progress.parts))
    achievement, progress, gaps = scores
    better = max(achievement, progress)
    weighed = _average((better, gaps), weights.value, year)
    authority = jointly(weights.authority, limits.authority)
    held = _hold(weighed, achievement, each, limits.value)
    if held is None:
        return rated("overall", weighed, year, Message("rating_weighed"), authority, *parts)
    at_most, below = held
    values = {"weighed": weighed, "several": limits.value.several, "below": below}
    return rated("overall", at_most, year, Message("rating_held", values), authority, *parts)


def _hold(
    weighed: int, achievement: int, scores: tuple[int, ...], limits: OverallLimits
) -> tuple[int, int] | None:
    """Return the score an overall score is held at and the reason's threshold, if it is."""

    def several_below(score: int) -> bool:
        return sum(one < score for one in scores) >= limits.several

    if several_below(limits.very_low_below) and weighed > limits.very_low_at_most:
        return limits.very_low_at_most, limits.very_low_below
    low = several_below(limits.low_below) and achievement < limits.low_below
    if low and weighed > limits.low_at_most:
        return limits.low_at_most, limits.low_below
    return None


def weigh(
    id_: str, parts: tuple[Rated, ...], weights: Iterable[int], year: int, authority: Authority
) -> Rated:
    """Rate the average of some scores, weighed by percents that make a hundred."""
    scores = _scores(parts)
    if scores is None:
        return missing(id_, parts)
    average = _average(scores, weights, year)
    return rated(id_, average, year, Message("rating_weighed"), authority, *parts)


def _average(scores: Iterable[int], weights: Iterable[int], year: int) -> int:
    mode = in_force("scale", Scale, year).value.rounding
    total = sum(score * weight for score, weight in zip(scores, weights, strict=True))
    return whole(Fraction(total, HUNDRED), mode)


def _scores(parts: Iterable[Rated]) -> tuple[int, ...] | None:
    known = [part.scaled for part in parts]
    return None if None in known else tuple(score for score in known if score is not None)
