"""The ratings of a district: averages of its campuses, weighed by the students enrolled there.

Every campus that is rated by itself belongs in it, alternative ones too. The caller leaves out who
is Not Rated or paired with another campus.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from careercraft.calc.citations import jointly
from careercraft.calc.findings import Message
from careercraft.calc.history import NoValueInForce
from careercraft.calc.ratings.domains import weigh
from careercraft.calc.ratings.rated import Rated, missing, no_rule, not_known, rated
from careercraft.calc.ratings.rules import (
    STANDARD,
    DistrictAverage,
    DistrictOverall,
    Mode,
    OverallWeights,
    in_force,
)
from careercraft.calc.rounding import whole


class CampusDomains(NamedTuple):
    """The scaled domain scores of a campus, and its students in the grades that weigh it.

    ``None`` is not known.
    """

    enrolled: int | None
    student_achievement: int | None
    school_progress: int | None
    closing_the_gaps: int | None


class DistrictRatings(NamedTuple):
    """The domain scores of a district, and its overall score."""

    student_achievement: Rated
    school_progress: Rated
    closing_the_gaps: Rated
    overall: Rated


def district_ratings(campuses: Sequence[CampusDomains], year: int) -> DistrictRatings:
    """Rate a district. Where a campus's score or enrollment is not known, the average is not."""
    achievement, progress, gaps = (
        _average(name, campuses, year)
        for name in ("student_achievement", "school_progress", "closing_the_gaps")
    )
    return DistrictRatings(achievement, progress, gaps, _overall(achievement, progress, gaps, year))


def weighing_grades(year: int) -> tuple[int, int] | None:
    """Return the first and last grade whose enrolled students weigh a campus in its district."""
    try:
        rule = in_force("district_average", DistrictAverage, year).value
    except NoValueInForce:
        return None
    return rule.first_grade, rule.last_grade


def _average(id_: str, campuses: Sequence[CampusDomains], year: int) -> Rated:
    try:
        rule = in_force("district_average", DistrictAverage, year)
        mode = in_force("rounding_mode", Mode, year)
    except NoValueInForce:
        return no_rule(id_, year)
    weights = _weights(id_, campuses)
    if not weights:
        return not_known(id_, Message("rating_not_given"))
    students = sum(enrolled for enrolled, _ in weights)
    total = sum(enrolled * score for enrolled, score in weights)
    score = whole(Fraction(total, students), mode.value.mode)
    authority = jointly(rule.authority, mode.authority)
    return rated(id_, score, year, Message("rating_weighed"), authority)


def _weights(id_: str, campuses: Iterable[CampusDomains]) -> list[tuple[int, int]]:
    """Return the students and the score of every campus; nothing where one of them is not known."""
    found = [(campus.enrolled, getattr(campus, id_)) for campus in campuses]
    known = [(enrolled, score) for enrolled, score in found if enrolled and score is not None]
    return known if len(known) == len(found) else []


def _overall(achievement: Rated, progress: Rated, gaps: Rated, year: int) -> Rated:
    parts = (achievement, progress, gaps)
    try:
        rule = in_force("district_overall", DistrictOverall, year)
        weights = in_force(f"{STANDARD}/overall_weights", OverallWeights, year)
    except NoValueInForce:
        return no_rule("overall", year, parts)
    if not rule.value.as_a_campus:
        return no_rule("overall", year, parts)
    if any(part.scaled is None for part in parts):
        return missing("overall", parts)
    better = max(achievement, progress, key=lambda part: part.scaled or 0)
    authority = jointly(rule.authority, weights.authority)
    found = weigh("overall", (better, gaps), weights.value, year, authority)
    return found._replace(parts=parts)
