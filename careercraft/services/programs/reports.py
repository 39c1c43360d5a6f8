"""Printed program reports: asked for, prepared by the worker with small groups hidden, fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.calc.obm.words import level_name
from careercraft.documents import program_report
from careercraft.documents.program_report import (
    ReportDomain,
    ReportIndicator,
    ReportInput,
    ReportLevel,
)
from careercraft.filestore import FileMissing
from careercraft.filters import long_date
from careercraft.models import ProgramReport
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.masking import Audience, Masked, Shown, Tally, mask_tallies, policy_for
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, programs, tasks
from careercraft.services.context import Desk
from careercraft.services.programs import pages as program_pages
from careercraft.services.programs import results as program_results
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.pages import IndicatorView, LevelView, MonitorView
from careercraft.services.programs.results import Basis, Estimate

STORE = "program_report"
STEPS = 3
AUDIENCES = {
    "leadership": ("for the leadership meeting", Audience.INSIDE),
    "partner": ("for the partner college", Audience.PUBLIC),
}
STATE_WORDS = {
    "met": "met",
    "not_met": "not met",
    "unknown": "not settled",
    "not_applicable": "not asked",
}
NOT_SHOWN = "students short: not shown"
STANDING = (
    "Targets are those of the edition named above; how each figure is counted is not said by the "
    "state and follows the assumptions below."
)
MASKING = (
    "Groups of fewer than {smallest} students, and figures that would give them away, are not "
    "shown."
)
Tallies = Mapping[tuple[str, int], Shown]


class Asked(NamedTuple):
    """A report that is being prepared."""

    report_id: UUID
    task_id: UUID


class ReportView(NamedTuple):
    """A report as a page shows it."""

    id: UUID
    program_id: UUID
    program_name: str
    audience: str
    data_year_name: str
    state: str
    pages: int | None
    size: int | None
    asked_at: datetime


def ask(desk: Desk, program_id: UUID, audience: str, data_year: int) -> Asked:
    """Ask for a report; the caller enqueues the task. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PROGRAM_EDIT)
    program = programs.program(desk, program_id)
    if audience not in AUDIENCES or data_year not in programs.FIRST_YEARS:
        raise NotFound("report")
    report = ProgramReport(
        id=uuid4(),
        district_id=desk.actor.district_id,
        program_id=program.id,
        audience=audience,
        data_year=data_year,
        state="waiting",
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
    )
    desk.session.add(report)
    desk.session.flush()
    task = tasks.start(desk, "print_program_report", report.id)
    report.task_id = task.id
    desk.record(
        Event.PROGRAM_REPORT_ASKED,
        "report",
        report.id,
        details={"program_id": str(program.id), "audience": audience, "data_year": data_year},
    )
    desk.session.commit()
    return Asked(report.id, task.id)


