"""The progress of background work, and stopping it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request

from careercraft.services import tasks as service
from careercraft.web.desk import current_desk
from careercraft.web.guard import any_staff
from careercraft.web.progress import progress_of

tasks = Blueprint("tasks", __name__, url_prefix="/tasks")


@tasks.get("/<uuid:task_id>")
@any_staff
def show(task_id: UUID) -> Any:
    """How far the work is: a fragment that asks again while it goes on, or a page of its own."""
    task = progress_of(service.view(current_desk(), task_id))
    template = "tasks/_progress.html" if request.htmx else "tasks/page.html"  # type: ignore[attr-defined]
    return render_template(template, task=task)


@tasks.post("/<uuid:task_id>/cancel")
@any_staff
def cancel(task_id: UUID) -> Any:
    """Ask the work to stop at its next step."""
    task = service.ask_to_cancel(current_desk(), task_id)
    return redirect(progress_of(task).page_href)
