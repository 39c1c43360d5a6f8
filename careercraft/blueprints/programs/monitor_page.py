"""The list of programs and the Monitor as their templates read them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from flask import url_for
from wtforms.fields import SelectChoice

from careercraft.blueprints.programs.forms import ProgramForm
from careercraft.blueprints.programs.frame import ProgramFrame, YearChoice, frame, year_choices
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, programs
from careercraft.services.context import Desk
from careercraft.services.programs import pages as program_pages
from careercraft.services.programs import reports as program_reports
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.pages import MonitorView
from careercraft.services.programs.reports import ReportView
from careercraft.web.desk import signed_in_person


class ProgramRow(NamedTuple):
    """One program of the list."""

    name: str
    href: str
    model: str
    campus: str
    year: int
    status: str
    binding: bool
    domains: list[tuple[str, str]]
    nearest: str | None


class OverviewPage(NamedTuple):
    """Everything that `programs/overview.html` shows."""

    rows: list[ProgramRow]
    data_year_name: str
    designation_year_name: str
    form: ProgramForm | None


class MonitorPage(NamedTuple):
    """Everything that `programs/monitor.html` shows."""

    frame: ProgramFrame
    view: MonitorView
    years: list[YearChoice]
    report_href: str | None
    reports: list[ReportView]


def overview_page(desk: Desk, form: ProgramForm | None) -> OverviewPage:
    """The list, judged by the last whole school year; the form for whoever may set programs up."""
    may = Permission.DISTRICT_PROGRAMS_MANAGE in permissions(signed_in_person().actor)
    form = form or (ProgramForm(formdata=None) if may else None)
    if form is not None:
        form.campus.choices = [
            SelectChoice(str(one.id), one.name) for one in districts.campuses(desk)
        ]
    data_year = programs.present_year(desk) - 1
    views = [program_pages.monitor(desk, one.id, data_year) for one in programs.programs(desk)]
    return OverviewPage(
        [_row(view) for view in views],
        school_year_name(data_year),
        views[0].designation_year_name if views else "",
        form,
    )


def _row(view: MonitorView) -> ProgramRow:
    program = view.program
    return ProgramRow(
        program.name,
        url_for("programs.show", program_id=program.id),
        program.model_name,
        program.campus_name,
        view.year_of_implementation,
        view.status.word,
        view.binding,
        [(one.levels[0].state, one.levels[0].name) for one in view.domains],
        program_pages.nearest(view.domains),
    )


def monitor_page(desk: Desk, program_id: UUID, data_year: int | None) -> MonitorPage:
    """The Monitor of a data year; without one named, of the last whole school year."""
    around = frame(desk, program_id, "programs.show")
    years = year_choices(desk, "programs.show", program_id, data_year)
    chosen = next(one.year for one in years if one.current)
    may_print = Permission.CAMPUS_PROGRAM_EDIT in permissions(signed_in_person().actor)
    return MonitorPage(
        around,
        program_pages.monitor(desk, program_id, chosen),
        years,
        url_for("programs.ask_report", program_id=program_id) if may_print else None,
        program_reports.reports(desk, program_id),
    )
