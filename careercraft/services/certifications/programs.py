"""How far a student is in a program of study: courses and credits towards each step. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from careercraft.calc import GraduatingClass
from careercraft.calc.criteria.program_of_study import InProgram
from careercraft.calc.explain import term
from careercraft.calc.facts import Course, Number
from careercraft.calc.params import rulebook
from careercraft.calc.rules import ProgramStep
from careercraft.filters import number
from careercraft.services.cites import Cite, cites_of
from careercraft.services.evidence_words import EvidenceLine

STEPS = ("level_2_course", "concentrator", "completer")
NO_PROGRAM = "No program of study on file"


class StepLine(NamedTuple):
    """One step in a program: reached or not, what it takes, and what is missing."""

    title: str
    state: str
    takes: str
    missing: str
    of_the_class: bool
    """Whether this is the step that the student's class needs beside a certification."""
    standing: str
    cites: tuple[Cite, ...]


class CourseLine(NamedTuple):
    """A course in a program: the record of it, its level and credits, and whether it counts."""

    line: EvidenceLine
    level: int | None
    credits: str
    counts: str


class Program(NamedTuple):
    """One program of study in which the student has courses."""

    name: str
    credits: str
    courses: tuple[CourseLine, ...]
    steps: tuple[StepLine, ...]


def programs(
    courses: Iterable[Course],
    lines: Mapping[str, EvidenceLine],
    class_of: GraduatingClass,
    needed: str,
) -> tuple[Program, ...]:
    """Every program with a CTE course on file; `needed`: the step that the class needs."""
    by_program: defaultdict[str | None, list[Course]] = defaultdict(list)
    for one in courses:
        if one.kind == "cte":
            by_program[one.program_of_study].append(one)
    return tuple(
        _program(program, found, lines, class_of, needed)
        for program, found in sorted(by_program.items(), key=lambda item: item[0] or "~")
    )


def program_name(code: str | None) -> str:
    """A program of study as a heading."""
    return code.replace("_", " ").title() if code else NO_PROGRAM


def _program(
    program: str | None,
    courses: list[Course],
    lines: Mapping[str, EvidenceLine],
    class_of: GraduatingClass,
    needed: str,
) -> Program:
    sure = [one for one in courses if one.passed and program]
    return Program(
        program_name(program),
        number(_credits(sure)),
        tuple(_course(one, lines) for one in courses if one.ref in lines),
        tuple(_steps(courses, sure, class_of, needed)) if program else (),
    )


def _course(one: Course, lines: Mapping[str, EvidenceLine]) -> CourseLine:
    counts = {True: "Passed", False: "Not passed", None: "Result not on file"}[one.passed]
    credits_ = "not on file" if one.credits is None else number(one.credits)
    return CourseLine(lines[one.ref or ""], one.level, credits_, counts)


def _steps(
    courses: list[Course], sure: list[Course], class_of: GraduatingClass, needed: str
) -> Iterator[StepLine]:
    possible = [one for one in courses if one.passed is not False]
    for id_ in STEPS:
        step, authority = rulebook().at(f"criteria/program_step_{id_}", ProgramStep, class_of)
        at = InProgram(sure, possible, step)
        missing = list(_missing(at))
        state = "met" if not missing else "unknown" if at.might_be_reached() else "not_met"
        words = term(f"step.{id_}")
        yield StepLine(
            words[:1].upper() + words[1:],
            state,
            _takes(step),
            ", ".join(missing),
            id_ == needed,
            authority.standing.value,
            cites_of(authority.cite),
        )


def _missing(at: InProgram) -> Iterator[str]:
    if courses := at.short_courses():
        yield _counted(courses, "course")
    if credits_ := at.short_credits():
        yield _counted(credits_, "credit")
    level = at.step.includes_level
    if level and not any((one.level or 0) >= level for one in at.sure):
        yield f"a course of level {level} or higher"


def _takes(step: ProgramStep) -> str:
    told = [_counted(step.courses, "course")]
    if step.credits:
        told.append(_counted(step.credits, "credit"))
    if step.includes_level:
        told.append(f"one of level {step.includes_level} or higher")
    return ", ".join(told)


def _counted(amount: Number, noun: str) -> str:
    return f"{number(amount)} {noun}{'' if amount == 1 else 's'}"


def _credits(courses: Iterable[Course]) -> Number:
    return sum((one.credits or 0 for one in courses), 0)
