"""Deleting one student's record on a case's instruction, and the certificates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for

from careercraft.blueprints.retention.area import determination_entered, pdf, retention, to, told
from careercraft.blueprints.retention.keeping import progress
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.deidentifying import smallest_group
from careercraft.privacy.permissions import Permission
from careercraft.services.records.cases import today
from careercraft.services.retention import certificates, deidentifying, destructions
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires


@retention.get("/certificates")
@requires(Permission.DISTRICT_RETENTION_READ)
def all_certificates() -> Any:
    """Everything that was destroyed."""
    return render_template("retention/certificates.html", lines=destructions.listed(current_desk()))


@retention.get("/de-identified")
@requires(Permission.DISTRICT_RETENTION_READ)
def deidentified() -> Any:
    """What is kept without a name."""
    desk = current_desk()
    return render_template(
        "retention/deidentified.html",
        groups=deidentifying.groups(desk),
        smallest=smallest_group(today(desk)),
    )


@retention.get("/de-identified/export")
@requires(Permission.DISTRICT_RETENTION_READ)
def export_deidentified() -> Any:
    """The same as a file."""
    return download(deidentifying.export(current_desk(), request.args.get("format", "xlsx")))


@retention.route("/deletions/<uuid:request_id>", methods=["GET", "POST"])
@requires(Permission.DISTRICT_RECORDS_DESTROY)
def deletion(request_id: UUID) -> Any:
    """What an instructed deletion will destroy; typing the number of the case orders it."""
    desk = current_desk()
    plan = destructions.plan(desk, request_id)
    if request.method == "POST":
        form = request.form
        try:
            ground = None if plan.stays is None else determination_entered(form)
            ordered = destructions.order(desk, request_id, form.get("number", ""), ground)
        except Refused as refused:
            told(refused)
            return render_template("retention/deletion.html", plan=plan)
        put_to_work(ordered.task_id)
        return to("destruction", destruction_id=ordered.destruction_id)
    return render_template("retention/deletion.html", plan=plan)


@retention.get("/destructions/<uuid:destruction_id>")
@requires(Permission.DISTRICT_RETENTION_READ)
def destruction(destruction_id: UUID) -> Any:
    """How far a destruction is; then its certificate."""
    desk = current_desk()
    one = destructions.found(desk, destruction_id)
    here = url_for("retention.destruction", destruction_id=destruction_id)
    running = progress(one.task_id, here) if one.state == "instructed" else None
    said = certificates.certificate(desk, one) if one.state == "done" else None
    template = (
        "retention/_destruction.html" if request.htmx else "retention/destruction.html"  # type: ignore[attr-defined]
    )
    return render_template(template, one=one, progress=running, said=said)


@retention.get("/destructions/<uuid:destruction_id>/certificate")
@requires(Permission.DISTRICT_RETENTION_READ)
def certificate(destruction_id: UUID) -> Any:
    """The certificate as a PDF, in Spanish where it is asked for."""
    language = request.args.get("language", "en")
    content = certificates.pdf(current_desk(), destruction_id, language)
    return pdf(content, "certificate-of-destruction.pdf")
