"""The classes of a program: who entered with them, who came later, left, came back, graduated.

Persistence is told twice: of everybody who entered, and of those who stayed in the district.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from careercraft.calc.obm.editions import edition
from careercraft.calc.obm.figures import Count
from careercraft.calc.obm.frame import Frame
from careercraft.calc.obm.measure import Program, measure
from careercraft.calc.obm.students import ProgramStudent
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import ProgramView
from careercraft.services.programs import results as program_results
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.results import Basis

PERSISTENCE_OF = ("echs", "2023", "ATT6")
"""The indicator whose wording is followed: enrolled students who remain through graduation."""
FIRST_GRADE, FOUR_YEARS = 9, 4


class ClassRow(NamedTuple):
    """One class by the year in which it graduates after four years."""

    class_of: int
    entered_in: str
    entered: int
    transferred_in: int
    in_program: int
    graduated: int
    left_for_school: int
    left_district: int
    came_back: int
    beyond_four_years: int
    raw: Count
    stayers: Count


class Classes(NamedTuple):
    """The classes of a program, newest first; `loaded` names the school years on file."""

    program: ProgramView
    rows: tuple[ClassRow, ...]
    loaded: tuple[str, ...]


def classes(desk: Desk, program_id: UUID) -> Classes:
    """The classes of a program that the person may see; raises `NotFound`."""
    program = programs.program(desk, program_id)
    basis = program_results.basis(desk, program)
    years = sorted({int(one.cohort) for one in basis.cohorts.students if one.cohort}, reverse=True)
    loaded = tuple(school_year_name(year) for year in basis.cohorts.loaded)
    return Classes(program, tuple(_row(basis, year) for year in years), loaded)


def _row(basis: Basis, class_of: int) -> ClassRow:
    own = [one for one in basis.cohorts.students if one.cohort == class_of]
    newest = max(basis.cohorts.loaded, default=0)
    here = [one for one in own if _in_program(one, newest)]
    done = [one for one in own if _graduated_from_it(one)]
    gone = [one for one in own if one not in here and one not in done]
    left_district = [one for one in gone if one.years[-1].in_district is False]
    return ClassRow(
        class_of,
        school_year_name(class_of - FOUR_YEARS + 1),
        sum(_entry_grade(one) == FIRST_GRADE for one in own),
        sum(_entry_grade(one) > FIRST_GRADE for one in own),
        len(here),
        len(done),
        len(gone) - len(left_district),
        len(left_district),
        sum(_came_back(one) for one in own),
        sum(newest > class_of for _ in here),
        _persistence(basis, own, class_of, "everybody"),
        _persistence(basis, own, class_of, "stayers"),
    )


def _in_program(student: ProgramStudent, year: int) -> bool:
    record = student.by_year.get(year)  # type: ignore[call-overload]
    member = record is not None and record.member is True and record.left_on is None
    return member and not student.facts.graduated


def _graduated_from_it(student: ProgramStudent) -> bool:
    return bool(student.facts.graduated) and student.years[-1].member is True


def _entry_grade(student: ProgramStudent) -> int:
    return student.grade_in(student.entry.year) if student.entry else 0


def _came_back(student: ProgramStudent) -> bool:
    years = [one.year for one in student.member_years]
    return bool(years) and len(years) < years[-1] - years[0] + 1


def _persistence(basis: Basis, own: Iterable[ProgramStudent], class_of: int, of_whom: str) -> Count:
    model, name, id_ = PERSISTENCE_OF
    indicator = edition(model, name).indicators[id_]
    seen = max(basis.cohorts.loaded, default=class_of)
    choices = {**basis.choices, "persistence_of": of_whom, "transfers_in": "counted"}
    frame = Frame(class_of, basis.today, choices, seen=seen, model=basis.program.model)
    return measure(indicator, Program(tuple(own)), frame).counted
