"""The CCMR Outcomes Bonus: who earns it, what it is worth to a district, what is still open."""

from careercraft.calc.bonus.district import (
    CannotCount,
    DistrictBonus,
    Graduate,
    GroupBonus,
    GroupCounts,
    Range,
    Unplaced,
    belongs,
    district_bonus,
    group_counts,
)
from careercraft.calc.bonus.money import GROUPS, first_bonus_class
from careercraft.calc.bonus.rules import tenth_class_day_passed
from careercraft.calc.bonus.steps import BonusStep, BonusWay, bonus_steps, open_bonus_ways
from careercraft.calc.bonus.student import PATHS, BonusParts, BonusResult, judge_bonus

__all__ = [
    "GROUPS",
    "PATHS",
    "BonusParts",
    "BonusResult",
    "BonusStep",
    "BonusWay",
    "CannotCount",
    "DistrictBonus",
    "Graduate",
    "GroupBonus",
    "GroupCounts",
    "Range",
    "Unplaced",
    "belongs",
    "bonus_steps",
    "district_bonus",
    "first_bonus_class",
    "group_counts",
    "judge_bonus",
    "open_bonus_ways",
    "tenth_class_day_passed",
]
