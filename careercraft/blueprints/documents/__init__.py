"""Printed plans: asked for, followed while they are prepared, fetched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for

from careercraft.blueprints.documents import runs  # noqa: F401 - its routes
from careercraft.blueprints.documents.area import documents
from careercraft.blueprints.documents.forms import read_wanted
from careercraft.blueprints.documents.pages import FILE_NAMES, plan_page
from careercraft.privacy.permissions import Permission
from careercraft.services import documents as service
from careercraft.services.print_runs import BadRun
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires

__all__ = ["documents"]


@documents.post("/students/<uuid:student_id>/plans")
@requires(Permission.CAMPUS_STUDENT_PRINT)
def ask(student_id: UUID) -> Any:
    """Have a student's plan or letter prepared; script shows its progress in place."""
    desk = current_desk()
    try:
        wanted = read_wanted(request.form)
    except BadRun as told:
        return render_template("documents/nothing_to_print.html", told=str(told)), 422
    asked = service.ask_for_plan(desk, student_id, wanted.language, wanted.kind, wanted.own_words)
    put_to_work(asked.task_id)
    if request.htmx:  # type: ignore[attr-defined]
        return _fragment("documents/_asked.html", asked.document_id)
    return redirect(url_for("documents.show", document_id=asked.document_id), 303)


@documents.get("/documents/<uuid:document_id>")
@requires(Permission.CAMPUS_STUDENT_PRINT)
def show(document_id: UUID) -> Any:
    """How far a plan is, and the file once it is ready."""
    if request.htmx:  # type: ignore[attr-defined]
        return _fragment("documents/_plan.html", document_id)
    page = plan_page(current_desk(), document_id)
    return render_template("documents/page.html", page=page)


@documents.route("/documents/<uuid:document_id>/file", methods=["GET", "POST"])
@requires(Permission.CAMPUS_STUDENT_PRINT)
def download(document_id: UUID) -> Any:
    """The PDF, under a name that says nothing about the student."""
    content, kind = service.download(current_desk(), document_id)
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAMES[kind]}"'},
    )


def _fragment(template: str, document_id: UUID) -> str:
    return render_template(template, page=plan_page(current_desk(), document_id))
