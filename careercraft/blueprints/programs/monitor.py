"""The list of programs and the Monitor of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.programs.area import programs
from careercraft.blueprints.programs.forms import ProgramForm
from careercraft.blueprints.programs.monitor_page import monitor_page, overview_page
from careercraft.privacy.permissions import Permission
from careercraft.services import programs as service
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

NOT_USABLE = 422


@programs.get("")
@requires(Permission.CAMPUS_PROGRAM_READ)
def overview() -> Any:
    """Every program that the person may see, with its estimated status."""
    return render_template("programs/overview.html", page=overview_page(current_desk(), None))


@programs.post("")
@requires(Permission.DISTRICT_PROGRAMS_MANAGE)
def found() -> Any:
    """Set up a program."""
    form, desk = ProgramForm(), current_desk()
    page = overview_page(desk, form)
    campus_id = form.campus_id()
    if not form.validate() or campus_id is None:
        return render_template("programs/overview.html", page=page), NOT_USABLE
    try:
        program_id = service.found(
            desk, campus_id, form.model.data, form.name.data.strip(), form.first_year.data
        )
    except service.CannotFound as reason:
        form.name.errors = [str(reason)]
        return render_template("programs/overview.html", page=page), NOT_USABLE
    flash("The program is set up. Its students come next.", "good")
    return redirect(url_for("programs.show", program_id=program_id), 303)


@programs.get("/<uuid:program_id>")
@requires(Permission.CAMPUS_PROGRAM_READ)
def show(program_id: UUID) -> Any:
    """The Monitor of one program, for one data year."""
    page = monitor_page(current_desk(), program_id, request.args.get("year", type=int))
    return render_template("programs/monitor.html", page=page)
