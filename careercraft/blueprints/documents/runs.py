"""Documents of many students at once: asked for, followed, gone on with, fetched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for

from careercraft.blueprints.documents.area import documents
from careercraft.blueprints.documents.forms import read_ids, read_wanted
from careercraft.blueprints.documents.run_pages import FILES, run_fragment, run_page
from careercraft.privacy.permissions import Permission
from careercraft.services import print_runs
from careercraft.services.print_runs import BadRun
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_all_to_work
from careercraft.web.guard import requires


@documents.post("/documents/bulk")
@requires(Permission.CAMPUS_STUDENT_PRINT)
def ask_for_run() -> Any:
    """Have a document of each posted `student_id` printed."""
    try:
        ids, wanted = read_ids(request.form), read_wanted(request.form)
        asked = print_runs.ask(current_desk(), ids, wanted)
    except BadRun as told:
        return render_template("documents/nothing_to_print.html", told=str(told)), 422
    put_all_to_work(asked.task_ids)
    return redirect(url_for("documents.show_run", run_id=asked.document_id), 303)


@documents.get("/documents/bulk/<uuid:run_id>")
@requires(Permission.CAMPUS_STUDENT_PRINT)
def show_run(run_id: UUID) -> Any:
    """How far a run is, whose document is which number, and the file once it is ready."""
    desk = current_desk()
    if request.htmx:  # type: ignore[attr-defined]
        return render_template("documents/_run.html", page=run_fragment(desk, run_id))
    return render_template("documents/run.html", page=run_page(desk, run_id))


@documents.post("/documents/bulk/<uuid:run_id>/resume")
@requires(Permission.CAMPUS_STUDENT_PRINT)
def resume_run(run_id: UUID) -> Any:
    """Go on with what is not printed yet."""
    asked = print_runs.resume(current_desk(), run_id)
    if asked is None:
        flash("It is being printed already.", "info")
    else:
        put_all_to_work(asked.task_ids)
    return redirect(url_for("documents.show_run", run_id=run_id), 303)


@documents.route("/documents/bulk/<uuid:run_id>/file", methods=["GET", "POST"])
@requires(Permission.CAMPUS_STUDENT_PRINT)
def download_run(run_id: UUID) -> Any:
    """The file, under a name that says nothing about anybody."""
    content, packed_as = print_runs.download(current_desk(), run_id)
    file = FILES[packed_as]
    return Response(
        content,
        mimetype=file.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
