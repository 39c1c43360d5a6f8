"""One student's way through their program: credits by grade, every milestone, persistence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.calc import sentence
from careercraft.calc.obm.editions import Edition
from careercraft.calc.obm.measures.verdict import Standing
from careercraft.calc.obm.milestones import Pace, StudentMilestones, milestones
from careercraft.calc.obm.students import ProgramStudent
from careercraft.calc.obm.words import indicator_title
from careercraft.clock import TEXAS
from careercraft.filters import number
from careercraft.models import Campus, Program
from careercraft.privacy.access import campuses_of, permissions, reaches_whole_district
from careercraft.privacy.permissions import Permission
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import ProgramView
from careercraft.services.programs import cohorts as program_cohorts
from careercraft.services.programs import entries as program_entries
from careercraft.services.programs import typing as program_typing
from careercraft.services.programs.results import choices_of

STATES = {
    Standing.MET: "met",
    Standing.OPEN: "not_met",
    Standing.CLOSED: "not_met",
    Standing.UNKNOWN: "unknown",
    Standing.TO_COME: "unknown",
    Standing.LEFT_OUT: "not_applicable",
}


class Way(NamedTuple):
    """A student in a program, as the rules see them today."""

    program: ProgramView
    edition: Edition
    milestones: StudentMilestones
    present: bool
    """Whether the student is in the program in the newest school year on file."""


class MilestoneRow(NamedTuple):
    """One milestone in words. `behind`: it falls behind the pace."""

    id: str
    title: str
    state: str
    because: str
    how: str | None
    behind: bool


class WayView(NamedTuple):
    """A student's program as the student page shows it."""

    program: ProgramView
    may_open: bool
    """Whether the reader may see the program's own pages."""
    present: bool
    met: int
    of: int
    credits: tuple[tuple[str, str], ...]
    rows: tuple[MilestoneRow, ...]


def way(desk: Desk, student_id: UUID) -> Way | None:
    """The program of a student whom the caller has made sure may be seen; None without one."""
    found = ways(desk, student_id)
    return found[0] if found else None


def ways(
    desk: Desk, student_id: UUID, *changes: Callable[[ProgramStudent], ProgramStudent]
) -> tuple[Way, ...]:
    """The way of a student as it is, then as it would be after each of some changes.

    Empty for whoever never was in a program.
    """
    for program in _programs(desk):
        found = program_cohorts.student_of(desk, program, student_id)
        if found is not None:
            held = program_entries.standing(desk, program.id)
            edition = program_typing.edition_with(program.model, program.edition, held)
            today = desk.now.astimezone(TEXAS).date()
            choices = choices_of(held)
            newest = programs.present_year(desk)
            now = any(y.year == newest and y.member and not y.left_on for y in found.years)
            return tuple(
                Way(program, edition, milestones(one, edition, today, choices), now)
                for one in (found, *(change(found) for change in changes))
            )
    return ()


def _programs(desk: Desk) -> list[ProgramView]:
    """Every program of the district: a student may have been in one of another campus."""
    query = (
        select(Program, Campus)
        .join(Campus, Campus.id == Program.campus_id)
        .order_by(Program.first_year, Program.id)
    )
    return [programs.view_of(program, campus) for program, campus in desk.session.execute(query)]


def way_view(desk: Desk, student_id: UUID) -> WayView | None:
    """A student's program in words."""
    found = way(desk, student_id)
    return in_words(desk, found) if found else None


def in_words(desk: Desk, found: Way) -> WayView:
    """A way through a program in words."""
    rows = tuple(_rows(found))
    return WayView(
        found.program,
        _may_open(desk, found.program),
        found.present,
        sum(row.state == "met" for row in rows),
        len(rows),
        tuple(_credits(found.milestones)),
        rows,
    )


def _may_open(desk: Desk, program: ProgramView) -> bool:
    at_campus = reaches_whole_district(desk.actor) or program.campus_id in campuses_of(desk.actor)
    return at_campus and Permission.CAMPUS_PROGRAM_READ in permissions(desk.actor)


def _rows(found: Way) -> list[MilestoneRow]:
    told = found.milestones
    return [
        MilestoneRow(
            id_,
            indicator_title(found.edition.id, id_),
            STATES[line.standing],
            sentence(line.because),
            sentence(line.how) if line.how else None,
            told.pace[id_].pace is Pace.BEHIND,
        )
        for id_, line in told.lines.items()
    ]


def _credits(told: StudentMilestones) -> list[tuple[str, str]]:
    return [
        (
            f"Grade {one.grade}" + ("" if one.over else ", so far"),
            f"{'at least ' if one.open else ''}{number(one.hours)}",
        )
        for one in told.credits
    ]
