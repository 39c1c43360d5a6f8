"""Everything that can be supposed of a student: each kind with the fields that it asks for.

The kinds and their values are those of the rules' own contract (`calc/contract.py`), which checks
what comes out of here once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from careercraft.calc.contract import CTE_LEVELS, EVIDENCE, GRADES, MOST_HOURS, PARTS_OF, SUBJECTS
from careercraft.calc.explain import term
from careercraft.calc.obm.students import CORE_COMPLETION, WORK_BASED_LEARNING
from careercraft.calc.params import first_class, rules_for_class
from careercraft.calc.scales import SCALES
from careercraft.imports.formats.ap import exams
from careercraft.services.evidence_words import RECEIVED
from careercraft.services.imports.words import ENLISTED_BY, KINDS, PARTS
from careercraft.services.programs.evidence_words import MILESTONES

WHOLE, AMOUNT, DAY = "whole", "amount", "day"
CHOICE, FLAG, WORD = "choice", "flag", "word"
MORE = "more"
"""The kind that adds points to the best score on file, whatever that is."""
TESTS = ("SAT", "ACT", "TSIA2", "TSIA1", "AP", "IB", "ASVAB")
TEST_NAMES = {"TSIA1": "TSIA (first version)"}
WITH_MORE = ("SAT", "ACT", "TSIA2")
MOST_MORE = 400
COURSE_SUBJECTS = {"ela": "Language arts", "math": "Mathematics", "other": "Another subject"}
NO_CHOICE = ("", "Not known")
PROGRAM_HINT = "The program's code as your course files write it: letters, digits and _."


class Field(NamedTuple):
    """One thing that a kind asks. `low` and `high` bound a number; `choices` are (value, label).

    `today`: the day of looking is offered. `needed`: it must be answered.
    """

    name: str
    label: str
    type: str
    low: int = 0
    high: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    today: bool = False
    hint: str = ""


class Kind(NamedTuple):
    """What can be supposed. `list_name`: the list of the contract that it joins.

    `always`: values that go without saying, as that a supposed course is passed.
    """

    id: str
    title: str
    group: str
    list_name: str
    fields: tuple[Field, ...]
    always: Mapping[str, Any]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its id, in the order in which they are offered."""
    found = [*_scores(), *_courses(), *_credentials(), *_later(), *_program()]
    return {one.id: one for one in found}


def part_name(part: str) -> str:
    """A part of a test as a label."""
    name = PARTS.get(part, part.replace("_", " "))
    return name[:1].upper() + name[1:]


def test_name(test: str) -> str:
    """A test as people call it."""
    return TEST_NAMES.get(test, test)


def _day(name: str = "on", label: str = "On", *, today: bool = True) -> Field:
    return Field(name, label, DAY, today=today)


def _scores() -> list[Kind]:
    return [_more(), *(_score(test) for test in TESTS)]


def _more() -> Kind:
    parts = tuple(
        (f"{test}.{part}", f"{test_name(test)} {PARTS.get(part, part.replace('_', ' '))}")
        for test in WITH_MORE
        for part in PARTS_OF[test]
    )
    fields = (
        Field("part", "On", CHOICE, choices=parts, needed=True),
        Field("points", "Points more than the best on file", WHOLE, 1, MOST_MORE, needed=True),
        _day(),
    )
    return Kind(MORE, "Points on top of the best score", "Scores", "scores", fields, {})


def _score(test: str) -> Kind:
    asked = [
        Field(part, part_name(part), WHOLE, *SCALES[test, part], hint=_scale(test, part))
        for part in PARTS_OF[test]
    ]
    if test == "AP":
        asked.insert(0, Field("exam", "Exam", CHOICE, choices=_ap_exams()))
    return Kind(
        test, f"{test_name(test)} score", "Scores", "scores", (*asked, _day()), {"test": test}
    )


def _scale(test: str, part: str) -> str:
    lowest, highest = SCALES[test, part]
    return f"{lowest} to {highest}"


def _ap_exams() -> tuple[tuple[str, str], ...]:
    named = [(one.code, one.name) for one in exams().values() if one.kind == "exam"]
    return (("", "Any exam"), *sorted(named, key=lambda one: one[1]))


