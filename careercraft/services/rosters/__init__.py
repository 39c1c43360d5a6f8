"""The roster of a class: asked for, counted, ordered, shown, taken away."""

from careercraft.services.rosters.asking import SORTS, RosterQuery
from careercraft.services.rosters.reading import (
    ROWS_PER_PAGE,
    Choice,
    FoundRoster,
    Roster,
    RosterRow,
    Waiting,
    campus_choices,
    count_each,
    find,
    opened,
    record_look,
    roster,
    students_of,
    whole_roster,
)

__all__ = [
    "ROWS_PER_PAGE",
    "SORTS",
    "Choice",
    "FoundRoster",
    "Roster",
    "RosterQuery",
    "RosterRow",
    "Waiting",
    "campus_choices",
    "count_each",
    "find",
    "opened",
    "record_look",
    "roster",
    "students_of",
    "whole_roster",
]
