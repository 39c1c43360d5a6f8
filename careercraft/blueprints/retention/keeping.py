"""The retention schedule, the district's own periods, and the nightly proposals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for

from careercraft.blueprints.retention.area import determination_entered, retention, to, told
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.services.retention import periods, runs
from careercraft.services.tasks import view
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.progress import ProgressBlock, progress_of


@retention.get("")
@requires(Permission.DISTRICT_RETENTION_READ)
def schedule() -> Any:
    """What is kept, why, how long, and what happens then."""
    desk = current_desk()
    kinds, others = periods.listed(desk), periods.others(desk)
    return render_template("retention/schedule.html", kinds=kinds, others=others)


@retention.route("/periods/<name>", methods=["GET", "POST"])
@requires(Permission.DISTRICT_RETENTION_SET)
def period(name: str) -> Any:
    """Set the district's own period, with what it rests on."""
    desk = current_desk()
    one = periods.one(desk, name)
    if request.method == "POST":
        given = request.form
        try:
            periods.set_own(desk, name, given.get("value", ""), given.get("reason", ""))
        except Refused as refused:
            told(refused)
            return render_template("retention/period.html", one=one, given=given)
        flash("The period is set.", "good")
        return to("schedule")
    return render_template("retention/period.html", one=one, given={})


@retention.get("/runs")
@requires(Permission.DISTRICT_RETENTION_READ)
def all_runs() -> Any:
    """What nights have found, and what was decided about it."""
    return render_template("retention/runs.html", runs=runs.listed(current_desk()))


@retention.post("/runs")
@requires(Permission.DISTRICT_RECORDS_DESTROY)
def look() -> Any:
    """Look now instead of tonight; proposes, destroys nothing."""
    run_id = runs.propose(current_desk())
    if run_id is None:
        flash("Nothing has reached its period.", "good")
        return to("all_runs")
    return to("run", retention_run_id=run_id)


@retention.get("/runs/<uuid:retention_run_id>")
@requires(Permission.DISTRICT_RETENTION_READ)
def run(retention_run_id: UUID) -> Any:
    """One proposal: what it would destroy, and how far that is."""
    desk = current_desk()
    found = runs.run(desk, retention_run_id)
    here = url_for("retention.run", retention_run_id=retention_run_id)
    block = progress(found.task_id, here) if found.state == "confirmed" else None
    template = "retention/_run.html" if request.htmx else "retention/run.html"  # type: ignore[attr-defined]
    return render_template(template, run=found, progress=block)


@retention.post("/runs/<uuid:retention_run_id>/confirm")
@requires(Permission.DISTRICT_RECORDS_DESTROY)
def confirm_run(retention_run_id: UUID) -> Any:
    """Confirm a proposal."""
    desk = current_desk()
    runs.run(desk, retention_run_id)
    if request.form.get("sure") != "yes":
        flash("Tick that you have read what will be destroyed.", "warn")
        return to("run", retention_run_id=retention_run_id)
    try:
        stays = determination_entered(request.form) if "deidentify" in request.form else None
        put_to_work(runs.confirm(desk, retention_run_id, stays))
    except Refused as refused:
        told(refused)
    return to("run", retention_run_id=retention_run_id)


@retention.post("/runs/<uuid:retention_run_id>/dismiss")
@requires(Permission.DISTRICT_RECORDS_DESTROY)
def dismiss_run(retention_run_id: UUID) -> Any:
    """Destroy nothing of it."""
    try:
        runs.dismiss(current_desk(), retention_run_id)
    except Refused as refused:
        told(refused)
    return to("all_runs")


def progress(task_id: UUID | None, here: str) -> ProgressBlock | None:
    """How far the work is; None once it has ended."""
    if task_id is None:
        return None
    task = view(current_desk(), task_id)
    return progress_of(task)._replace(status_href=here, page_href=here) if task.running else None
