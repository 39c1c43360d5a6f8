"""What if: changes tried out on a program's figures, and the scenarios that were saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.programs.area import programs
from careercraft.blueprints.programs.what_if_page import what_if_page
from careercraft.privacy.permissions import Permission
from careercraft.services import programs as program_service
from careercraft.services.programs import what_if as service
from careercraft.services.programs.what_if import MOST_MORE, NO_CHANGES, Changes
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

NOT_USABLE = 422


@programs.get("/<uuid:program_id>/what-if")
@requires(Permission.CAMPUS_PROGRAM_READ)
def what_if(program_id: UUID) -> Any:
    """The figures as they are, ready for changes."""
    return _page(program_id, request.args.get("year", type=int), NO_CHANGES)


@programs.post("/<uuid:program_id>/what-if")
@requires(Permission.CAMPUS_PROGRAM_READ)
def try_out(program_id: UUID) -> Any:
    """The figures with the changes that were sent; nothing is kept."""
    return _page(program_id, request.form.get("year", type=int), _changes())


@programs.post("/<uuid:program_id>/scenarios")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def save_scenario(program_id: UUID) -> Any:
    """Keep what is tried out under a name."""
    desk, changes = current_desk(), _changes()
    year = request.form.get("year", type=int) or program_service.present_year(desk)
    try:
        scenario_id = service.save(desk, program_id, year, request.form.get("name", ""), changes)
    except service.CannotSave as reason:
        flash(str(reason), "problem")
        return _page(program_id, year, changes), NOT_USABLE
    flash("The scenario is saved. No record was touched.", "good")
    return redirect(url_for("programs.scenario", scenario_id=scenario_id), 303)


@programs.get("/scenarios/<uuid:scenario_id>")
@requires(Permission.CAMPUS_PROGRAM_READ)
def scenario(scenario_id: UUID) -> Any:
    """A saved scenario on today's records."""
    program_id, year, changes = service.saved(current_desk(), scenario_id)
    return _page(program_id, year, changes)


@programs.post("/scenarios/<uuid:scenario_id>/remove")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def remove_scenario(scenario_id: UUID) -> Any:
    """Take a scenario away."""
    program_id = service.remove(current_desk(), scenario_id)
    flash("The scenario is removed.", "good")
    return redirect(url_for("programs.what_if", program_id=program_id), 303)


def _page(program_id: UUID, year: int | None, changes: Changes) -> str:
    page = what_if_page(current_desk(), program_id, year, changes)
    return render_template("programs/what_if.html", page=page)


def _changes() -> Changes:
    """What was sent: `more-ATT1` numbers, and `student-ATT1` ids, as many as were ticked."""
    more, chosen = {}, {}
    for name in request.form:
        what, _, indicator = name.partition("-")
        if what == "more":
            number = request.form.get(name, type=int) or 0
            more[indicator] = max(-MOST_MORE, min(MOST_MORE, number))
        elif what == "student":
            chosen[indicator] = tuple(request.form.getlist(name))
    return Changes({id_: number for id_, number in more.items() if number}, chosen)
