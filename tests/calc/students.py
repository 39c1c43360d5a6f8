"""Invented students in the contract's form, for the tests of the rules."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from careercraft.calc import StudentFacts, StudentResult, evaluate_student, rules_for_class
from careercraft.calc.contract import facts_from_contract

NOTHING: dict[str, Any] = {
    "graduated_on": None,
    "special_education": False,
    "scores": [],
    "courses": [],
    "credentials": [],
    "enlistments": [],
    "enrollments": [],
}
RICH: dict[str, Any] = {
    "class_of": 2026,
    "graduated_on": "2026-05-28",
    "grade_9_began_on": "2022-08-15",
    "economically_disadvantaged": True,
    "special_education": True,
    "emergent_bilingual": False,
    "diploma_type": "34",
    "endorsement": True,
    "distinguished": False,
    "scores": [
        {"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 490, "math": 520}},
        {
            "test": "ACT",
            "date": "2023-04-15",
            "parts": {"english": 18, "reading": 22, "math": 21, "composite": 20},
        },
        {
            "test": "TSIA1",
            "date": "2020-10-01",
            "parts": {"reading": 351, "math": 350, "essay": 4},
        },
        {
            "test": "TSIA2",
            "date": "2025-02-01",
            "parts": {
                "elar_crc": 944,
                "elar_diagnostic": 5,
                "essay": 5,
                "math_crc": 949,
                "math_diagnostic": 6,
            },
        },
        {"test": "AP", "date": "2025-05-12", "exam": "USH", "parts": {"score": 3}},
        {"test": "IB", "date": "2025-05-12", "exam": "BIO", "parts": {"score": 4}},
        {
            "test": "STAAR",
            "date": "2023-05-01",
            "exam": "A1",
            "parts": {"scale": 4100, "level": "approaches"},
        },
    ],
    "courses": [
        {
            "kind": "dual_credit",
            "subject": "ela",
            "hours": 3,
            "passed": True,
            "ended": "2025-12-18",
        },
        {
            "kind": "college_prep",
            "subject": "math",
            "grade": 12,
            "passed": True,
            "approved_list": True,
        },
        {"kind": "onramps", "subject": "other", "hours": 3, "qualified": True},
        {
            "kind": "cte",
            "program_of_study": "HEALTH_DIAGNOSTIC",
            "level": 2,
            "credits": 1,
            "passed": True,
        },
    ],
    "credentials": [
        {
            "kind": "ibc",
            "code": "010",
            "earned_on": "2025-04-01",
            "result": "01",
            "lists": ["2019-22", "2022-25"],
            "programs_of_study": ["HEALTH_DIAGNOSTIC"],
        },
        {"kind": "level_1_certificate", "earned_on": "2026-05-20"},
        {"kind": "associate_degree", "earned_on": "2026-05-20"},
    ],
    "enlistments": [{"evidence": "dd_form_4", "on": "2026-06-15"}],
    "enrollments": [{"began_on": "2026-08-24", "by_tenth_day": True}],
}


def facts(class_of: int, given: dict[str, Any], not_known: list[str] | None = None) -> StudentFacts:
    """Facts of a student of whom everything is known and nothing else is on file."""
    document = {"class_of": class_of, **deepcopy(NOTHING), **deepcopy(given)}
    for key in not_known or []:
        del document[key]
    return facts_from_contract(document)


def judged(
    class_of: int, given: dict[str, Any], not_known: list[str] | None = None
) -> StudentResult:
    """The result of that student by the rules of the class."""
    return evaluate_student(facts(class_of, given, not_known), rules_for_class(class_of))
