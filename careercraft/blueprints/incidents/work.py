"""The list, one incident, its steps, its report, who is affected."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.incidents.area import back_to, incidents, told
from careercraft.blueprints.incidents.forms import (
    LONGEST,
    NoticedForm,
    noticed_from,
    read_id,
    report_from,
    search_from,
)
from careercraft.blueprints.incidents.pages import found_sentence, incident_page
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.services.incidents import affected, opening, page, steps
from careercraft.web.desk import current_desk
from careercraft.web.guard import any_staff, requires

ID_LENGTH = 36


@incidents.get("")
@requires(Permission.DISTRICT_INCIDENTS_READ)
def listing() -> Any:
    """Every incident with its clocks."""
    return render_template("incidents/list.html", rows=page.listing(current_desk()))


@incidents.route("/new", methods=["GET", "POST"])
@any_staff
def new() -> Any:
    """Report what was noticed."""
    form = NoticedForm()
    if form.validate_on_submit():
        try:
            opening.report(current_desk(), noticed_from(form))
        except Refused as refused:
            told(refused)
        else:
            return redirect(url_for("incidents.reported"), 303)
    return render_template("incidents/new.html", form=form)


@incidents.get("/reported")
@any_staff
def reported() -> Any:
    """What happens now that it is reported."""
    return render_template("incidents/reported.html")


@incidents.get("/<uuid:incident_id>")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def show(incident_id: UUID) -> Any:
    """One incident: its clocks, what leads on, its report, who is affected, its timeline."""
    found = incident_page(page.page(current_desk(), incident_id))
    part = "incidents/_letters.html" if request.htmx else "incidents/page.html"  # type: ignore[attr-defined]
    return render_template(part, page=found)


@incidents.post("/<uuid:incident_id>/steps")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def step(incident_id: UUID) -> Any:
    """Take the incident a step further."""
    given = {name: text[:LONGEST] for name, text in request.form.items() if name != "csrf_token"}
    try:
        steps.take(current_desk(), incident_id, given.pop("action", ""), given)
    except Refused as refused:
        told(refused)
    return back_to(incident_id)


@incidents.post("/<uuid:incident_id>/report")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def write_report(incident_id: UUID) -> Any:
    """Keep what the report says so far."""
    try:
        steps.write_report(current_desk(), incident_id, report_from(request.form))
        flash("The report is kept as it stands.", "good")
    except Refused as refused:
        told(refused)
    return back_to(incident_id, "report")


@incidents.post("/<uuid:incident_id>/affected")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def find(incident_id: UUID) -> Any:
    """Put on the list whom a search brings: an account's, an entry's, or a file's students."""
    try:
        flash(found_sentence(_found(incident_id)), "good")
    except Refused as refused:
        told(refused)
    return back_to(incident_id, "affected")


def _found(incident_id: UUID) -> affected.Found:
    desk, by = current_desk(), request.form.get("by", "")
    if by == "entry":
        number = request.form.get("entry", "").replace(",", "").strip()
        if not number.isascii() or not number.isdigit() or len(number) > 18:
            raise Refused("Enter the number of the entry, as the audit trail shows it.")
        return affected.add_from_entry(desk, incident_id, int(number))
    if by == "file":
        batch = read_id(request.form.get("file", ""))
        if batch is None:
            raise Refused("Choose the file.")
        return affected.add_from_file(desk, incident_id, batch)
    if by == "student":
        student = read_id(request.form.get("student", "").strip().rstrip("/")[-ID_LENGTH:])
        if student is None:
            raise Refused("Enter the student's id, or the address of the student's page.")
        return affected.add_one(desk, incident_id, student, request.form.get("reason", ""))
    return affected.add_from_trail(desk, incident_id, search_from(request.form))


@incidents.post("/<uuid:incident_id>/findings/<uuid:finding_id>/take-back")
@requires(Permission.DISTRICT_INCIDENTS_WORK)
def take_back(incident_id: UUID, finding_id: UUID) -> Any:
    """Take whom a search brought off the list."""
    try:
        gone = affected.take_back(current_desk(), incident_id, finding_id)
        flash(f"{gone} taken off the list.", "good")
    except Refused as refused:
        told(refused)
    return back_to(incident_id, "affected")
