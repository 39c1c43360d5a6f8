"""Invented students of a program, for the tests of its measures."""

from __future__ import annotations

from datetime import date
from typing import Any

from careercraft.calc import Course, Credential, GraduatingClass, Score, StudentFacts
from careercraft.calc.facts import CollegeEnrollment
from careercraft.calc.obm import District, Milestone, Program, ProgramStudent, ProgramYear, edition
from careercraft.calc.obm.measure import Measured, measure_program
from careercraft.calc.obm.measures.verdict import Line

TODAY = date(2025, 11, 25)
"""In the school year 2025-26."""
NOW = 2026
EVERYTHING = frozenset(
    {
        *("SAT", "ACT", "TSIA1", "TSIA2", "AP", "STAAR"),
        *("dual_credit", "onramps", "college_prep", "ibc", "level_certificate"),
        *("associate_degree", "enrollment", "core_completion", "work_based_learning"),
        "program_membership",
    }
)
NOBODY_KNOWS: frozenset[str] = frozenset()


def years(first: int, last: int, grade: int = 9, **said: Any) -> tuple[ProgramYear, ...]:
    """School years in the program, one grade after the other."""
    return tuple(
        ProgramYear(year, True, grade + year - first, in_district=True, **said)
        for year in range(first, last + 1)
    )


def student(
    ref: str = "a",
    *,
    grade: int = 10,
    in_years: tuple[ProgramYear, ...] | None = None,
    known: frozenset[str] = EVERYTHING,
    milestones: tuple[Milestone, ...] = (),
    algebra_2_passed: bool | None = None,
    class_of: int | None = None,
    **facts: Any,
) -> ProgramStudent:
    """A student in a grade in 2025-26, in the program since grade 9, of whom all is known."""
    facts.setdefault("graduated", False)
    return ProgramStudent(
        ref,
        StudentFacts(GraduatingClass(class_of or NOW + 12 - grade), known=known, **facts),
        years(NOW - grade + 9, NOW) if in_years is None else in_years,
        milestones,
        known=known,
        algebra_2_passed=algebra_2_passed,
    )


def dual(
    hours: int | None = 3, ended: str | None = "2025-05-20", subject: str = "other", **more: Any
) -> Course:
    day = None if ended is None else date.fromisoformat(ended)
    return Course("dual_credit", subject, hours, more.get("passed", True), day)


def eoc(exam: str, level: str | None, day: str | None = "2024-05-01", scale: int = 3900) -> Score:
    parts: dict[str, Any] = {"scale": scale} | ({} if level is None else {"level": level})
    return Score("STAAR", parts, None if day is None else date.fromisoformat(day), exam)


def degree(day: str | None, kind: str = "associate_degree", **more: Any) -> Credential:
    return Credential(kind, None if day is None else date.fromisoformat(day), **more)


def enrolled(day: str) -> CollegeEnrollment:
    return CollegeEnrollment(date.fromisoformat(day))


def measured(
    *students: ProgramStudent,
    year: int = NOW,
    model: str = "echs",
    name: str = "2023",
    district: District | None = None,
    today: date = TODAY,
    **choices: str,
) -> dict[str, Measured]:
    program = Program(students, district or District())
    return dict(measure_program(edition(model, name), program, year, today, choices))


def line(indicator: str, one: ProgramStudent, **more: Any) -> Line:
    """The only line of an indicator."""
    (found,) = measured(one, **more)[indicator].lines
    return found


def standing(indicator: str, one: ProgramStudent, **more: Any) -> str:
    return line(indicator, one, **more).standing.value
