"""The fields of an entry from a document: what each offers to choose, and what it says of itself.

A file says `level_1_certificate`; a person chooses "Level I certificate". What is chosen goes to
the reader of the template as a file would say it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from careercraft.services.imports.words import FIELD_HINTS, field_words

YES_OR_NO = {"Y": "Yes", "N": "No"}
CHOICES: dict[str, Mapping[str, str]] = {
    "approaches": YES_OR_NO,
    "approved_list": YES_OR_NO,
    "at_risk": YES_OR_NO,
    "by_tenth_day": YES_OR_NO,
    "course_kind": {
        "dual_credit": "Dual credit",
        "college_prep": "College preparatory course",
        "onramps": "OnRamps",
        "cte": "CTE course",
    },
    "echs": YES_OR_NO,
    "economically_disadvantaged": YES_OR_NO,
    "emergent_bilingual": YES_OR_NO,
    "eoc_course": {
        "A1": "Algebra I",
        "E1": "English I",
        "E2": "English II",
        "BI": "Biology",
        "US": "U.S. History",
    },
    "evidence": {"dd_form_4": "DD Form 4", "peims": "PEIMS", "dmdc": "DMDC"},
    "kind": {
        "ibc": "Industry-based certification",
        "level_1_certificate": "Level I certificate",
        "level_2_certificate": "Level II certificate",
        "associate_degree": "Associate degree",
        "enlistment": "Military enlistment",
    },
    "masters": YES_OR_NO,
    "meets": YES_OR_NO,
    "milestone": {
        "core_completion": "Core completion",
        "work_based_learning": "Work-based learning",
    },
    "passed": YES_OR_NO,
    "performance_level": {
        "did_not_meet": "Did not meet grade level",
        "approaches": "Approaches grade level",
        "meets": "Meets grade level",
        "masters": "Masters grade level",
    },
    "ptech": YES_OR_NO,
    "qualified": YES_OR_NO,
    "special_education": YES_OR_NO,
    "subject": {"ela": "English language arts", "math": "Math", "other": "Another subject"},
    "test": {
        "SAT": "SAT",
        "ACT": "ACT",
        "TSIA2": "TSIA2",
        "TSIA1": "TSIA",
        "AP": "AP",
        "IB": "IB",
        "ASVAB": "ASVAB",
    },
}
"""What may stand in a field, as its template says it and in words."""
DAYS = frozenset(
    {
        "began_on",
        "earned_on",
        "ended_on",
        "entered_on",
        "left_on",
        "reached_on",
        "test_date",
        "tested_on",
    }
)
CHOSEN_HINTS = {
    "earned_on": "of an enlistment, the day of signing",
    "evidence": "of an enlistment only",
    "qualified": "of an OnRamps course only",
    "approved_list": "of a college preparatory course only",
}
"""What is worth saying beside a field in which nobody can write the wrong thing."""
NOTHING_CHOSEN = "Choose one of these."


class Choice(NamedTuple):
    """One thing to choose: how the template says it, and in words."""

    value: str
    label: str


class Field(NamedTuple):
    """One field of an entry. `choices`: all that may stand in it, if it is not free."""

    name: str
    label: str
    hint: str
    value: str
    mistake: str
    choices: tuple[Choice, ...] = ()
    is_day: bool = False


def field_of(name: str, value: str, mistake: str) -> Field:
    """A field with what was said in it, and what is wrong with that."""
    known = CHOICES.get(name, {})
    choices = tuple(Choice(*one) for one in known.items())
    if choices and value and value not in known:  # what was sent is shown, not swallowed
        choices += (Choice(value, value),)
    is_chosen = bool(choices) or name in DAYS
    hint = (CHOSEN_HINTS if is_chosen else FIELD_HINTS).get(name, "")
    told = NOTHING_CHOSEN if mistake and choices and not value else mistake
    return Field(name, field_words(name), hint, value, told, choices, name in DAYS)
