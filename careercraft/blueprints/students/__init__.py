"""One student: found by name or id, and shown with what the rules say and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from careercraft.blueprints.students.pages import found_page, student_page
from careercraft.clock import today
from careercraft.privacy.permissions import Permission
from careercraft.services import students as service
from careercraft.services.students import pages as student_pages
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires
from careercraft.web.moments import day_of
from careercraft.web.navigation import freshness_beside_figures

students = Blueprint("students", __name__, url_prefix="/students")
LONGEST_SEARCH = 80


@students.get("/<uuid:student_id>")
@requires(Permission.CAMPUS_STUDENT_READ)
def show(student_id: UUID) -> Any:
    """A student, judged now, with the reasons; how it was on a day is the history's to say."""
    if "as_of" in request.args:
        as_of = request.args["as_of"]
        return redirect(url_for("history.show", student_id=student_id, as_of=as_of))
    freshness_beside_figures()  # before the look is recorded, which ends the transaction
    view = student_pages.view(current_desk(), student_id)
    return render_template(
        "students/page.html",
        page=student_page(view),
        papers=view.papers,
        paper_day=day_of,
        today=today(),
    )


@students.post("/find")
@requires(Permission.CAMPUS_STUDENT_READ)
def find() -> Any:
    """Students by name or id; the one who fits opens at once. The words stay out of the address."""
    words = request.form.get("q", "").strip()[:LONGEST_SEARCH]
    found = service.find(current_desk(), words)
    if len(found) == 1:
        return redirect(url_for("students.show", student_id=found[0].id), 303)
    return render_template("students/find.html", page=found_page(words, found))
