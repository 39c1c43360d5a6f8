"""A campus: counts, rates, campus limits, groups and ratings, from the outcomes of its students."""

from careercraft.calc.campus.figures import (
    CampusFigures,
    IndicatorFigure,
    Member,
    campus_figures,
    is_tiered,
)
from careercraft.calc.campus.groups import GROUPS, GroupFigures, belongs, group_figures
from careercraft.calc.campus.judge import CampusFacts, evaluate_campus
from careercraft.calc.campus.limits import sunsetting_limit, tier_3_limit
from careercraft.calc.campus.outcomes import Outcome, outcome_of
from careercraft.calc.campus.rates import Counted, Range, ccmr_rate, evaluated, indicator_percent
from careercraft.calc.campus.tiered import CampusScore, LevelFigure, campus_score
from careercraft.calc.campus.what_if import (
    CampusScores,
    NextLetter,
    Ratings,
    next_letter,
    ratings_of,
    with_more,
)

__all__ = [
    "GROUPS",
    "CampusFacts",
    "CampusFigures",
    "CampusScore",
    "CampusScores",
    "Counted",
    "GroupFigures",
    "IndicatorFigure",
    "LevelFigure",
    "Member",
    "NextLetter",
    "Outcome",
    "Range",
    "Ratings",
    "belongs",
    "campus_figures",
    "campus_score",
    "ccmr_rate",
    "evaluate_campus",
    "evaluated",
    "group_figures",
    "indicator_percent",
    "is_tiered",
    "next_letter",
    "outcome_of",
    "ratings_of",
    "sunsetting_limit",
    "tier_3_limit",
    "with_more",
]
