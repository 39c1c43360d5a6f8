"""The students behind a program's figures: one indicator, the classes, the early warning."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.programs.area import programs
from careercraft.blueprints.programs.students_page import (
    classes_page,
    indicator_page,
    warnings_page,
)
from careercraft.privacy.permissions import Permission
from careercraft.services.programs import exports as program_exports
from careercraft.services.programs import present_year
from careercraft.services.programs import roster as program_roster
from careercraft.services.programs.warnings import EARLY_GRADES
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires

NOT_USABLE = 422


@programs.get("/<uuid:program_id>/indicators/<indicator>")
@requires(Permission.CAMPUS_PROGRAM_READ)
def indicator(program_id: UUID, indicator: str) -> Any:
    """One indicator with exactly the students that it counts."""
    page = indicator_page(
        current_desk(),
        program_id,
        indicator,
        year=request.args.get("year", type=int),
        standing=request.args.get("standing"),
        part=request.args.get("part"),
    )
    return render_template("programs/indicator.html", page=page)


@programs.route("/<uuid:program_id>/indicators/<indicator>/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export_indicator(program_id: UUID, indicator: str) -> Any:
    """The students of an indicator as a file."""
    desk, asked = current_desk(), request.args
    file = program_exports.indicator_students(
        desk,
        program_id,
        indicator,
        asked.get("year", type=int) or present_year(desk),
        asked.get("standing"),
        asked.get("part"),
        asked.get("format", "xlsx"),
    )
    return download(file)


@programs.route("/<uuid:program_id>/early-warning/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export_warnings(program_id: UUID) -> Any:
    """Who is behind the pace, as a file."""
    grade, wanted = request.args.get("grade", type=int), request.args.get("format", "xlsx")
    known = grade if grade in EARLY_GRADES else None
    return download(program_exports.students_behind(current_desk(), program_id, known, wanted))


@programs.get("/<uuid:program_id>/early-warning")
@requires(Permission.CAMPUS_STUDENT_READ)
def warnings(program_id: UUID) -> Any:
    """Ninth and tenth graders behind the pace."""
    page = warnings_page(current_desk(), program_id, request.args.get("grade", type=int))
    return render_template("programs/warnings.html", page=page)


@programs.get("/<uuid:program_id>/classes")
@requires(Permission.CAMPUS_PROGRAM_READ)
def classes(program_id: UUID) -> Any:
    """The classes of the program, and how to say who is in it."""
    return render_template("programs/classes.html", page=classes_page(current_desk(), program_id))


@programs.post("/<uuid:program_id>/members")
@requires(Permission.DISTRICT_FILES_APPLY)
def type_members(program_id: UUID) -> Any:
    """Take a typed list of members; it goes the way of every file: looked at, then applied."""
    given = request.form
    try:
        started = program_roster.type_members(
            current_desk(),
            program_id,
            given.get("school_year", ""),
            given.get("grade", ""),
            given.get("ids", ""),
            member=given.get("member") != "no",
        )
    except program_roster.CannotType as reason:
        flash(str(reason), "problem")
        page = classes_page(current_desk(), program_id)
        return render_template("programs/classes.html", page=page), NOT_USABLE
    put_to_work(started.task_id)
    return redirect(url_for("files.batch", batch_id=started.batch_id), 303)
