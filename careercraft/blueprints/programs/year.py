"""The year of a program: its dates, its duties, the artifacts kept for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for

from careercraft.blueprints.programs.area import programs
from careercraft.blueprints.programs.forms import ArtifactForm, DutyForm, OwnDutyForm
from careercraft.blueprints.programs.year_page import year_page
from careercraft.privacy.permissions import Permission
from careercraft.services import kept_files
from careercraft.services import programs as program_service
from careercraft.services.programs import duties as service
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

NOT_USABLE = 422


@programs.get("/<uuid:program_id>/year")
@requires(Permission.CAMPUS_PROGRAM_READ)
def year(program_id: UUID) -> Any:
    """The calendar and checklist of a school year; without one named, of the present one."""
    named = request.args.get("year", type=int)
    return _page(program_id, named or program_service.present_year(current_desk()))


@programs.post("/<uuid:program_id>/year/<int:school_year>/duties/<requirement>")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def change_duty(program_id: UUID, school_year: int, requirement: str) -> Any:
    """Note status, owner, date and remark of a duty."""
    form = DutyForm(prefix=requirement)
    try:
        service.change(current_desk(), program_id, school_year, requirement, form.change())
    except service.CannotChange as reason:
        flash(str(reason), "problem")
        return _page(program_id, school_year), NOT_USABLE
    flash("Saved.", "good")
    return _to_duty(program_id, school_year, requirement)


@programs.post("/<uuid:program_id>/year/<int:school_year>/own-duties")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def add_duty(program_id: UUID, school_year: int) -> Any:
    """Add a duty that the district's own blueprint names."""
    try:
        service.add_own(current_desk(), program_id, school_year, OwnDutyForm().title.data or "")
    except service.CannotChange as reason:
        flash(str(reason), "problem")
        return _page(program_id, school_year), NOT_USABLE
    flash("Added to the checklist.", "good")
    return redirect(url_for("programs.year", program_id=program_id, year=school_year), 303)


@programs.post("/<uuid:program_id>/year/<int:school_year>/duties/<requirement>/files")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def keep_artifact(program_id: UUID, school_year: int, requirement: str) -> Any:
    """Keep a file as the artifact of a duty."""
    name, content = ArtifactForm(prefix=requirement).chosen()
    try:
        service.keep_artifact(current_desk(), program_id, school_year, requirement, name, content)
    except kept_files.CannotKeep as reason:
        flash(str(reason), "problem")
        return _page(program_id, school_year), NOT_USABLE
    flash("The file is kept.", "good")
    return _to_duty(program_id, school_year, requirement)


@programs.get("/files/<uuid:kept_file_id>")
@requires(Permission.CAMPUS_STUDENT_READ)
def artifact(kept_file_id: UUID) -> Any:
    """The file itself, always as a download; it may name students."""
    file, content = service.artifact(current_desk(), kept_file_id)
    answer = Response(content, mimetype=file.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer


@programs.post("/files/<uuid:kept_file_id>/remove")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def remove_artifact(kept_file_id: UUID) -> Any:
    """Take an artifact away."""
    program_id, school_year = service.remove_artifact(current_desk(), kept_file_id)
    flash("The file is removed.", "good")
    return redirect(url_for("programs.year", program_id=program_id, year=school_year), 303)


def _page(program_id: UUID, school_year: int) -> str:
    page = year_page(current_desk(), program_id, school_year)
    return render_template("programs/year.html", page=page)


def _to_duty(program_id: UUID, school_year: int, requirement: str) -> Any:
    here = url_for(
        "programs.year", program_id=program_id, year=school_year, _anchor=f"duty-{requirement}"
    )
    return redirect(here, 303)
