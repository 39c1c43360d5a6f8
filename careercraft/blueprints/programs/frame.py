"""What stands around every page of one program: its name, facts, rooms and way back."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.clock import school_year, today
from careercraft.filters import ends_in
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import ProgramView
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.web.desk import signed_in_person

YEARS_SHOWN = 5
ROOMS = (
    ("programs.show", "Monitor", Permission.CAMPUS_PROGRAM_READ),
    ("programs.classes", "Classes", Permission.CAMPUS_PROGRAM_READ),
    ("programs.warnings", "Early warning", Permission.CAMPUS_STUDENT_READ),
    ("programs.what_if", "What if", Permission.CAMPUS_PROGRAM_READ),
    ("programs.year", "Year and duties", Permission.CAMPUS_PROGRAM_READ),
    ("programs.settings", "Targets and assumptions", Permission.CAMPUS_PROGRAM_READ),
)


class Room(NamedTuple):
    """One page of the program."""

    label: str
    href: str
    current: bool


class YearChoice(NamedTuple):
    """A data year to switch to; `about` says where it stands."""

    year: int
    name: str
    about: str
    href: str
    current: bool


class ProgramFrame(NamedTuple):
    """The head of every page of a program."""

    program: ProgramView
    facts: list[str]
    trail: list[tuple[str, str]]
    rooms: list[Room]


def frame(desk: Desk, program_id: UUID, here: str) -> ProgramFrame:
    """The frame of the page whose endpoint is `here`; raises `NotFound`."""
    program = programs.program(desk, program_id)
    held = permissions(signed_in_person().actor)
    rooms = [
        Room(label, url_for(endpoint, program_id=program_id), endpoint == here)
        for endpoint, label, needed in ROOMS
        if needed in held
    ]
    return ProgramFrame(program, _facts(program), _trail(program, here), rooms)


def _facts(program: ProgramView) -> list[str]:
    year = program.year_in(ends_in(school_year(today())))
    told = f"year {year} of implementation" if year > 0 else "in planning"
    return [program.model_name, program.campus_name, f"edition {program.edition}", told]


def _trail(program: ProgramView, here: str) -> list[tuple[str, str]]:
    trail = [("Programs", url_for("programs.overview"))]
    if here != "programs.show":
        trail.append((program.name, url_for("programs.show", program_id=program.id)))
    return trail


def year_choices(
    desk: Desk, endpoint: str, program_id: UUID, asked: int | None, **more: Any
) -> list[YearChoice]:
    """The data years of a program: the present one, and those before that can be judged."""
    present = programs.present_year(desk)
    known = range(present, present - YEARS_SHOWN, -1)
    chosen = asked if asked in known else present - 1
    return [
        YearChoice(
            year,
            school_year_name(year),
            "in progress" if year == present else "",
            url_for(endpoint, program_id=program_id, year=year, **more),
            year == chosen,
        )
        for year in known
    ]
