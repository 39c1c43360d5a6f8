"""The report on paper, and the letters to those affected."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, request

from careercraft.blueprints.incidents.area import back_to, incidents, told
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.services.incidents import letters
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires


@incidents.get("/<uuid:incident_id>/report/file")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def report_file(incident_id: UUID) -> Any:
    """The report as a PDF, once it is complete."""
    try:
        return _pdf(letters.report_pdf(current_desk(), incident_id), "incident-report.pdf")
    except Refused as refused:
        told(refused)
    return back_to(incident_id, "report")


@incidents.post("/<uuid:incident_id>/letters")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def prepare_letters(incident_id: UUID) -> Any:
    """Have the letters prepared."""
    try:
        put_to_work(letters.ask(current_desk(), incident_id))
    except Refused as refused:
        told(refused)
    return back_to(incident_id, "letters")


@incidents.get("/<uuid:incident_id>/letters/file")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def letters_file(incident_id: UUID) -> Any:
    """Every letter that is ready and not sent, as one PDF."""
    return _pdf(letters.all_of_them(current_desk(), incident_id), "incident-letters.pdf")


@incidents.post("/<uuid:incident_id>/letters/sent")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def send_letters(incident_id: UUID) -> Any:
    """Note that the letters were sent."""
    try:
        sent = letters.send(current_desk(), incident_id, request.form.get("how", ""))
        flash(f"{sent} noted as sent.", "good")
    except Refused as refused:
        told(refused)
    return back_to(incident_id, "letters")


def _pdf(content: bytes, name: str) -> Response:
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
