"""The history of a student's record: any two days side by side, and what changed when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from careercraft.blueprints.history.pages import HistoryForm, history_page
from careercraft.privacy.permissions import Permission
from careercraft.services.history import page as service
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

history = Blueprint("history", __name__)


@history.get("/students/<uuid:student_id>/history")
@requires(Permission.CAMPUS_STUDENT_READ)
def show(student_id: UUID) -> Any:
    """A student as of one day beside another, and the line of time."""
    form = HistoryForm(request.args)
    asked = form.asked(request.args.get("page", 1, type=int))
    found = service.history(current_desk(), student_id, asked)
    return render_template("history/page.html", page=history_page(found, form))
