"""Early College High School and P-TECH programs: who is in them, and what they are judged by."""

from careercraft.services.programs.founded import (
    FIRST_YEARS,
    LONGEST_NAME,
    MODELS,
    CannotFound,
    ProgramView,
    change,
    editable,
    editions_of,
    found,
    present_year,
    program,
    programs,
    view_of,
)

__all__ = [
    "FIRST_YEARS",
    "LONGEST_NAME",
    "MODELS",
    "CannotFound",
    "ProgramView",
    "change",
    "editable",
    "editions_of",
    "found",
    "present_year",
    "program",
    "programs",
    "view_of",
]
