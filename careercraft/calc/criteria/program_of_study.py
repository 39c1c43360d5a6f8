"""How far a student has come in a program of study, beside a certification of that program."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from careercraft.calc.facts import Course, Credential, Number
from careercraft.calc.findings import Gap
from careercraft.calc.rules import ProgramStep, RuleSet

NO_COURSES: Final[list[Course]] = []


def step_reached(
    aligned: tuple[str, ...] | None, courses: list[Course], step: ProgramStep, known: bool
) -> bool | None:
    """Tell whether a step is reached in an aligned program, or could yet turn out to be."""
    if aligned == ():
        return False
    if aligned:
        passed = _by_program(courses)
        if any(_reaches(passed.get(program, NO_COURSES), step) for program in aligned):
            return True
        if known and not any(map(_may_turn_out, courses)):
            return False
    if not known:
        return None
    standings = standings_of(aligned, courses, step)
    return None if any(one.might_be_reached() for one in standings) else False


def _may_turn_out(course: Course) -> bool:
    """Tell whether something of a course is not known that could still help to reach a step."""
    needed = (course.passed, course.program_of_study, course.level, course.credits)
    return course.passed is not False and None in needed


def _by_program(courses: list[Course]) -> dict[str, list[Course]]:
    """Lay out the passed courses by their program of study."""
    laid_out: dict[str, list[Course]] = {}
    for course in courses:
        program = course.program_of_study
        if program and course.passed:
            if program in laid_out:
                laid_out[program].append(course)
            else:
                laid_out[program] = [course]
    return laid_out


def _reaches(courses: list[Course], step: ProgramStep) -> bool:
    """Tell whether passed courses of one program of study reach a step."""
    return (
        len(courses) >= step.courses
        and _credits(courses) >= step.credits
        and any(_at_level(course, step) for course in courses)
    )


def standings_of(
    aligned: tuple[str, ...] | None, courses: list[Course], step: ProgramStep
) -> list[InProgram]:
    """Return where the student stands in each program; in all entered where none is known."""
    courses = [course for course in courses if course.passed is not False]
    entered = dict.fromkeys([course.program_of_study for course in courses])
    programs: Iterable[str | None] = entered if aligned is None else aligned
    if len(entered) > 1:
        return [_standing_in(program, courses, step) for program in programs]
    return [
        _standing(courses if program in entered or None in entered else [], step)
        for program in programs
    ]


class InProgram(NamedTuple):
    """A student's courses in one program of study; ``possible`` has those that may turn out so."""

    sure: list[Course]
    possible: list[Course]
    step: ProgramStep

    def might_be_reached(self) -> bool:
        """Tell whether the step could be reached if everything not known turned out well."""
        open_credits = any(course.credits is None for course in self.possible)
        return (
            len(self.possible) >= self.step.courses
            and (open_credits or _credits(self.possible) >= self.step.credits)
            and any(
                course.level is None or _at_level(course, self.step) for course in self.possible
            )
        )

    def short_courses(self) -> Number:
        """Return how many courses are missing."""
        return max(self.step.courses - len(self.sure), 0)

    def short_credits(self) -> Number:
        """Return how many credits are missing."""
        return max(self.step.credits - _credits(self.sure), 0)


def _at_level(course: Course, step: ProgramStep) -> bool:
    return (course.level or 0) >= step.includes_level


def aligned_programs(credential: Credential, rules: RuleSet) -> tuple[str, ...] | None:
    """Return the programs to which a certification belongs; ``None`` where they are not known."""
    if credential.programs_of_study is not None:
        return credential.programs_of_study
    registered = rules.certifications.get(credential.code or "")
    return registered.programs_of_study if registered else None


def _standing_in(program: str | None, courses: list[Course], step: ProgramStep) -> InProgram:
    possible = [course for course in courses if course.program_of_study in (program, None)]
    return _standing(possible, step)


def _standing(possible: list[Course], step: ProgramStep) -> InProgram:
    sure = [course for course in possible if course.passed and course.program_of_study]
    return InProgram(sure, possible, step)


def _credits(courses: Iterable[Course]) -> Number:
    return sum([course.credits or 0 for course in courses])


def gap_of(standings: list[InProgram], step: ProgramStep) -> Gap | None:
    """Return what is still missing in the program where the student is farthest: courses first."""
    if not standings:
        return Gap(step.courses, "courses", "what.cte", Decimal(1))
    missing = min((one.short_courses(), one.short_credits()) for one in standings)
    for amount, unit, asked in zip(
        missing, ("courses", "credits"), (step.courses, step.credits), strict=True
    ):
        if amount:
            return Gap(amount, unit, "what.cte", Decimal(amount) / Decimal(asked))
    return None
