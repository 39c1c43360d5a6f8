"""Ratings: from the figures of a campus to scaled scores and letters. Pure, dated, cited."""

from careercraft.calc.ratings.components import ccmr, graduation, part_b_ccmr, staar
from careercraft.calc.ratings.district import (
    CampusDomains,
    DistrictRatings,
    district_ratings,
    weighing_grades,
)
from careercraft.calc.ratings.domains import overall, part_b, school_progress, student_achievement
from careercraft.calc.ratings.rated import UNKNOWN, Rated, given, letter_of
from careercraft.calc.ratings.rules import ALTERNATIVE, CAMPUS_TYPES, STANDARD

__all__ = [
    "ALTERNATIVE",
    "CAMPUS_TYPES",
    "STANDARD",
    "UNKNOWN",
    "CampusDomains",
    "DistrictRatings",
    "Rated",
    "ccmr",
    "district_ratings",
    "given",
    "graduation",
    "letter_of",
    "overall",
    "part_b",
    "part_b_ccmr",
    "school_progress",
    "staar",
    "student_achievement",
    "weighing_grades",
]
