"""Early warning: ninth and tenth graders who fall behind the pace of an indicator."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from careercraft.calc import sentence
from careercraft.calc.obm.milestones import Pace, StudentMilestones, milestones
from careercraft.calc.obm.students import ProgramStudent
from careercraft.calc.obm.words import indicator_title
from careercraft.filters import number
from careercraft.privacy.access import require
from careercraft.privacy.permissions import Permission
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import ProgramView
from careercraft.services.programs import people as program_people
from careercraft.services.programs import results as program_results
from careercraft.services.programs.people import Person
from careercraft.services.programs.results import Basis

EARLY_GRADES = (9, 10)


class Behind(NamedTuple):
    """One indicator that a student falls behind: why, and what would do it."""

    indicator: str
    title: str
    because: str
    how: str | None


class Warned(NamedTuple):
    """One student behind the pace."""

    person: Person
    grade: int
    hours: str
    behind: tuple[Behind, ...]


class EarlyWarning(NamedTuple):
    """The early warning of a program. `looked_at`: how many students of each grade."""

    program: ProgramView
    warned: tuple[Warned, ...]
    looked_at: dict[int, int]
    grade: int | None


def early_warning(desk: Desk, program_id: UUID, grade: int | None = None) -> EarlyWarning:
    """Who of grades 9 and 10 is behind, most indicators first; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_STUDENT_READ)
    program = programs.program(desk, program_id)
    basis = program_results.basis(desk, program)
    paces = [(one, milestones_of(basis, one)) for one in present_members(basis)]
    early = [(one, told) for one, told in paces if told.grade in EARLY_GRADES]
    wanted = [(one, told) for one, told in early if grade in (None, told.grade)]
    late = [(one, told, behind) for one, told in wanted if (behind := _behind(basis, told))]
    persons = program_people.people(desk, [one.ref for one, _, _ in late])
    warned = [
        Warned(persons[one.ref], told.grade, hours_so_far(told), behind)
        for one, told, behind in late
    ]
    program_people.note_looked_at(desk, program_id, "early warning", persons.values())
    return EarlyWarning(
        program,
        tuple(sorted(warned, key=lambda one: (-len(one.behind), one.person.order))),
        {each: sum(told.grade == each for _, told in early) for each in EARLY_GRADES},
        grade,
    )


def present_members(basis: Basis) -> list[ProgramStudent]:
    """The students who are in the program in the newest school year on file."""
    newest = max(basis.cohorts.loaded, default=0)
    return [
        one
        for one in basis.cohorts.students
        if any(y.year == newest and y.member and y.left_on is None for y in one.years)
        and not one.facts.graduated
    ]


def milestones_of(basis: Basis, student: ProgramStudent) -> StudentMilestones:
    """A student's milestones today, by the program's edition and assumptions."""
    return milestones(student, basis.edition, basis.today, basis.choices)


def hours_so_far(told: StudentMilestones) -> str:
    """College hours up to now; at least so many where a record is incomplete."""
    if not told.credits:
        return "no record"
    last = told.credits[-1]
    return f"at least {number(last.hours)}" if last.open else number(last.hours)


def _behind(basis: Basis, told: StudentMilestones) -> tuple[Behind, ...]:
    return tuple(
        Behind(
            id_,
            indicator_title(basis.edition.id, id_),
            sentence(line.because),
            sentence(line.line.how) if line.line.how else None,
        )
        for id_, line in told.pace.items()
        if line.pace is Pace.BEHIND
    )
