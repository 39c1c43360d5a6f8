"""Invented students for the printed plan, from nothing on file to everything at once."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from careercraft.calc import StudentResult, rules_for_class
from careercraft.calc.bonus import judge_bonus
from careercraft.documents import family_letter, testing_notice
from careercraft.documents.pdf import Printed
from careercraft.documents.student_plan import PlanInput, render
from careercraft.documents.testing_notice import NoticeInput
from tests.calc.students import RICH, judged

OWN_WORDS = "I would be glad to see Daniela in room 12."
PRINTED_ON = date(2026, 11, 16)
DATA_THROUGH = date(2026, 11, 10)


def sat(ebrw: int, math: int, on: str = "2025-10-04") -> dict[str, Any]:
    return {"test": "SAT", "date": on, "parts": {"ebrw": ebrw, "math": math}}


def dual_credit(subject: str, hours: int) -> dict[str, Any]:
    ended = "2026-05-20"
    return {
        "kind": "dual_credit",
        "subject": subject,
        "hours": hours,
        "passed": True,
        "ended": ended,
    }


def tsia2(**parts: int) -> dict[str, Any]:
    return {"test": "TSIA2", "date": "2026-02-01", "parts": parts}


def college_prep(subject: str, grade: int) -> dict[str, Any]:
    return {
        "kind": "college_prep",
        "subject": subject,
        "grade": grade,
        "passed": True,
        "approved_list": True,
    }


def certification(code: str, lists: list[str]) -> dict[str, Any]:
    return {
        "kind": "ibc",
        "code": code,
        "earned_on": "2025-04-01",
        "result": "01",
        "lists": lists,
        "programs_of_study": ["WELDING"],
    }


MET = judged(2027, {"scores": [sat(540, 560)], "courses": [dual_credit("ela", 3)]})
FAR = judged(2027, {"scores": [sat(430, 410)]})
NEAR = judged(
    2027,
    {
        "scores": [sat(540, 510), tsia2(math_crc=944, math_diagnostic=5)],
        "courses": [dual_credit("other", 3)],
    },
)
NOTHING_LOADED = judged(2027, {}, ["scores", "courses", "credentials", "enlistments"])
GRADUATE = judged(2026, {key: value for key, value in RICH.items() if key != "class_of"})
GRADUATE_NOT_MET = judged(
    2026, {"graduated_on": "2026-05-28", "diploma_type": "34", "scores": [sat(430, 410)]}
)
TIERED = judged(2030, {"scores": [sat(540, 560, "2028-10-07")]})
TIERED_OPEN = judged(2030, {"scores": [sat(540, 510, "2028-10-07")]})
FULLEST = judged(
    2027,
    {
        "special_education": True,
        "scores": [
            sat(470, 520),
            {
                "test": "ACT",
                "date": "2026-04-15",
                "parts": {"english": 18, "reading": 21, "math": 21, "composite": 20},
            },
            {"test": "TSIA1", "date": "2025-10-01", "parts": {"reading": 350, "math": 349}},
            tsia2(elar_crc=944, elar_diagnostic=4, essay=4, math_crc=949, math_diagnostic=5),
            {"test": "AP", "date": "2026-05-12", "exam": "USH", "parts": {"score": 2}},
            {"test": "IB", "date": "2026-05-12", "exam": "BIO", "parts": {"score": 3}},
        ],
        "courses": [
            college_prep("math", 11),
            college_prep("ela", 11),
            dual_credit("other", 3),
            {"kind": "onramps", "subject": "other", "hours": 2, "qualified": True},
            {
                "kind": "cte",
                "program_of_study": "WELDING",
                "level": 2,
                "credits": 1,
                "passed": True,
            },
        ],
        "credentials": [
            certification("010", ["2022-25", "2025-30"]),
            certification("020", ["2022-25"]),
            {"kind": "level_1_certificate"},
            {"kind": "associate_degree"},
        ],
        "enlistments": [{"evidence": "dd_form_4"}],
    },
)

CASES: dict[str, StudentResult] = {
    "met": MET,
    "far": FAR,
    "near": NEAR,
    "nothing_loaded": NOTHING_LOADED,
    "graduate": GRADUATE,
    "graduate_not_met": GRADUATE_NOT_MET,
    "tiered": TIERED,
    "tiered_open": TIERED_OPEN,
    "fullest": FULLEST,
}


def plan(result: StudentResult, **changed: Any) -> PlanInput:
    """The plan of an invented student with a result."""
    usual = PlanInput(
        student_name="Daniela Cantú",
        school_name="Bluebonnet High School",
        district_name="Llano River ISD",
        grade=12,
        counselor_name="Marisol Vega",
        result=result,
        bonus=judge_bonus(result.facts, rules_for_class(int(result.class_of)), result.indicators),
        judged_on=PRINTED_ON,
        data_through=DATA_THROUGH,
    )
    return usual._replace(**changed)


@cache
def printed(name: str, language: str) -> Printed:
    """The plan of a case as it is printed; made once for all tests that only read it."""
    return render(plan(CASES[name]), language)


@cache
def letter(name: str, language: str) -> Printed:
    """The letter to the family of a case as it is printed."""
    return family_letter.render(plan(CASES[name]), OWN_WORDS, language)


BRING = {
    "en": "Photo ID, a charged laptop, a calculator",
    "es": "Identificación con foto, computadora cargada, calculadora",
}
SCHOOL_DAY = NoticeInput(
    test="SAT",
    subject="both",
    held_on=date(2027, 3, 3),
    starts="8:15 AM",
    where="Cafeteria, north entrance",
    bring="",
    covered=True,
)
MATH_ALONE = SCHOOL_DAY._replace(test="TSIA2", subject="math", starts="", where="", covered=False)
NOTICES: dict[str, tuple[str, NoticeInput]] = {
    "near_sat": ("near", SCHOOL_DAY),
    "far_act": ("far", SCHOOL_DAY._replace(test="ACT")),
    "near_tsia2_math": ("near", MATH_ALONE),
    "met_sat": ("met", SCHOOL_DAY),
    "nothing_loaded_sat": ("nothing_loaded", SCHOOL_DAY),
}
"""A student by case, and the day that the notice is of."""


def notice_parts(name: str, language: str) -> tuple[PlanInput, NoticeInput]:
    """The student and the day of a notice; what to bring is typed in both languages."""
    case, day = NOTICES[name]
    return plan(CASES[case]), day._replace(bring=BRING[language])


@cache
def notice(name: str, language: str) -> Printed:
    """The notice of a testing day as it is printed."""
    return testing_notice.render(*notice_parts(name, language), language)