def print_report(desk: Desk, report_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Worker: judge the program, hide small groups, lay the report out and keep it sealed."""
    report = desk.session.get_one(ProgramReport, report_id)
    progress(1, STEPS)
    told = contents(desk, report.program_id, report.audience, report.data_year)
    progress(2, STEPS)
    printed = program_report.render(told)
    desk.files.put(desk.keys, STORE, report.id, printed.content)
    report.state, report.pages, report.size = "ready", printed.pages, len(printed.content)
    report.ready_at = desk.now
    desk.session.commit()
    progress(STEPS, STEPS)


def note_failure(desk: Desk, report_id: UUID) -> None:
    """Mark a report that could not be prepared, so that it can be asked for again."""
    desk.session.get_one(ProgramReport, report_id).state = "failed"


def report(desk: Desk, report_id: UUID) -> ReportView:
    """One report of a program that the person may see; raises `NotFound`."""
    return _view(desk, _visible(desk, report_id))


def reports(desk: Desk, program_id: UUID, most: int = 5) -> list[ReportView]:
    """The latest reports of a program, newest first."""
    query = (
        select(ProgramReport)
        .where(ProgramReport.program_id == program_id, ProgramReport.state != "failed")
        .order_by(ProgramReport.asked_at.desc(), ProgramReport.id)
        .limit(most)
    )
    return [_view(desk, one) for one in desk.session.scalars(query)]


def download(desk: Desk, report_id: UUID) -> bytes:
    """The PDF itself; raises `NotFound`. The download is recorded."""
    found = _visible(desk, report_id)
    if found.state != "ready":
        raise NotFound("report")
    try:
        content = desk.files.get(desk.keys, STORE, found.id)
    except FileMissing:
        raise NotFound("report") from None
    details = {"program_id": str(found.program_id)}
    desk.record(Event.PROGRAM_REPORT_DOWNLOADED, "report", found.id, details={**details})
    desk.session.commit()
    return content


def _visible(desk: Desk, report_id: UUID) -> ProgramReport:
    require(desk.actor, Permission.CAMPUS_PROGRAM_READ)
    found = desk.session.get(ProgramReport, report_id)
    if found is None:
        raise NotFound("report")
    programs.program(desk, found.program_id)
    return found


def _view(desk: Desk, found: ProgramReport) -> ReportView:
    return ReportView(
        found.id,
        found.program_id,
        programs.program(desk, found.program_id).name,
        AUDIENCES[found.audience][0],
        school_year_name(found.data_year),
        found.state,
        found.pages,
        found.size,
        found.asked_at,
    )


# What the report says


def contents(desk: Desk, program_id: UUID, audience: str, data_year: int) -> ReportInput:
    """The report in words, with small groups hidden as its audience needs."""
    basis = program_results.basis(desk, programs.program(desk, program_id))
    years = program_pages.estimates(basis, data_year)
    view = program_pages.in_words(basis, data_year)
    shown = _masked(years, AUDIENCES[audience][1], basis.today)
    return ReportInput(
        view.program.name,
        view.program.campus_name,
        districts.current_district(desk).name,
        f"{view.program.model_name} {view.program.edition}",
        AUDIENCES[audience][0],
        view.data_year_name,
        long_date(basis.today),
        f"Estimated status for {view.designation_year_name}",
        view.status.word,
        view.status.sentence,
        view.cycle_sentence,
        tuple(_projected(view)),
        tuple(level_name(basis.edition.id, level) for level in basis.edition.levels),
        tuple(_domains(view, shown, data_year)),
        _assumptions(view),
        _masking(AUDIENCES[audience][1], basis),
        STANDING,
    )


def _masked(years: Mapping[int, Estimate], audience: Audience, on: date) -> Tallies:
    """Every counted figure of every year, as the audience may see it."""
    tallies = {
        (id_, year): Tally(share.tally.numerator, share.tally.denominator)
        for year, one in years.items()
        for id_, result in one.own.indicators.items()
        if (share := result.figure.main) is not None and share.tally is not None
    }
    return mask_tallies(tallies, (), policy_for(audience, on))


def _masking(audience: Audience, basis: Basis) -> str | None:
    smallest = policy_for(audience, basis.today).smallest
    return MASKING.format(smallest=smallest) if smallest > 1 else None


def _projected(view: MonitorView) -> Iterator[tuple[str, str, str, str]]:
    for one in view.projected:
        rests_on = f"{one.data_year_name}, {one.data_are}"
        yield one.designation_year_name, rests_on, one.as_it_stands, ", ".join(one.possible)


def _domains(view: MonitorView, shown: Tallies, data_year: int) -> Iterator[ReportDomain]:
    for domain in view.domains:
        yield ReportDomain(
            domain.title,
            tuple(
                ReportLevel(one.name, one.asks, one.state, STATE_WORDS[one.state])
                for one in domain.levels
            ),
            tuple(_indicator(one, shown, data_year) for one in domain.indicators),
        )


def _indicator(one: IndicatorView, shown: Tallies, data_year: int) -> ReportIndicator:
    own = shown.get((one.id, data_year))
    hidden = own is not None and isinstance(own.number, Masked)
    return ReportIndicator(
        one.id,
        one.title,
        own.words() if own else one.value,
        tuple(_level(level, hidden=hidden) for level in one.levels),
        tuple(
            (point.name, shown[one.id, point.data_year].words())
            for point in one.trend
            if point.data_year < data_year and (one.id, point.data_year) in shown
        ),
        one.state_report.partition(";")[0] if one.state_report else "",
    )


def _level(level: LevelView, *, hidden: bool) -> ReportLevel:
    """A target with its state; the distance is left out where it would tell the hidden count."""
    if level.state in ("met", "not_applicable"):
        return ReportLevel(level.name, level.target, level.state, "")
    words = level.sentence if level.students_short is None or not hidden else NOT_SHOWN
    return ReportLevel(level.name, level.target, level.state, words)


def _assumptions(view: MonitorView) -> tuple[str, ...]:
    told = {
        f"{each.question} {each.answer}."
        for domain in view.domains
        for one in domain.indicators
        for each in one.assumptions
    }
    return tuple(sorted(told))
