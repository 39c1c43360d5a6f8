"""The programs of a district: founded, found again, described, changed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.calc.obm.editions import editions
from careercraft.clock import TEXAS, senior_class
from careercraft.models import Campus, Program
from careercraft.privacy.access import NotFound, require, visible_campuses
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import districts
from careercraft.services.context import Desk

MODELS = {"echs": "Early College High School (ECHS)", "ptech": "P-TECH"}
SHORT_MODELS = {"echs": "ECHS", "ptech": "P-TECH"}
FIRST_YEARS = range(2000, 2100)
LONGEST_NAME = 80


class CannotFound(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A program cannot be set up like this; the message says why."""


class ProgramView(NamedTuple):
    """A program as a page shows it. `year` is the year of implementation in a school year."""

    id: UUID
    name: str
    model: str
    campus_id: UUID
    campus_name: str
    campus_number: str
    first_year: int
    edition: str

    @property
    def model_name(self) -> str:
        """The model as people call it."""
        return SHORT_MODELS[self.model]

    def year_in(self, school_year: int) -> int:
        """The year of implementation in the school year that ends in this calendar year; 0 and
        less while it is being planned.
        """
        return school_year - self.first_year + 1


def present_year(desk: Desk) -> int:
    """The calendar year in which the present school year ends."""
    return senior_class(_today(desk))


def _today(desk: Desk) -> date:
    return desk.now.astimezone(TEXAS).date()


def programs(desk: Desk) -> list[ProgramView]:
    """The programs at the campuses that the person may see, by name."""
    require(desk.actor, Permission.CAMPUS_PROGRAM_READ)
    query = (
        select(Program, Campus)
        .join(Campus, Campus.id == Program.campus_id)
        .where(visible_campuses(desk.actor))
        .order_by(Program.name, Program.id)
    )
    return [view_of(program, campus) for program, campus in desk.session.execute(query)]


def program(desk: Desk, program_id: UUID) -> ProgramView:
    """One program at a campus that the person may see; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PROGRAM_READ)
    query = (
        select(Program, Campus)
        .join(Campus, Campus.id == Program.campus_id)
        .where(Program.id == program_id, visible_campuses(desk.actor))
    )
    found = desk.session.execute(query).first()
    if found is None:
        raise NotFound("program")
    return view_of(*found)


def editable(desk: Desk, program_id: UUID) -> ProgramView:
    """A program whose entries and duties the person may change; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PROGRAM_EDIT)
    return program(desk, program_id)


def editions_of(model: str) -> tuple[str, ...]:
    """The editions of a model's measures, newest first."""
    return tuple(one.name for one in editions() if one.model == model)


def found(desk: Desk, campus_id: UUID, model: str, name: str, first_year: int) -> UUID:
    """Set up a program with the newest edition of its model; raises `CannotFound`."""
    require(desk.actor, Permission.DISTRICT_PROGRAMS_MANAGE)
    campus = districts.campus(desk, campus_id)
    _check(model, name, first_year)
    taken = select(Program.id).where(Program.campus_id == campus.id, Program.model == model)
    if desk.session.scalars(taken).first():
        raise CannotFound(f"{campus.name} has its {SHORT_MODELS[model]} program already.")
    added = Program(
        id=uuid4(),
        district_id=desk.actor.district_id,
        campus_id=campus.id,
        model=model,
        name=name,
        first_year=first_year,
        edition=editions_of(model)[0],
        created_by=desk.actor.user_id,
        created_at=desk.now,
    )
    desk.session.add(added)
    desk.session.flush()
    desk.record(
        Event.PROGRAM_CREATED,
        "program",
        added.id,
        details={"model": model, "first_year": first_year, "edition": added.edition},
    )
    desk.session.commit()
    return added.id


def change(desk: Desk, program_id: UUID, name: str, first_year: int, edition: str) -> None:
    """Change what a program is called, when it began, or by which edition it is judged."""
    require(desk.actor, Permission.DISTRICT_PROGRAMS_MANAGE)
    view = program(desk, program_id)
    _check(view.model, name, first_year)
    if edition not in editions_of(view.model):
        raise NotFound("edition")
    stored = desk.session.get_one(Program, program_id)
    stored.name, stored.first_year, stored.edition = name, first_year, edition
    desk.record(
        Event.PROGRAM_CHANGED,
        "program",
        program_id,
        details={
            "first_year": first_year,
            "first_year_before": view.first_year,
            "edition": edition,
            "edition_before": view.edition,
        },
    )
    desk.session.commit()


def _check(model: str, name: str, first_year: int) -> None:
    if model not in MODELS:
        raise NotFound("model")
    if not name.strip() or len(name) > LONGEST_NAME:
        raise CannotFound(f"A name of at most {LONGEST_NAME} characters is needed.")
    if first_year not in FIRST_YEARS:
        raise CannotFound("The first school year is written like 2021-22.")


def view_of(stored: Program, campus: Campus) -> ProgramView:
    """A stored program with its campus, as a page shows it."""
    return ProgramView(
        stored.id,
        stored.name,
        stored.model,
        campus.id,
        campus.name,
        campus.number,
        stored.first_year,
        stored.edition,
    )
