"""Printed program reports: asked for, followed while they are prepared, fetched."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for

from careercraft.blueprints.programs.area import programs
from careercraft.blueprints.programs.frame import ProgramFrame, frame
from careercraft.privacy.permissions import Permission
from careercraft.services import programs as program_service
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.programs import reports as service
from careercraft.services.programs.reports import ReportView
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.progress import ProgressBlock, progress_of


class ReportPage(NamedTuple):
    """Everything that `programs/report.html` shows."""

    frame: ProgramFrame
    report: ReportView
    progress: ProgressBlock | None


@programs.post("/<uuid:program_id>/reports")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def ask_report(program_id: UUID) -> Any:
    """Have a report prepared."""
    desk = current_desk()
    year = request.form.get("year", type=int) or program_service.present_year(desk) - 1
    asked = service.ask(desk, program_id, request.form.get("audience", "leadership"), year)
    put_to_work(asked.task_id)
    return redirect(url_for("programs.report", report_id=asked.report_id), 303)


@programs.get("/reports/<uuid:report_id>")
@requires(Permission.CAMPUS_PROGRAM_READ)
def report(report_id: UUID) -> Any:
    """How far a report is, and the file once it is ready."""
    page = _page(current_desk(), report_id)
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render_template(f"programs/{'_report' if part else 'report'}.html", page=page)


@programs.get("/reports/<uuid:report_id>/file")
@requires(Permission.CAMPUS_PROGRAM_READ)
def download_report(report_id: UUID) -> Any:
    """The PDF."""
    return Response(
        service.download(current_desk(), report_id),
        mimetype="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="program-report.pdf"'},
    )


def _page(desk: Desk, report_id: UUID) -> ReportPage:
    found = service.report(desk, report_id)
    task = tasks.latest_for(desk, found.id) if found.state == "waiting" else None
    here = url_for("programs.report", report_id=report_id)
    progress = progress_of(task) if task and task.running else None
    return ReportPage(
        frame(desk, found.program_id, "programs.report"),
        found,
        progress._replace(status_href=here, page_href=here) if progress else None,
    )
