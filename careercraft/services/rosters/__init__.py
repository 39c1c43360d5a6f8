"""The roster of a class: asked for, counted, ordered, shown, taken away."""

from careercraft.services.rosters.asking import SORTS, RosterQuery
from careercraft.services.rosters.reading import (
    ROWS_PER_PAGE,
    Choice,
    Roster,
    RosterRow,
    Waiting,
    campus_choices,
    count_each,
    roster,
    students_of,
    whole_roster,
)

__all__ = [
    "ROWS_PER_PAGE",
    "SORTS",
    "Choice",
    "Roster",
    "RosterQuery",
    "RosterRow",
    "Waiting",
    "campus_choices",
    "count_each",
    "roster",
    "students_of",
    "whole_roster",
]
