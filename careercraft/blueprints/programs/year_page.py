"""The year of a program as its template reads it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for
from wtforms.fields import SelectChoice

from careercraft.blueprints.programs.forms import ArtifactForm, DutyForm, OwnDutyForm
from careercraft.blueprints.programs.frame import ProgramFrame, frame
from careercraft.clock import today
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import programs
from careercraft.services.blueprint import YearDate, calendar
from careercraft.services.context import Desk
from careercraft.services.programs import duties as program_duties
from careercraft.services.programs.duties import Duty, Owner
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.web.desk import signed_in_person


class DutyRow(NamedTuple):
    """One duty with its forms, which only those see who may change it."""

    duty: Duty
    late: bool
    form: DutyForm | None
    file_form: ArtifactForm | None
    change_href: str
    keep_href: str


class Benchmark(NamedTuple):
    """The duties of one benchmark, and how many of them are settled."""

    title: str
    rows: list[DutyRow]
    settled: int


class Entry(NamedTuple):
    """One date of the calendar; `duties` are those that fall due in its month."""

    month: str
    what: YearDate | None
    duties: list[Duty]
    past: bool


class YearPage(NamedTuple):
    """Everything that `programs/year.html` shows."""

    frame: ProgramFrame
    year_name: str
    years: list[tuple[str, str, bool]]
    summary: str
    benchmarks: list[Benchmark]
    calendar: list[Entry]
    own_form: OwnDutyForm | None
    own_href: str


def year_page(desk: Desk, program_id: UUID, school_year: int) -> YearPage:
    """The page of one school year; raises `NotFound`."""
    found = program_duties.duties(desk, program_id, school_year)
    may = Permission.CAMPUS_PROGRAM_EDIT in permissions(signed_in_person().actor)
    owners = program_duties.owners(desk, program_id) if may else []
    rows = [_row(program_id, school_year, duty, owners, may=may) for duty in found]
    return YearPage(
        frame(desk, program_id, "programs.year"),
        school_year_name(school_year),
        _years(desk, program_id, school_year),
        _summary(found),
        _benchmarks(rows),
        _calendar(school_year, found),
        OwnDutyForm() if may else None,
        url_for("programs.add_duty", program_id=program_id, school_year=school_year),
    )


def _row(
    program_id: UUID, school_year: int, duty: Duty, owners: list[Owner], *, may: bool
) -> DutyRow:
    here: dict[str, Any] = {
        "program_id": program_id,
        "school_year": school_year,
        "requirement": duty.requirement,
    }
    return DutyRow(
        duty,
        duty.late_on(today()),
        _form(duty, owners) if may else None,
        ArtifactForm(formdata=None, prefix=duty.requirement) if may else None,
        url_for("programs.change_duty", **here),
        url_for("programs.keep_artifact", **here),
    )


def _form(duty: Duty, owners: list[Owner]) -> DutyForm:
    held = {
        "status": duty.status,
        "owner": str(duty.owner_id or ""),
        "due_on": duty.due_on,
        "note": duty.note,
    }
    form = DutyForm(formdata=None, data=held, prefix=duty.requirement)
    form.owner.choices = [
        SelectChoice("", "Nobody yet"),
        *(SelectChoice(str(one.id), one.name) for one in owners),
    ]
    return form


def _years(desk: Desk, program_id: UUID, chosen: int) -> list[tuple[str, str, bool]]:
    present = programs.present_year(desk)
    known = sorted({present - 1, present, present + 1, chosen})
    return [
        (
            school_year_name(one),
            url_for("programs.year", program_id=program_id, year=one),
            one == chosen,
        )
        for one in known
    ]


def _summary(found: list[Duty]) -> str:
    settled = sum(one.settled for one in found)
    late = sum(one.late_on(today()) for one in found)
    told = f"{settled} of {len(found)} are done or do not apply"
    return f"{told}; {late} {'is' if late == 1 else 'are'} late." if late else f"{told}."


def _benchmarks(rows: list[DutyRow]) -> list[Benchmark]:
    titles = list(dict.fromkeys(row.duty.benchmark for row in rows))
    grouped = [(title, [row for row in rows if row.duty.benchmark == title]) for title in titles]
    return [Benchmark(title, own, sum(r.duty.settled for r in own)) for title, own in grouped]


def _calendar(school_year: int, found: list[Duty]) -> list[Entry]:
    """The state's dates and the months in which duties fall due, in order."""
    days = {date(school_year - 1 + one.year, one.month, 1): one for one in calendar()}
    due = {one.due_on.replace(day=1) for one in found if one.due_on}
    return [
        Entry(
            f"{day:%B %Y}",
            days.get(day),
            [one for one in found if one.due_on and one.due_on.replace(day=1) == day],
            day < today().replace(day=1),
        )
        for day in sorted(days.keys() | due)
    ]