def _course(id_: str, *fields: Field, **always: Any) -> Kind:
    whole = (*_subject(id_), *fields, _day("ended"))
    title = {"cte": "CTE course", "jrotc": "JROTC sequence"}.get(id_, f"{KINDS.get(id_)} course")
    return Kind(id_, title, "Courses", "courses", whole, {"kind": id_} | always)


def _subject(id_: str) -> tuple[Field, ...]:
    choices = tuple((one, COURSE_SUBJECTS[one]) for one in SUBJECTS.get(id_, ()))
    return (Field("subject", "Subject", CHOICE, choices=choices, needed=True),) if choices else ()


def _courses() -> list[Kind]:
    hours = Field("hours", "Credit hours", AMOUNT, 0, MOST_HOURS, needed=True)
    grades = tuple((str(one), f"Grade {one}") for one in range(GRADES[1], GRADES[0] - 1, -1))
    levels = tuple((str(one), f"Level {one}") for one in range(CTE_LEVELS[0], CTE_LEVELS[1] + 1))
    program = Field("program_of_study", "Program of study", WORD, needed=True, hint=PROGRAM_HINT)
    level = Field("level", "Level", CHOICE, choices=(NO_CHOICE, *levels))
    worth = Field("credits", "High school credits", AMOUNT, 0, MOST_HOURS, needed=True)
    return [
        _course(
            "college_prep",
            Field("grade", "Taken in", CHOICE, choices=grades, needed=True),
            Field("approved_list", "On TEA’s approved list", FLAG),
            passed=True,
        ),
        _course("dual_credit", hours, passed=True),
        _course("onramps", hours, qualified=True, passed=True),
        _course("cte", program, level, worth, passed=True),
        _course("jrotc", sequence_completed=True),
    ]


def _credentials() -> list[Kind]:
    earned = _day("earned_on", "Earned on")
    register = rules_for_class(first_class()).certifications.values()
    codes = tuple((one.code, f"{one.name} ({one.code})") for one in register)
    lists = tuple((name, term(f"list.{name}")) for name in lists_named())
    certification = (
        Field("code", "Certification", CHOICE, choices=(NO_CHOICE, *codes)),
        Field(
            "lists",
            "On the list",
            CHOICE,
            choices=(("", "As the register says"), *lists),
            hint="Say it where the register does not know on which list it is.",
        ),
        Field("programs_of_study", "Goes with the program of study", WORD, hint=PROGRAM_HINT),
        earned,
    )
    others = ("level_1_certificate", "level_2_certificate", "associate_degree")
    always = {"kind": "ibc", "result": RECEIVED}
    return [
        Kind("ibc", KINDS["ibc"], "Credentials", "credentials", certification, always),
        *(
            Kind(id_, KINDS[id_], "Credentials", "credentials", (earned,), {"kind": id_})
            for id_ in others
        ),
    ]


@cache
def lists_named() -> tuple[str, ...]:
    """Every list that the rules of some class name, oldest first."""
    named: set[str] = set()
    for class_of in range(int(first_class()), int(first_class()) + 10):
        rules = rules_for_class(class_of)
        sunset = rules.ibc_sunsetting.value
        named |= {*rules.ibc_lists.value.lists, sunset.outgoing, sunset.incoming}
    return tuple(sorted(filter(None, named)))


def _later() -> list[Kind]:
    evidence = tuple((one, ENLISTED_BY[one]) for one in EVIDENCE)
    return [
        Kind(
            "enlistment",
            "Military enlistment",
            "After graduation",
            "enlistments",
            (Field("evidence", "Shown by", CHOICE, choices=evidence, needed=True), _day()),
            {},
        ),
        Kind(
            "enrollment",
            "College enrollment",
            "After graduation",
            "enrollments",
            (
                _day("began_on", "First day", today=False),
                Field("by_tenth_day", "There by the tenth class day", FLAG),
            ),
            {},
        ),
    ]


def _program() -> list[Kind]:
    return [
        Kind(id_, MILESTONES[id_], "ECHS and P-TECH", "milestones", (_day(),), {"kind": id_})
        for id_ in (CORE_COMPLETION, WORK_BASED_LEARNING)
    ]
